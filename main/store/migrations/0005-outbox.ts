// The outbox to its end: messages for other software beside those for clouds, results that travel in a file, and what a
// lead decided about those that no cloud takes. Forward only: a released file is never edited.
export const sql = `
-- A result that came from another station has no job here, so no reference to jobs any more.
CREATE TABLE outbox_new (
  outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  -- otaLog, report: for a cloud; record: a finished record for other software, told to whoever connection_id names.
  kind TEXT NOT NULL,
  body_json TEXT NOT NULL,
  -- waiting, sent, dead; dismissed: a lead decided that it stays unsent; exported: it went into a file for another station.
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  attempted_at TEXT,
  next_attempt_at TEXT,
  sent_at TEXT,
  error_code TEXT,
  error_context_json TEXT,
  -- Null: whichever connection takes the results. Of a record: who is told.
  connection_id TEXT,
  delivery TEXT,
  -- Set before the first attempt, and taken back when the cloud cannot have it. Still there on a waiting row: it may.
  attempt_began_at TEXT,
  -- 1: owed since the record was put right.
  corrects INTEGER NOT NULL DEFAULT 0,
  -- Of a result that came from another station: whose, and in which file. Null: our own.
  origin_json TEXT,
  -- What a lead decided: {by, at, note}.
  decision_json TEXT,
  -- Failed attempts for a reason of its own, not of the way to the cloud, and since when; a rule ends them.
  own_failures INTEGER NOT NULL DEFAULT 0,
  own_failing_since TEXT
) STRICT;
INSERT INTO outbox_new (outbox_id, job_id, device_id, kind, body_json, state, attempts, created_at, attempted_at,
    next_attempt_at, sent_at, error_code, error_context_json, connection_id, delivery, attempt_began_at, corrects)
  SELECT outbox_id, job_id, device_id, kind, body_json, state, attempts, created_at, attempted_at,
    next_attempt_at, sent_at, error_code, error_context_json, connection_id, delivery, attempt_began_at, corrects
  FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
-- A job owes each message once, however often it is saved, recovered or brought in again; a record once to each listener.
CREATE UNIQUE INDEX outbox_once ON outbox (job_id, kind, corrects, iif(kind = 'record', connection_id, ''));
CREATE INDEX outbox_device ON outbox (state, device_id, outbox_id);
CREATE INDEX outbox_waiting ON outbox (connection_id, device_id, outbox_id) WHERE state = 'waiting';
`

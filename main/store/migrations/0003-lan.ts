// The LAN: devices that were put on the bench, rollouts, and records that were put right after their end.
// Forward only: a released file is never edited.
export const sql = `
CREATE TABLE lan_devices (
  identity TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  product_id TEXT,
  profile_id TEXT,
  access_point TEXT NOT NULL,
  mac TEXT,
  device_id TEXT,
  model TEXT,
  version TEXT,
  origin TEXT NOT NULL,
  last_seen_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE rollouts (
  rollout_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  body_json TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rollouts_started ON rollouts (started_at, rollout_id);

ALTER TABLE jobs ADD COLUMN correction_json TEXT;

-- A record that was put right owes its messages once more. SQLite changes a constraint only with its table.
CREATE TABLE outbox_new (
  outbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs (job_id),
  device_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  body_json TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  attempted_at TEXT,
  next_attempt_at TEXT,
  sent_at TEXT,
  error_code TEXT,
  error_context_json TEXT,
  -- Null: whichever connection takes the results.
  connection_id TEXT,
  delivery TEXT,
  -- Set before the first attempt, and taken back when the cloud cannot have it. Still there on a waiting row: it may.
  attempt_began_at TEXT,
  -- 1: owed since the record was put right.
  corrects INTEGER NOT NULL DEFAULT 0,
  UNIQUE (job_id, kind, corrects)
) STRICT;
INSERT INTO outbox_new (outbox_id, job_id, device_id, kind, body_json, state, attempts, created_at, attempted_at,
    next_attempt_at, sent_at, error_code, error_context_json, connection_id, delivery, attempt_began_at)
  SELECT outbox_id, job_id, device_id, kind, body_json, state, attempts, created_at, attempted_at,
    next_attempt_at, sent_at, error_code, error_context_json, connection_id, delivery, attempt_began_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_device ON outbox (state, device_id, outbox_id);
CREATE INDEX outbox_waiting ON outbox (connection_id, device_id, outbox_id) WHERE state = 'waiting';
`

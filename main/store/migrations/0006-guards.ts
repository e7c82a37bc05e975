// Work orders: the log of what was done to them, and what the guards decide by.
// Forward only: a released file is never edited.

/** What was refused before anything was written says nothing about its unit: it counts no more than what was called off. */
const countedOnlyWhenTried = (name: string, change: string, when: string) => `
DROP TRIGGER ${name};
CREATE TRIGGER ${name} AFTER ${change} ON jobs
WHEN NEW.order_id IS NOT NULL AND NEW.ended_at IS NOT NULL AND NEW.outcome <> 'running'
  AND (NEW.outcome NOT IN ('cancelled', 'refused') OR NEW.touched) ${when} BEGIN
  INSERT INTO order_units
    (order_id, unit, sn, first_no, passed_first, last_no, passed, started_at, ended_at)
  VALUES (
    NEW.order_id,
    coalesce(
      'mac ' || upper(replace(replace(NEW.mac, ':', ''), '-', '')),
      'sn ' || NEW.sn, 'id ' || NEW.device_id, 'job ' || NEW.job_id
    ),
    NEW.sn, NEW.job_no, NEW.outcome = 'passed', NEW.job_no, NEW.outcome = 'passed', NEW.started_at, NEW.ended_at
  )
  ON CONFLICT (order_id, unit) DO UPDATE SET
    sn = coalesce(excluded.sn, sn),
    passed_first = iif(excluded.first_no <= first_no, excluded.passed_first, passed_first),
    first_no = min(first_no, excluded.first_no),
    started_at = iif(excluded.last_no >= last_no AND (excluded.passed OR NEW.touched), excluded.started_at, started_at),
    ended_at = iif(excluded.last_no >= last_no AND (excluded.passed OR NEW.touched), excluded.ended_at, ended_at),
    passed = iif(excluded.last_no >= last_no AND (excluded.passed OR NEW.touched), excluded.passed, passed),
    last_no = iif(excluded.passed OR NEW.touched, max(last_no, excluded.last_no), last_no);
END;`

export const sql = `
-- Appended to, never changed. facts_json: why, changes, taskId, sha256, jobId of the contract's order event.
CREATE TABLE order_events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  revision INTEGER NOT NULL,
  facts_json TEXT NOT NULL
) STRICT;
CREATE INDEX order_events_order ON order_events (order_id, event_id);

-- The image that an order took for a task when it first had it; no other one passes from then on.
CREATE TABLE order_images (
  order_id TEXT NOT NULL,
  task_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (order_id, task_id)
) STRICT, WITHOUT ROWID;
${countedOnlyWhenTried('jobs_counted_insert', 'INSERT', '')}
${countedOnlyWhenTried('jobs_counted_update', 'UPDATE OF outcome', 'AND OLD.outcome <> NEW.outcome')}
`

// Work orders, operators, the map of the bench, what the library knows of an image, and the history's filters.
// Forward only: a released file is never edited.

/** A unit is its MAC, else its serial number, else its id; a job that learned none of them stands for itself. */
const unitOf = (row: string) => `
    coalesce(
      'mac ' || upper(replace(replace(${row}.mac, ':', ''), '-', '')),
      'sn ' || ${row}.sn, 'id ' || ${row}.device_id, 'job ' || ${row}.job_id
    )`

/**
 * What happened last decides, save that a job which left the device alone does not undo a pass: a finished board that is plugged once
 * more is refused, and stays finished. A job that a person called off before it touched the device says nothing about a unit.
 */
const countOnEnd = (change: string, when: string) => `
CREATE TRIGGER jobs_counted_${change.slice(0, 6).toLowerCase()} AFTER ${change} ON jobs
WHEN NEW.order_id IS NOT NULL AND NEW.ended_at IS NOT NULL AND NEW.outcome <> 'running'
  AND (NEW.outcome <> 'cancelled' OR NEW.touched) ${when} BEGIN
  INSERT INTO order_units
    (order_id, unit, sn, first_no, passed_first, last_no, passed, started_at, ended_at)
  VALUES (
    NEW.order_id,
    ${unitOf('NEW')},
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

/** A unit that passed once with a task stays passed for it. */
const countForTask = (change: string, when: string) => `
CREATE TRIGGER jobs_task_${change.slice(0, 6).toLowerCase()} AFTER ${change} ON jobs
WHEN NEW.task_id IS NOT NULL AND NEW.outcome IN ('passed', 'failed') ${when} BEGIN
  INSERT INTO task_units (task_id, unit, passed) VALUES (NEW.task_id, ${unitOf('NEW')}, NEW.outcome = 'passed')
  ON CONFLICT (task_id, unit) DO UPDATE SET passed = max(passed, excluded.passed);
END;`

export const sql = `
CREATE TABLE orders (
  order_id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  armed_at TEXT,
  armed_by TEXT,
  created_at TEXT NOT NULL,
  body_json TEXT NOT NULL,
  units INTEGER NOT NULL DEFAULT 0,
  passed INTEGER NOT NULL DEFAULT 0,
  passed_first INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_created ON orders (created_at, order_id);

-- PINs are kept with the secrets, not here.
CREATE TABLE operators (
  operator_id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  pin_set_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE jobs ADD COLUMN order_id TEXT;
ALTER TABLE jobs ADD COLUMN lot TEXT;
CREATE INDEX jobs_order ON jobs (order_id, ended_at) WHERE order_id IS NOT NULL;

-- What became of each unit of an order. Counted with the write of the job itself, so that no crash comes in between and no
-- order has to be counted anew, however many jobs it has.
CREATE TABLE order_units (
  order_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  sn TEXT,
  first_no INTEGER NOT NULL,
  passed_first INTEGER NOT NULL,
  last_no INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL,
  PRIMARY KEY (order_id, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_units_sn ON order_units (order_id, sn) WHERE passed = 1;
CREATE INDEX order_units_ended ON order_units (order_id, ended_at, started_at) WHERE passed = 1;
${countOnEnd('INSERT', '')}
${countOnEnd('UPDATE OF outcome', 'AND OLD.outcome <> NEW.outcome')}
CREATE TRIGGER order_units_added AFTER INSERT ON order_units BEGIN
  UPDATE orders SET units = units + 1, passed = passed + NEW.passed, passed_first = passed_first + NEW.passed_first
  WHERE order_id = NEW.order_id;
END;
CREATE TRIGGER order_units_changed AFTER UPDATE OF passed, passed_first ON order_units
WHEN OLD.passed <> NEW.passed OR OLD.passed_first <> NEW.passed_first BEGIN
  UPDATE orders SET passed = passed + NEW.passed - OLD.passed,
    passed_first = passed_first + NEW.passed_first - OLD.passed_first
  WHERE order_id = NEW.order_id;
END;

-- One for each filter of the history, in the order of the list. Of ended jobs only: a job that runs is saved many times,
-- and costs these nothing.
CREATE INDEX jobs_lot ON jobs (lot, ended_at) WHERE ended_at IS NOT NULL AND lot IS NOT NULL;
CREATE INDEX jobs_task_ended ON jobs (task_id, ended_at) WHERE ended_at IS NOT NULL AND task_id IS NOT NULL;
CREATE INDEX jobs_error ON jobs (error_code, ended_at) WHERE ended_at IS NOT NULL AND error_code IS NOT NULL;
CREATE INDEX jobs_version ON jobs (to_number, ended_at) WHERE ended_at IS NOT NULL AND to_number IS NOT NULL;
CREATE INDEX jobs_slot ON jobs (slot_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_operator ON jobs (operator, ended_at) WHERE ended_at IS NOT NULL;
-- With everything that many jobs have in common: several such filters at once are decided without reading the jobs.
CREATE INDEX jobs_product ON jobs (product_id, ended_at, job_no, outcome, slot_id, to_number, operator)
  WHERE ended_at IS NOT NULL AND product_id IS NOT NULL;
CREATE INDEX jobs_outcome ON jobs (outcome, ended_at, job_no, product_id, slot_id, to_number, operator)
  WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_mac ON jobs (mac, ended_at) WHERE ended_at IS NOT NULL AND mac IS NOT NULL;
CREATE INDEX jobs_sn ON jobs (sn, ended_at) WHERE ended_at IS NOT NULL AND sn IS NOT NULL;

-- The place in the order of the bench; null: behind those that have one.
ALTER TABLE slots ADD COLUMN position INTEGER;

ALTER TABLE firmware ADD COLUMN name TEXT;
ALTER TABLE firmware ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
-- When its file was last read and compared, and whether it was as it should be.
ALTER TABLE firmware ADD COLUMN checked_at TEXT;
ALTER TABLE firmware ADD COLUMN is_good INTEGER;

-- What statistics add up, so that they need not read seven steps for every job: milliseconds of passed steps.
ALTER TABLE jobs ADD COLUMN identify_ms INTEGER;
ALTER TABLE jobs ADD COLUMN check_ms INTEGER;
ALTER TABLE jobs ADD COLUMN download_ms INTEGER;
ALTER TABLE jobs ADD COLUMN flash_ms INTEGER;
ALTER TABLE jobs ADD COLUMN verify_ms INTEGER;
ALTER TABLE jobs ADD COLUMN confirm_ms INTEGER;
ALTER TABLE jobs ADD COLUMN report_ms INTEGER;
ALTER TABLE jobs ADD COLUMN flash_bytes INTEGER;
ALTER TABLE jobs ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET identify_ms = sums.identify_ms, check_ms = sums.check_ms, download_ms = sums.download_ms,
  flash_ms = sums.flash_ms, verify_ms = sums.verify_ms, confirm_ms = sums.confirm_ms, report_ms = sums.report_ms,
  flash_bytes = sums.flash_bytes, retries = sums.retries
FROM (
  SELECT job_no,
    sum(tookMs) FILTER (WHERE name = 'identify') AS identify_ms,
    sum(tookMs) FILTER (WHERE name = 'check') AS check_ms,
    sum(tookMs) FILTER (WHERE name = 'download') AS download_ms,
    sum(tookMs) FILTER (WHERE name = 'flash') AS flash_ms,
    sum(tookMs) FILTER (WHERE name = 'verify') AS verify_ms,
    sum(tookMs) FILTER (WHERE name = 'confirm') AS confirm_ms,
    sum(tookMs) FILTER (WHERE name = 'report') AS report_ms,
    sum(done_bytes) FILTER (WHERE name = 'flash' AND outcome = 'passed') AS flash_bytes, sum(retries) AS retries
  FROM (
    SELECT *, iif(outcome = 'passed' AND ended_at IS NOT NULL,
      max(0, CAST(round((julianday(ended_at) - julianday(started_at)) * 86400000) AS INTEGER)), NULL) AS tookMs
    FROM steps)
  GROUP BY job_no
) AS sums WHERE sums.job_no = jobs.job_no;

-- What became of each unit with a task, and the sums: the list of tasks counts no jobs.
CREATE TABLE task_units (
  task_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  passed INTEGER NOT NULL,
  PRIMARY KEY (task_id, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE task_counts (
  task_id TEXT PRIMARY KEY,
  units INTEGER NOT NULL,
  passed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER task_units_added AFTER INSERT ON task_units BEGIN
  INSERT INTO task_counts (task_id, units, passed) VALUES (NEW.task_id, 1, NEW.passed)
  ON CONFLICT (task_id) DO UPDATE SET units = units + 1, passed = passed + excluded.passed;
END;
CREATE TRIGGER task_units_changed AFTER UPDATE OF passed ON task_units WHEN OLD.passed <> NEW.passed BEGIN
  UPDATE task_counts SET passed = passed + NEW.passed - OLD.passed WHERE task_id = NEW.task_id;
END;
INSERT INTO task_units (task_id, unit, passed)
SELECT task_id, ${unitOf('jobs')}, max(outcome = 'passed')
FROM jobs WHERE task_id IS NOT NULL AND outcome IN ('passed', 'failed') GROUP BY 1, 2;
${countForTask('INSERT', '')}
${countForTask('UPDATE OF outcome', 'AND OLD.outcome <> NEW.outcome')}
`

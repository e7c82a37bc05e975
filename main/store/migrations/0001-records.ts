// The first tables. Forward only: a released file is never edited, the next change is the next file.
// Times are ISO 8601 UTC text (they sort as they are), sizes are bytes, flags are 0 or 1, *_json is a JSON object.
export const sql = `
CREATE TABLE devices (
  device_no INTEGER PRIMARY KEY,
  device_id TEXT UNIQUE,
  mac TEXT,
  sn TEXT,
  product_id TEXT,
  version_number INTEGER,
  version_text TEXT,
  last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX devices_mac ON devices (mac) WHERE mac IS NOT NULL;
CREATE INDEX devices_sn ON devices (sn) WHERE sn IS NOT NULL;

CREATE TABLE tasks (
  task_id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL,
  from_version INTEGER NOT NULL,
  to_version INTEGER NOT NULL,
  status TEXT NOT NULL,
  body_json TEXT NOT NULL,
  synced_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_product ON tasks (product_id, task_id);

CREATE TABLE firmware (
  sha256 TEXT PRIMARY KEY,
  md5 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  source_url TEXT,
  stored_at TEXT NOT NULL,
  last_used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX firmware_md5 ON firmware (md5, size_bytes);

CREATE TABLE slots (
  slot_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  last_seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  job_no INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL UNIQUE,
  slot_id TEXT NOT NULL,
  slot_name TEXT NOT NULL,
  link TEXT NOT NULL,
  protocol TEXT NOT NULL,
  profile_id TEXT NOT NULL,
  product_id TEXT,
  part_type TEXT NOT NULL,
  part_identify INTEGER NOT NULL,
  device_id TEXT,
  mac TEXT,
  sn TEXT,
  task_id TEXT,
  task_name TEXT,
  firmware_json TEXT,
  from_number INTEGER,
  from_text TEXT,
  to_number INTEGER,
  to_text TEXT,
  booted_number INTEGER,
  booted_text TEXT,
  operator TEXT NOT NULL,
  outcome TEXT NOT NULL,
  touched INTEGER NOT NULL,
  device_state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  error_code TEXT,
  error_step TEXT,
  error_context_json TEXT,
  log_lines INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobs_ended ON jobs (ended_at, job_no) WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_running ON jobs (job_no) WHERE outcome = 'running';
CREATE INDEX jobs_device ON jobs (device_id, ended_at) WHERE device_id IS NOT NULL;

CREATE TABLE steps (
  job_no INTEGER NOT NULL REFERENCES jobs (job_no) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  outcome TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  done_bytes INTEGER NOT NULL,
  total_bytes INTEGER,
  retries INTEGER NOT NULL,
  detail_json TEXT NOT NULL,
  PRIMARY KEY (job_no, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  event_id INTEGER PRIMARY KEY,
  job_no INTEGER NOT NULL REFERENCES jobs (job_no) ON DELETE CASCADE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX events_job ON events (job_no, event_id);

CREATE TABLE outbox (
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
  -- A job owes each message once, however often it is saved or recovered.
  UNIQUE (job_id, kind)
) STRICT;
CREATE INDEX outbox_device ON outbox (state, device_id, outbox_id);
`

// The first tables of the local cloud: products, devices, tasks, results, tokens. Released: never edited.
export const sql = `
  CREATE TABLE products (
    product_id TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT;

  CREATE TABLE devices (
    device_id TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products,
    mac TEXT NOT NULL,
    sn TEXT NOT NULL
  ) STRICT;
  CREATE INDEX devices_by_product ON devices (product_id);

  -- A device has one version for each of its processors and modules.
  CREATE TABLE device_versions (
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    type INTEGER NOT NULL,
    identify INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (device_id, type, identify)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    md5 TEXT NOT NULL,
    size INTEGER NOT NULL
  ) STRICT;

  -- URLs of our own files are stored as paths: the port may be another one after a restart.
  CREATE TABLE tasks (
    seq INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL UNIQUE,
    product_id TEXT NOT NULL REFERENCES products,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    from_version INTEGER NOT NULL,
    from_url TEXT NOT NULL,
    from_md5 TEXT NOT NULL,
    from_size INTEGER NOT NULL,
    target_version INTEGER NOT NULL,
    target_url TEXT NOT NULL,
    target_md5 TEXT NOT NULL,
    target_size INTEGER NOT NULL,
    type INTEGER NOT NULL,
    identify INTEGER NOT NULL,
    task_type INTEGER NOT NULL,
    tag_type INTEGER NOT NULL,
    scope_category INTEGER NOT NULL,
    status INTEGER NOT NULL,
    -- Made without Api-Version 2: starts without a review.
    legacy INTEGER NOT NULL,
    -- Passed a review once: may be started again after a stop.
    approved INTEGER NOT NULL,
    audit_member_id TEXT NOT NULL,
    create_time TEXT NOT NULL
  ) STRICT;
  CREATE INDEX tasks_by_key ON tasks (product_id, type, identify, from_version);

  CREATE TABLE task_devices (
    task_seq INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE,
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    PRIMARY KEY (task_seq, device_id)
  ) STRICT, WITHOUT ROWID;

  -- upgrade_count of a task is the number of its rows here: a repeated report cannot count twice.
  CREATE TABLE upgraded_devices (
    task_seq INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE,
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    PRIMARY KEY (task_seq, device_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE reports (
    report_id INTEGER PRIMARY KEY,
    task_id TEXT,
    device_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    type INTEGER NOT NULL,
    identify INTEGER NOT NULL,
    mod TEXT NOT NULL,
    last_version INTEGER NOT NULL,
    current_version INTEGER NOT NULL,
    result INTEGER NOT NULL,
    "desc" TEXT NOT NULL,
    start_date TEXT,
    end_date TEXT,
    -- The end lies before the start.
    dates_reversed INTEGER NOT NULL,
    received_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE ota_logs (
    ota_log_id INTEGER PRIMARY KEY,
    corp_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    -- 1 issued, 2 completed
    status INTEGER NOT NULL,
    execute_time TEXT,
    issued_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX ota_logs_open ON ota_logs (device_id, task_id) WHERE status = 1;

  CREATE TABLE tokens (
    token_sha256 TEXT PRIMARY KEY,
    -- A JSON array of credential kinds.
    kinds TEXT NOT NULL,
    -- The only device that a device credential speaks for.
    device_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('valid', 'expired', 'replaced')),
    issued_at TEXT NOT NULL
  ) STRICT;
`

// Corps with their members, access keys, users and sessions; the operations on tasks; and what keeps pages and counts
// quick with a million ota-logs. What was there before belongs to the corp `flashline`.
export const sql = `
  CREATE TABLE corps (
    corp_id TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT;
  INSERT INTO corps (corp_id, name) VALUES ('flashline', 'Flashline');

  CREATE TABLE members (
    member_id TEXT PRIMARY KEY,
    corp_id TEXT NOT NULL REFERENCES corps,
    name TEXT NOT NULL,
    -- Phone or e-mail; a login names no corp.
    account TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    -- 1 admin, 2 operator, 3 developer
    role INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX members_by_corp ON members (corp_id);

  CREATE TABLE access_keys (
    access_key_id TEXT PRIMARY KEY,
    corp_id TEXT NOT NULL REFERENCES corps,
    name TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,
    -- 0 disabled, 1 enabled
    status INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE users (
    user_id TEXT PRIMARY KEY,
    corp_id TEXT NOT NULL REFERENCES corps,
    account TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    authorize_code TEXT NOT NULL,
    UNIQUE (corp_id, account)
  ) STRICT;

  -- No corp: issued by the owner without naming one. No expiry: until the owner ends it.
  ALTER TABLE tokens ADD COLUMN corp_id TEXT REFERENCES corps;
  ALTER TABLE tokens ADD COLUMN member_id TEXT REFERENCES members;
  ALTER TABLE tokens ADD COLUMN access_key_id TEXT REFERENCES access_keys;
  ALTER TABLE tokens ADD COLUMN user_id TEXT REFERENCES users;
  ALTER TABLE tokens ADD COLUMN expires_at TEXT;
  ALTER TABLE tokens ADD COLUMN refresh_sha256 TEXT;
  CREATE UNIQUE INDEX tokens_by_refresh ON tokens (refresh_sha256) WHERE refresh_sha256 IS NOT NULL;
  CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;
  CREATE INDEX tokens_by_access_key ON tokens (access_key_id) WHERE access_key_id IS NOT NULL;

  ALTER TABLE products ADD COLUMN corp_id TEXT NOT NULL DEFAULT 'flashline';
  -- "": nobody can activate devices of it.
  ALTER TABLE products ADD COLUMN active_code_sha256 TEXT NOT NULL DEFAULT '';

  -- "": the device cannot log in.
  ALTER TABLE devices ADD COLUMN authorize_code_sha256 TEXT NOT NULL DEFAULT '';
  UPDATE devices SET mac = upper(replace(replace(mac, ':', ''), '-', ''))
    WHERE length(replace(replace(mac, ':', ''), '-', '')) = 12;
  CREATE INDEX devices_by_mac ON devices (mac);
  CREATE INDEX devices_by_sn ON devices (sn);

  -- The product is repeated here, so that counting the devices of one version reads an index and no device.
  ALTER TABLE device_versions RENAME TO device_versions_before;
  CREATE TABLE device_versions (
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    type INTEGER NOT NULL,
    identify INTEGER NOT NULL,
    product_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (device_id, type, identify)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO device_versions (device_id, type, identify, product_id, version)
    SELECT device_id, type, identify, product_id, version FROM device_versions_before JOIN devices USING (device_id);
  DROP TABLE device_versions_before;
  CREATE INDEX device_versions_by_version ON device_versions (product_id, type, identify, version);

  -- The number of its rows in upgraded_devices, kept in the same transaction.
  ALTER TABLE tasks ADD COLUMN upgrade_count INTEGER NOT NULL DEFAULT 0;
  UPDATE tasks SET upgrade_count = (SELECT count(*) FROM upgraded_devices WHERE task_seq = tasks.seq);
  CREATE INDEX tasks_by_name ON tasks (product_id, name);

  -- Who did what to a task; outlives it.
  CREATE TABLE operations (
    operation_id INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL,
    content TEXT NOT NULL,
    operator_id TEXT NOT NULL,
    operator_name TEXT NOT NULL,
    operator_account TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX operations_by_task ON operations (task_id);

  CREATE INDEX reports_by_task_device ON reports (task_id, device_id);

  -- The corp that owns the product, whatever the caller wrote.
  UPDATE ota_logs SET corp_id = (SELECT corp_id FROM products WHERE products.product_id = ota_logs.product_id);
  CREATE INDEX ota_logs_in_order ON ota_logs (corp_id, ota_log_id, task_id, device_id);
  CREATE INDEX ota_logs_by_task ON ota_logs (corp_id, task_id);
  CREATE INDEX ota_logs_by_device ON ota_logs (corp_id, device_id);
  CREATE INDEX ota_logs_by_time ON ota_logs (corp_id, execute_time);
  CREATE INDEX ota_logs_by_status ON ota_logs (corp_id, status);
  CREATE INDEX ota_logs_by_product ON ota_logs (corp_id, product_id);

  -- How many ota-logs a task has in each block of 65,536 ids, and how many a device has, kept in the same transaction:
  -- counting a million rows, or walking over them to where a page begins, takes longer than a page may.
  CREATE TABLE ota_log_counts (
    corp_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    block INTEGER NOT NULL,
    logs INTEGER NOT NULL,
    PRIMARY KEY (corp_id, task_id, block)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO ota_log_counts (corp_id, task_id, block, logs)
    SELECT corp_id, task_id, ota_log_id >> 16 AS block, count(*) FROM ota_logs GROUP BY corp_id, task_id, block;
  ALTER TABLE devices ADD COLUMN ota_logs INTEGER NOT NULL DEFAULT 0;
  UPDATE devices SET ota_logs = (SELECT count(*) FROM ota_logs l WHERE l.device_id = devices.device_id);
`

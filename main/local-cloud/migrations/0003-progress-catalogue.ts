// Upgrade progress by device, and the firmware catalogue with its access keys.
export const sql = `
  -- A version may be tried again after it failed: of several records the newest counts.
  CREATE TABLE upgrade_records (
    record_id INTEGER PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
    module TEXT NOT NULL,
    firmware_version TEXT NOT NULL,
    task_id TEXT NOT NULL,
    -- The ten-minute rule counts from here.
    task_created_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('TO_BE_UPGRADED', 'UPGRADING', 'SUCCEEDED', 'FAILED')),
    step INTEGER NOT NULL CHECK (step BETWEEN -4 AND 100),
    description TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX upgrade_records_by_version ON upgrade_records (device_id, module, firmware_version);

  -- Secrets of signing keys are kept as they are: a signature can only be checked with the secret itself.
  CREATE TABLE app_keys (
    app_key TEXT PRIMARY KEY,
    app_secret TEXT NOT NULL
  ) STRICT;
  CREATE TABLE access_key_pairs (
    access_key_id TEXT PRIMARY KEY,
    access_key_secret TEXT NOT NULL,
    corp_id TEXT NOT NULL REFERENCES corps
  ) STRICT;

  CREATE TABLE iot_tokens (
    token_sha256 TEXT PRIMARY KEY,
    corp_id TEXT NOT NULL REFERENCES corps,
    expires_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE catalogue (
    firmware_id INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id TEXT NOT NULL REFERENCES products,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    dest_version TEXT NOT NULL,
    src_version TEXT NOT NULL,
    module TEXT NOT NULL,
    size INTEGER NOT NULL,
    sign_method TEXT NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL,
    type INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    -- Where the file is on this server, and its content; null: only listed.
    url_path TEXT,
    file_sha256 TEXT REFERENCES files
  ) STRICT;
  CREATE INDEX catalogue_by_version ON catalogue (product_id, dest_version);
`

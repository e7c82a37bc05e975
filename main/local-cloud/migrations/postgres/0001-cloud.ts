// The tables of the local cloud on PostgreSQL: the same as on SQLite after its migration 0004. Texts are compared by bytes,
// as SQLite does. Tables of accounts have a `seq`, the order in which rows were added.
const text = 'text COLLATE "C"'

export const sql = `
  CREATE TABLE corps (
    corp_id ${text} PRIMARY KEY,
    name ${text} NOT NULL
  );
  INSERT INTO corps (corp_id, name) VALUES ('flashline', 'Flashline');

  CREATE TABLE members (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    member_id ${text} PRIMARY KEY,
    corp_id ${text} NOT NULL REFERENCES corps,
    name ${text} NOT NULL,
    -- Phone or e-mail; a login names no corp.
    account ${text} NOT NULL UNIQUE,
    password_hash ${text} NOT NULL,
    -- 1 admin, 2 operator, 3 developer
    role bigint NOT NULL
  );
  CREATE INDEX members_by_corp ON members (corp_id);

  CREATE TABLE access_keys (
    access_key_id ${text} PRIMARY KEY,
    corp_id ${text} NOT NULL REFERENCES corps,
    name ${text} NOT NULL,
    secret_sha256 ${text} NOT NULL,
    -- 0 disabled, 1 enabled
    status bigint NOT NULL
  );

  CREATE TABLE users (
    user_id ${text} PRIMARY KEY,
    corp_id ${text} NOT NULL REFERENCES corps,
    account ${text} NOT NULL,
    password_hash ${text} NOT NULL,
    authorize_code ${text} NOT NULL,
    UNIQUE (corp_id, account)
  );

  -- No corp: issued by the owner without naming one. No expiry: until the owner ends it.
  CREATE TABLE tokens (
    token_sha256 ${text} PRIMARY KEY,
    -- A JSON array of credential kinds.
    kinds ${text} NOT NULL,
    -- The only device that a device credential speaks for.
    device_id ${text},
    state ${text} NOT NULL CHECK (state IN ('valid', 'expired', 'replaced')),
    issued_at ${text} NOT NULL,
    corp_id ${text} REFERENCES corps,
    member_id ${text} REFERENCES members,
    access_key_id ${text} REFERENCES access_keys,
    user_id ${text} REFERENCES users,
    expires_at ${text},
    refresh_sha256 ${text}
  );
  CREATE UNIQUE INDEX tokens_by_refresh ON tokens (refresh_sha256) WHERE refresh_sha256 IS NOT NULL;
  CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;
  CREATE INDEX tokens_by_access_key ON tokens (access_key_id) WHERE access_key_id IS NOT NULL;

  -- Wrong passwords in a row; an entry is gone after the right one.
  CREATE TABLE failed_logins (
    account ${text} PRIMARY KEY,
    failures bigint NOT NULL,
    last_at_ms bigint NOT NULL
  );

  CREATE TABLE products (
    product_id ${text} PRIMARY KEY,
    name ${text} NOT NULL,
    corp_id ${text} NOT NULL DEFAULT 'flashline',
    -- "": nobody can activate devices of it.
    active_code_sha256 ${text} NOT NULL DEFAULT ''
  );

  CREATE TABLE devices (
    device_id ${text} PRIMARY KEY,
    product_id ${text} NOT NULL REFERENCES products,
    mac ${text} NOT NULL,
    sn ${text} NOT NULL,
    -- "": the device cannot log in.
    authorize_code_sha256 ${text} NOT NULL DEFAULT '',
    -- The number of its ota-logs, kept in the same transaction.
    ota_logs bigint NOT NULL DEFAULT 0
  );
  CREATE INDEX devices_by_product ON devices (product_id, device_id);
  CREATE INDEX devices_by_mac ON devices (mac);
  CREATE INDEX devices_by_sn ON devices (sn);

  -- A device has one version for each of its processors and modules. The product is repeated here, so that counting the
  -- devices of one version reads an index and no device.
  CREATE TABLE device_versions (
    device_id ${text} NOT NULL REFERENCES devices ON DELETE CASCADE,
    type bigint NOT NULL,
    identify bigint NOT NULL,
    product_id ${text} NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (device_id, type, identify)
  );
  CREATE INDEX device_versions_by_version ON device_versions (product_id, type, identify, version);

  CREATE TABLE files (
    sha256 ${text} PRIMARY KEY,
    md5 ${text} NOT NULL,
    size bigint NOT NULL
  );

  -- URLs of our own files are stored as paths: the port may be another one after a restart.
  CREATE TABLE tasks (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id ${text} NOT NULL UNIQUE,
    product_id ${text} NOT NULL REFERENCES products,
    name ${text} NOT NULL,
    description ${text} NOT NULL,
    from_version bigint NOT NULL,
    from_url ${text} NOT NULL,
    from_md5 ${text} NOT NULL,
    from_size bigint NOT NULL,
    target_version bigint NOT NULL,
    target_url ${text} NOT NULL,
    target_md5 ${text} NOT NULL,
    target_size bigint NOT NULL,
    type bigint NOT NULL,
    identify bigint NOT NULL,
    task_type bigint NOT NULL,
    tag_type bigint NOT NULL,
    scope_category bigint NOT NULL,
    status bigint NOT NULL,
    -- Made without Api-Version 2: starts without a review.
    legacy bigint NOT NULL,
    -- Passed a review once: may be started again after a stop.
    approved bigint NOT NULL,
    audit_member_id ${text} NOT NULL,
    create_time ${text} NOT NULL,
    -- The number of its rows in upgraded_devices, kept in the same transaction.
    upgrade_count bigint NOT NULL DEFAULT 0
  );
  CREATE INDEX tasks_by_key ON tasks (product_id, type, identify, from_version);
  CREATE INDEX tasks_by_name ON tasks (product_id, name);

  CREATE TABLE task_devices (
    task_seq bigint NOT NULL REFERENCES tasks ON DELETE CASCADE,
    device_id ${text} NOT NULL REFERENCES devices ON DELETE CASCADE,
    PRIMARY KEY (task_seq, device_id)
  );
  CREATE INDEX task_devices_by_device ON task_devices (device_id);

  -- upgrade_count of a task is the number of its rows here: a repeated report cannot count twice.
  CREATE TABLE upgraded_devices (
    task_seq bigint NOT NULL REFERENCES tasks ON DELETE CASCADE,
    device_id ${text} NOT NULL REFERENCES devices ON DELETE CASCADE,
    PRIMARY KEY (task_seq, device_id)
  );
  CREATE INDEX upgraded_devices_by_device ON upgraded_devices (device_id);

  CREATE TABLE reports (
    report_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id ${text},
    device_id ${text} NOT NULL,
    product_id ${text} NOT NULL,
    type bigint NOT NULL,
    identify bigint NOT NULL,
    mod ${text} NOT NULL,
    last_version bigint NOT NULL,
    current_version bigint NOT NULL,
    result bigint NOT NULL,
    "desc" ${text} NOT NULL,
    start_date ${text},
    end_date ${text},
    -- The end lies before the start.
    dates_reversed bigint NOT NULL,
    received_at ${text} NOT NULL
  );
  CREATE INDEX reports_by_task_device ON reports (task_id, device_id, report_id);

  CREATE TABLE ota_logs (
    ota_log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    corp_id ${text} NOT NULL,
    product_id ${text} NOT NULL,
    task_id ${text} NOT NULL,
    device_id ${text} NOT NULL,
    -- 1 issued, 2 completed
    status bigint NOT NULL,
    execute_time ${text},
    issued_at ${text} NOT NULL
  );
  CREATE UNIQUE INDEX ota_logs_open ON ota_logs (device_id, task_id) WHERE status = 1;
  CREATE INDEX ota_logs_in_order ON ota_logs (corp_id, ota_log_id);
  CREATE INDEX ota_logs_by_task ON ota_logs (corp_id, task_id, ota_log_id);
  CREATE INDEX ota_logs_by_device ON ota_logs (corp_id, device_id, ota_log_id);
  CREATE INDEX ota_logs_by_time ON ota_logs (corp_id, execute_time, ota_log_id);
  CREATE INDEX ota_logs_by_status ON ota_logs (corp_id, status, ota_log_id);
  CREATE INDEX ota_logs_by_product ON ota_logs (corp_id, product_id, ota_log_id);

  -- How many ota-logs a task has in each block of 65,536 ids, and how many a device has, kept in the same transaction:
  -- counting a million rows, or walking over them to where a page begins, takes longer than a page may.
  CREATE TABLE ota_log_counts (
    corp_id ${text} NOT NULL,
    task_id ${text} NOT NULL,
    block bigint NOT NULL,
    logs bigint NOT NULL,
    PRIMARY KEY (corp_id, task_id, block)
  );

  -- Who did what to a task; outlives it.
  CREATE TABLE operations (
    operation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    task_id ${text} NOT NULL,
    content ${text} NOT NULL,
    operator_id ${text} NOT NULL,
    operator_name ${text} NOT NULL,
    operator_account ${text} NOT NULL,
    created_at ${text} NOT NULL
  );
  CREATE INDEX operations_by_task ON operations (task_id, operation_id);

  -- A version may be tried again after it failed: of several records the newest counts.
  CREATE TABLE upgrade_records (
    record_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id ${text} NOT NULL REFERENCES devices ON DELETE CASCADE,
    module ${text} NOT NULL,
    firmware_version ${text} NOT NULL,
    task_id ${text} NOT NULL,
    -- The ten-minute rule counts from here.
    task_created_at ${text} NOT NULL,
    status ${text} NOT NULL CHECK (status IN ('TO_BE_UPGRADED', 'UPGRADING', 'SUCCEEDED', 'FAILED')),
    step bigint NOT NULL CHECK (step BETWEEN -4 AND 100),
    description ${text} NOT NULL,
    updated_at ${text} NOT NULL
  );
  CREATE INDEX upgrade_records_by_version ON upgrade_records (device_id, module, firmware_version);

  -- Secrets of signing keys are kept as they are: a signature can only be checked with the secret itself.
  CREATE TABLE app_keys (
    app_key ${text} PRIMARY KEY,
    app_secret ${text} NOT NULL
  );
  CREATE TABLE access_key_pairs (
    access_key_id ${text} PRIMARY KEY,
    access_key_secret ${text} NOT NULL,
    corp_id ${text} NOT NULL REFERENCES corps
  );
  -- With which links to firmware files are signed; one row.
  CREATE TABLE link_keys (
    only_row bigint PRIMARY KEY CHECK (only_row = 1),
    secret ${text} NOT NULL
  );
  -- Of signed calls, until none of them could be repeated any more.
  CREATE TABLE spent_nonces (
    key ${text} NOT NULL,
    nonce ${text} NOT NULL,
    until_ms bigint NOT NULL,
    PRIMARY KEY (key, nonce)
  );
  CREATE INDEX spent_nonces_by_end ON spent_nonces (until_ms);

  CREATE TABLE iot_tokens (
    token_sha256 ${text} PRIMARY KEY,
    corp_id ${text} NOT NULL REFERENCES corps,
    expires_at ${text} NOT NULL
  );

  CREATE TABLE catalogue (
    firmware_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id ${text} NOT NULL REFERENCES products,
    name ${text} NOT NULL,
    description ${text} NOT NULL,
    dest_version ${text} NOT NULL,
    src_version ${text} NOT NULL,
    module ${text} NOT NULL,
    size bigint NOT NULL,
    sign_method ${text} NOT NULL,
    digest ${text} NOT NULL,
    status bigint NOT NULL,
    type bigint NOT NULL,
    created_at ${text} NOT NULL,
    modified_at ${text} NOT NULL,
    -- Where the file is on this server, and its content; null: only listed.
    url_path ${text},
    file_sha256 ${text} REFERENCES files
  );
  CREATE INDEX catalogue_by_version ON catalogue (product_id, dest_version);
`

// Several clouds: where copies and messages belong, what became of a message, how the copies stand, and firmware lists.
// Forward only: a released file is never edited.
export const sql = `
ALTER TABLE tasks ADD COLUMN connection_id TEXT;
-- When the cloud was first seen not to name it any more; null while it does.
ALTER TABLE tasks ADD COLUMN vanished_at TEXT;

CREATE TABLE sync_states (
  product_id TEXT NOT NULL,
  what TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  synced_at TEXT,
  items INTEGER NOT NULL,
  vanished INTEGER NOT NULL,
  -- A JSON array.
  problems_json TEXT NOT NULL,
  error_code TEXT,
  error_context_json TEXT,
  PRIMARY KEY (product_id, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue (
  connection_id TEXT NOT NULL,
  product_key TEXT NOT NULL,
  firmware_id TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  -- Lower-case hex: 32 digits are an MD5, 64 a SHA-256. Null: of a kind that proves nothing here.
  digest TEXT,
  body_json TEXT NOT NULL,
  vanished_at TEXT,
  synced_at TEXT NOT NULL,
  PRIMARY KEY (connection_id, product_key, firmware_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX catalogue_product ON catalogue (product_key);
CREATE INDEX catalogue_file ON catalogue (digest, size_bytes) WHERE digest IS NOT NULL;

-- Null: whichever connection takes the results.
ALTER TABLE outbox ADD COLUMN connection_id TEXT;
ALTER TABLE outbox ADD COLUMN delivery TEXT;
-- Set before the first attempt, and taken back when the cloud cannot have it. Still there on a waiting row: it may.
ALTER TABLE outbox ADD COLUMN attempt_began_at TEXT;
CREATE INDEX outbox_waiting ON outbox (connection_id, device_id, outbox_id) WHERE state = 'waiting';

UPDATE outbox SET delivery = 'acknowledged' WHERE state = 'sent';
UPDATE outbox SET attempt_began_at = attempted_at
  WHERE state = 'waiting' AND error_code IN ('CLOUD_UNREACHABLE', 'CLOUD_TIMEOUT', 'CLOUD_SERVER', 'CLOUD_REPLY');
`

// Factory software: its tokens, its webhooks and its drop folders.
// Forward only: a released file is never edited.
export const sql = `
CREATE TABLE clients (
  client_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- SHA-256 of the token, in hex; the token itself is nowhere.
  token_sha256 TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  expires_at TEXT,
  last_used_at TEXT,
  revoked_at TEXT
) STRICT;
-- A name in a record says who it was: of those whose token is taken there is one of each name.
CREATE UNIQUE INDEX clients_name ON clients (lower(name)) WHERE revoked_at IS NULL;

-- Whoever is told of finished records, by outbox rows of kind record whose connection_id is the listener_id:
-- webhook:<id>, drop:out.
CREATE TABLE listeners (
  listener_id TEXT PRIMARY KEY,
  active INTEGER NOT NULL,
  -- all, passed, failed
  which TEXT NOT NULL,
  -- Only records of this order; null: all.
  order_id TEXT,
  -- Of a webhook: {name, url, plainHttp, goneAt}; of a folder: {folder, json, csv}. Never a secret.
  body_json TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Where work orders come in; no row: nowhere.
CREATE TABLE drop_in (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  folder TEXT NOT NULL
) STRICT;
`

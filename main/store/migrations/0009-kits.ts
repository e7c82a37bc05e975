// Offline kits: trusted keys, kits that were brought in, and result files.
// Forward only: a released file is never edited.
export const sql = `
CREATE TABLE kit_keys (
  public_key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Kits that were brought in. Never removed: an older one of a series is refused for ever.
CREATE TABLE kits (
  kit_id TEXT PRIMARY KEY,
  public_key TEXT NOT NULL,
  series TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  imported_by TEXT NOT NULL,
  summary_json TEXT NOT NULL,
  tasks_json TEXT NOT NULL,
  -- What has still to be put where it belongs: {orders, roster, profiles, images}. Null: everything is.
  pending_json TEXT
) STRICT;
CREATE UNIQUE INDEX kits_series ON kits (public_key, series, sequence);

-- Kits that were made here: the number of the last one.
CREATE TABLE kit_series (
  series TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE result_files (
  file_id TEXT PRIMARY KEY,
  -- out: made here; in: brought in.
  direction TEXT NOT NULL,
  name TEXT NOT NULL,
  station_name TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  jobs INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  added INTEGER NOT NULL
) STRICT;

-- Records of other stations, as they came. Not among our own: those are a chain.
CREATE TABLE result_records (
  job_id TEXT PRIMARY KEY,
  file_id TEXT NOT NULL REFERENCES result_files,
  record_json TEXT NOT NULL
) STRICT;
CREATE INDEX result_records_file ON result_records (file_id);
`

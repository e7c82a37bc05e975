// What used to be forgotten at a restart, and what several local clouds on one PostgreSQL database have to know of each other:
// failed logins and the key of firmware links.
export const sql = `
  -- Wrong passwords in a row; an entry is gone after the right one.
  CREATE TABLE failed_logins (
    account TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL
  ) STRICT;

  -- With which links to firmware files are signed; one row.
  CREATE TABLE link_keys (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    secret TEXT NOT NULL
  ) STRICT;
`

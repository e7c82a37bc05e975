// The chain of records: an entry for each end of a job, each with the hash of the one before it. What is hashed:
// docs/record-chain.md. Forward only: a released file is never edited.
export const sql = `
CREATE TABLE record_chain (
  -- From 1, without gaps.
  entry_no INTEGER PRIMARY KEY,
  -- begun, ended, corrected, broughtIn, recovered, behind
  kind TEXT NOT NULL,
  -- Null: of no single record.
  job_no INTEGER,
  job_id TEXT,
  at TEXT NOT NULL,
  facts_json TEXT NOT NULL,
  -- Lower-case hex of SHA-256.
  record_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
-- A job ends once and is put right once.
CREATE UNIQUE INDEX record_chain_once ON record_chain (job_no, kind) WHERE job_no IS NOT NULL;
`

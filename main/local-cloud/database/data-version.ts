// Tells what is remembered of an SQLite file when another process has written to it (`flashline cloud add-task` beside a
// running cloud). Looked at once in each turn of the event loop: all that arrives in one turn sees the same state.
import type { SqliteDatabase } from '../../store/open.ts'

/** Changes whenever another connection has committed something. */
export function createDataVersion(sqlite: SqliteDatabase): () => number | undefined {
  const read = sqlite.prepare<[], number>('PRAGMA data_version').pluck()
  let isFresh = false
  let version: number | undefined
  const age = () => {
    isFresh = false
  }
  return () => {
    if (isFresh) return version
    version = read.get()
    isFresh = true
    setImmediate(age)
    return version
  }
}

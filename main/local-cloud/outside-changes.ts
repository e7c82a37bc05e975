// Tells what is remembered of the database when another process has written to it (`flashline cloud add-task` beside a
// running cloud). Looked at once in each turn of the event loop: all that arrives in one turn sees the same state.
import type { CloudDatabase } from './cloud-database.ts'

/** Changes whenever another connection has committed something. */
export type DataVersion = () => number | undefined

export function createDataVersion(db: CloudDatabase): DataVersion {
  const read = db.prepare<[], number>('PRAGMA data_version').pluck()
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

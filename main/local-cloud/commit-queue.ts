// Group commit: what the requests of one turn of the event loop write goes into one transaction, and each of them is
// answered after its COMMIT. An answer then means "on disk" (synchronous=FULL), and the disk is waited for once per turn
// instead of once per request.
import type { CloudDatabase } from './cloud-database.ts'

/**
 * Runs `work` in the next transaction and resolves with what it returned once that is on disk. Works run in the order
 * they came, each in a savepoint: one that throws is undone alone, and its promise rejects with what it threw. When the
 * transaction itself fails, all of its works are undone and reject. `work` is synchronous; it may use transactions of
 * its own, and sees what earlier works wrote.
 */
export type Commit = <T>(work: () => T) => Promise<T>

export interface CommitQueue {
  readonly commit: Commit
  /** Commits now what waits; before the database is closed. */
  flush(): void
}

interface Waiting {
  /** Runs the work; what it returns tells the caller how it ended. */
  readonly run: () => () => void
  readonly reject: (error: unknown) => void
}

export function createCommitQueue(db: CloudDatabase): CommitQueue {
  let waiting: Waiting[] = []
  const inSavepoint = db.transaction((work: () => unknown) => work())

  const runAll = db.transaction((works: readonly Waiting[]) => works.map((one) => one.run()))

  function flush(): void {
    const works = waiting
    waiting = []
    if (works.length === 0) return
    try {
      for (const settle of runAll.immediate(works)) settle()
    } catch (error) {
      for (const one of works) one.reject(error)
    }
  }

  return {
    commit: (work) =>
      new Promise((resolve, reject) => {
        // After the poll phase, in which the requests of this turn arrive.
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({
          reject,
          run() {
            try {
              let result: ReturnType<typeof work>
              inSavepoint(() => {
                result = work()
                return result
              })
              return () => resolve(result)
            } catch (error) {
              // Some failures (no room on the disk, say) end the whole transaction.
              if (!db.inTransaction) throw error
              return () => reject(error)
            }
          },
        })
      }),
    flush,
  }
}

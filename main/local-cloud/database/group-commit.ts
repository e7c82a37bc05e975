// Group commit on SQLite: what the requests of one turn of the event loop write goes into one transaction, and each of them
// is answered after its COMMIT. An answer then means "on disk" (synchronous=FULL), and the disk is waited for once per turn
// instead of once per request.

export interface GroupTransaction {
  /** Begins, runs and commits; rolls back when `work` throws. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  isOpen(): boolean
  readonly savepoint: { run(): unknown }
  readonly release: { run(): unknown }
  readonly undo: { run(): unknown }
}

export interface GroupCommit {
  /**
   * Runs `work` in the next transaction and resolves with what it returned once that is on disk. Works run one after the
   * other in the order they came, each in a savepoint: one that throws is undone alone, and its promise rejects with what it
   * threw. When the transaction itself fails, all of its works are undone and reject.
   */
  commit<T>(work: () => Promise<T>): Promise<T>
  /** Commits now what waits; resolves when nothing is under way. */
  flush(): Promise<void>
}

interface Waiting {
  /** Runs the work; what it returns tells the caller how it ended. */
  readonly run: () => Promise<() => void>
  readonly reject: (error: unknown) => void
}

export function createGroupCommit(parts: GroupTransaction): GroupCommit {
  let waiting: Waiting[] = []
  let underWay = Promise.resolve()

  async function runAll(): Promise<void> {
    const works = waiting
    waiting = []
    if (works.length === 0) return
    try {
      const ends = await parts.transaction(async () => {
        const settles: (() => void)[] = []
        for (const one of works) settles.push(await one.run())
        return settles
      })
      for (const settle of ends) settle()
    } catch (error) {
      for (const one of works) one.reject(error)
    }
  }

  function flush(): Promise<void> {
    underWay = underWay.then(runAll)
    return underWay
  }

  return {
    commit: (work) =>
      new Promise((resolve, reject) => {
        // After the poll phase, in which the requests of this turn arrive.
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({
          reject,
          async run() {
            parts.savepoint.run()
            try {
              const result = await work()
              parts.release.run()
              return () => resolve(result)
            } catch (error) {
              // Some failures (no room on the disk, say) end the whole transaction.
              if (!parts.isOpen()) throw error
              parts.undo.run()
              parts.release.run()
              return () => reject(error)
            }
          },
        })
      }),
    flush,
  }
}

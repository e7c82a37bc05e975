// Writes of a busy bench, several in one transaction: a commit waits for the disk, and 64 jobs would wait for one after the
// other. Each is resolved when it is on disk, as if it were alone. Between groups everything else has its turn: the driver
// is synchronous, and a queue of writes would hold up the whole process.
import { setImmediate } from 'node:timers/promises'
import type { StoreDb } from './tables.ts'
import { type MakeRoom, withRoom } from './with-room.ts'

/** All or nothing of it is written. May be run again after a rollback. */
export type Write<Result = void> = (trx: StoreDb) => Promise<Result>

interface Waiting {
  readonly write: Write
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** So many take some ten milliseconds. */
const writesAtOnce = 16

export class GroupedWrites {
  readonly #db: StoreDb
  readonly #makeRoom: MakeRoom
  #waiting: Waiting[] = []
  #isWriting = false

  /** `makeRoom`: asked when the disk is full, before a write is refused. */
  constructor(db: StoreDb, makeRoom: MakeRoom = () => false) {
    this.#db = db
    this.#makeRoom = makeRoom
  }

  /** What the database rejects with; of a group, only the write that is to blame fails. */
  async run<Result>(write: Write<Result>): Promise<Result> {
    const results: Result[] = []
    await new Promise<void>((resolve, reject) => {
      const keep = async (trx: StoreDb) => void results.splice(0, 1, await write(trx))
      this.#waiting.push({ write: keep, resolve, reject })
      if (!this.#isWriting) void this.#write()
    })
    return results[0] as Result
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) {
      await this.#gather()
      await this.#writeGroup(this.#waiting.splice(0, writesAtOnce))
    }
    this.#isWriting = false
  }

  /** Whoever writes in this turn comes along, and in the next ones as long as there are more. */
  async #gather(): Promise<void> {
    let count = 0
    do {
      count = this.#waiting.length
      await setImmediate()
    } while (this.#waiting.length > count && this.#waiting.length < writesAtOnce)
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await withRoom(this.#makeRoom, () =>
        this.#db.transaction().execute(async (trx) => {
          for (const { write } of group) await write(trx)
        }),
      )
      for (const { resolve } of group) resolve()
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error)
      else for (const one of group) await this.#writeGroup([one])
    }
  }
}

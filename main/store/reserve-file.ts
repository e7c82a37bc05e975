// Room on the disk that is kept for the worst moment: a file of real bytes, given back when a write finds the disk full, so
// that running jobs still get their records. Not a promise of the file system: somebody else may take the room first.
import { randomBytes } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'

const chunkBytes = 1024 * 1024

export class ReserveFile {
  readonly #path: string
  readonly #sizeBytes: number
  #isWhole: boolean
  #timesGiven = 0

  /** There from an earlier run, or not yet. */
  constructor(path: string, sizeBytes: number) {
    this.#path = path
    this.#sizeBytes = sizeBytes
    const facts = statSync(path, { throwIfNoEntry: false })
    this.#isWhole = facts?.size === sizeBytes && sizeBytes > 0
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  /** In the middle of a write that was refused, so at once. False: there was none to give. */
  give(): boolean {
    this.#timesGiven += 1
    if (!this.#isWhole) return false
    this.#isWhole = false
    try {
      rmSync(this.#path)
      return true
    } catch {
      return false
    }
  }

  /** False: the disk does not take it, or it was asked for meanwhile. Bytes that cannot be packed: zeros might take no room. */
  async make(): Promise<boolean> {
    if (this.#isWhole) return true
    const before = this.#timesGiven
    try {
      const file = await open(this.#path, 'w', 0o600)
      try {
        const chunk = randomBytes(Math.min(chunkBytes, this.#sizeBytes))
        for (let left = this.#sizeBytes; left > 0 && before === this.#timesGiven; left -= chunk.length)
          await file.writeFile(chunk.subarray(0, left))
        await file.sync()
      } finally {
        await file.close()
      }
      this.#isWhole = before === this.#timesGiven
    } catch {
      this.#isWhole = false
    }
    if (!this.#isWhole) await rm(this.#path, { force: true }).catch(() => undefined)
    return this.#isWhole
  }
}

// The head of the record chain outside the database: `chain-head.json` in the data folder. What is cut off at the end of a
// chain leaves a whole chain; this says that there was more. Written after commits, never more than one a second, and when
// the store closes: it is never ahead of the database.
import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChainHead, chainHeadSchema } from '../../preload/contract/index.ts'

const leastMs = 1000

const fileOf = (dataDir: string) => join(dataDir, 'chain-head.json')

/** Null: there is none, or it cannot be read. */
export function readChainHead(dataDir: string): ChainHead | null {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return null
  try {
    return chainHeadSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export class ChainHeadFile {
  readonly #dataDir: string
  readonly #read: () => Promise<ChainHead | null>
  #written: string | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #writing: Promise<void> = Promise.resolve()

  /** `read`: the head as it is on disk. */
  constructor(dataDir: string, read: () => Promise<ChainHead | null>) {
    this.#dataDir = dataDir
    this.#read = read
  }

  /** An entry was committed. */
  touch(): void {
    if (this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.write()
    }, leastMs)
    this.#timer.unref()
  }

  /** Now. A disk that is full or read-only leaves the old file: it says less, and nothing wrong. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      try {
        const head = await this.#read()
        const text = `${JSON.stringify(head)}\n`
        if (head === null || text === this.#written) return
        const aside = `${fileOf(this.#dataDir)}.new`
        await writeFile(aside, text, { mode: 0o600, flush: true })
        await rename(aside, fileOf(this.#dataDir))
        this.#written = text
      } catch {
        this.#written = null
      }
    })
    return this.#writing
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    await this.write()
  }
}

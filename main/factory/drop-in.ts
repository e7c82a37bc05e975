// A folder that work orders come in by: looked at every few seconds (shares tell nobody of their files), a file that has not
// changed since the last look is taken whole, then moved to done/ or refused/, there with the reason beside it. What the file
// means is the caller's (`take`); taken twice it must make nothing twice, because a move can fail after it.
import { lstat, mkdir, open, readdir, rename } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { asFlashlineError, FlashlineError } from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import { writeWhole } from './drop-out.ts'
import { folderError } from './folder-error.ts'
import { mostOrderFileBytes } from './read-order-file.ts'

const lookEveryMs = 2000
/** The rest has its turn at the next look. */
const filesAtOnce = 50

export interface DropInOptions {
  readonly folder: string
  /**
   * Makes what the file says, all of it or nothing. Rejects with the reason: one of `isRefusal` is the file's, with any other
   * the file stays and is tried again.
   */
  readonly take: (name: string, bytes: Uint8Array) => Promise<void>
  readonly isRefusal: (error: FlashlineError) => boolean
  /** What stands beside a refused file, as text of a JSON file. */
  readonly explain: (name: string, error: FlashlineError) => string
  readonly onTaken: (name: string) => void
  readonly onRefused: (name: string, error: FlashlineError) => void
  /** The folder or the station refused; null: all is well again. Told at each look. */
  readonly onLook: (failure: FlashlineError | null) => void
  readonly clock: Clock
}

export class DropIn {
  readonly #options: DropInOptions
  /** Size and time of each file at the last look. */
  #seen = new Map<string, string>()
  #looking: Promise<void> | null = null
  #callOff: () => void = () => {}
  #isStopped = false

  constructor(options: DropInOptions) {
    this.#options = options
  }

  start(): void {
    this.#callOff = this.#options.clock.after(lookEveryMs, () => {
      this.#looking = this.look().finally(() => {
        this.#looking = null
        if (!this.#isStopped) this.start()
      })
    })
  }

  /** Waits for a file that is being taken, but for no share that hangs. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#callOff()
    const patience = Promise.withResolvers<void>()
    const callOff = this.#options.clock.after(stopMs, patience.resolve)
    await Promise.race([this.#looking, patience.promise])
    callOff()
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { folder, onLook } = this.#options
    try {
      let failure: FlashlineError | null = null
      for (const name of await this.#complete()) {
        if (this.#isStopped) return
        failure = (await this.#takeOne(name)) ?? failure
      }
      onLook(failure)
    } catch (cause) {
      onLook(folderError(folder, cause))
    }
  }

  /** Files that are as they were at the last look. */
  async #complete(): Promise<string[]> {
    const { folder } = this.#options
    const names = (await readdir(folder)).filter(isOrderFile).toSorted().slice(0, filesAtOnce)
    const seen = new Map<string, string>()
    for (const name of names) {
      const facts = await lstat(join(folder, name)).catch(() => null)
      // Neither links nor what else may have such a name.
      if (facts?.isFile()) seen.set(name, `${facts.size} ${facts.mtimeMs}`)
    }
    const complete = [...seen].filter(([name, mark]) => this.#seen.get(name) === mark).map(([name]) => name)
    this.#seen = seen
    return complete
  }

  /** Returns why the file had to stay; null: it is gone from here. */
  async #takeOne(name: string): Promise<FlashlineError | null> {
    const { folder, take, isRefusal, explain, onTaken, onRefused } = this.#options
    try {
      await take(name, await readBounded(join(folder, name), name))
    } catch (cause) {
      const error =
        cause instanceof Error && 'syscall' in cause ? folderError(folder, cause) : asFlashlineError(cause)
      if (!isRefusal(error)) return error
      const to = await placeIn(join(folder, 'refused'), name)
      await writeWhole(to.folder, `${to.name}.error.json`, explain(name, error))
      await rename(join(folder, name), join(to.folder, to.name))
      onRefused(name, error)
      return null
    }
    const to = await placeIn(join(folder, 'done'), name)
    await rename(join(folder, name), join(to.folder, to.name))
    onTaken(name)
    return null
  }
}

const stopMs = 5000

/** Not what is still being written under another name, nor what editors and shares leave lying about. */
function isOrderFile(name: string): boolean {
  return /^[^.~].*\.(json|csv)$/i.test(name)
}

/** DROP_FILE for one that is too large. */
async function readBounded(path: string, file: string): Promise<Uint8Array> {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(mostOrderFileBytes + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === buffer.length) break
    }
    if (length > mostOrderFileBytes)
      throw new FlashlineError('DROP_FILE', { file, reason: `more than ${mostOrderFileBytes} bytes` })
    return buffer.subarray(0, length)
  } finally {
    await handle.close()
  }
}

/** One of the same name that came before stays. */
async function placeIn(folder: string, name: string): Promise<{ folder: string; name: string }> {
  await mkdir(folder, { recursive: true })
  const taken = new Set(await readdir(folder))
  const end = extname(name)
  const stem = name.slice(0, name.length - end.length)
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? name : `${stem}.${count}${end}`
    if (!taken.has(free)) return { folder, name: free }
  }
}

// Whether the disk of the data folder has room for new work. Too little: no job starts and nothing is fetched, while those
// that run end with their records, by a reserve that is given back for them.
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type DiskState, FlashlineError } from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import { ReserveFile } from '../store/reserve-file.ts'

const megabyte = 1024 * 1024

export interface DiskLimits {
  /** Below this nothing new begins. */
  readonly shortBelowBytes: number
  /** From this on it does again: a disk that stands at the limit does not go to and fro. */
  readonly enoughFromBytes: number
  /** For the records of a whole bench and what they owe; 0: none is kept. */
  readonly reserveBytes: number
}

export const usualDiskLimits: DiskLimits = {
  shortBelowBytes: 100 * megabyte,
  enoughFromBytes: 150 * megabyte,
  reserveBytes: 16 * megabyte,
}

/** A look is good for so long. */
const lookAgeMs = 1000
const lookEveryMs = 30_000
/** While somebody may be making room. */
const lookEveryWhileShortMs = 5000

export interface DiskRoomParts {
  readonly dataDir: string
  readonly limits: DiskLimits
  readonly clock: Clock
  /** Null: it cannot be told. */
  readonly readFreeBytes?: (folder: string) => Promise<number | null>
  readonly onChange: (state: DiskState) => void
}

export class DiskRoom {
  readonly #parts: DiskRoomParts
  readonly #reserve: ReserveFile
  #state: DiskState = { freeBytes: null, isShort: false }
  #look: { readonly atMs: number; readonly done: Promise<void> } | null = null
  /** A write was refused since the reserve was whole: only a whole one proves that there is room again. */
  #isOwed = false
  #cancelTimer: () => void = () => {}
  #making: Promise<void> = Promise.resolve()
  #isWatching = false

  constructor(parts: DiskRoomParts) {
    this.#parts = parts
    this.#reserve = new ReserveFile(join(parts.dataDir, 'reserve.bin'), parts.limits.reserveBytes)
  }

  get state(): DiskState {
    return this.#state
  }

  /** Goes on looking, and keeps the reserve whole, until stop(). A start is not the time to write it. */
  watch(): void {
    if (this.#isWatching) return
    this.#isWatching = true
    void this.#lookNow()
    this.#wait()
  }

  async stop(): Promise<void> {
    this.#isWatching = false
    this.#cancelTimer()
    await this.#look?.done
    await this.#making
  }

  /** DISK_FULL {freeMegabytes, neededMegabytes} when there is too little for so many bytes more. Cheap: asked for every job. */
  async requireRoom(forBytes = 0): Promise<void> {
    await this.#lookNow()
    const { freeBytes, isShort } = this.#state
    const { shortBelowBytes, enoughFromBytes } = this.#parts.limits
    const neededBytes = forBytes + (isShort ? enoughFromBytes : shortBelowBytes)
    if (!isShort && (freeBytes === null || freeBytes >= neededBytes)) return
    throw new FlashlineError('DISK_FULL', {
      ...(freeBytes !== null && { freeMegabytes: Math.floor(freeBytes / megabyte) }),
      neededMegabytes: Math.ceil(neededBytes / megabyte),
    })
  }

  /** A write was refused: gives the reserve back. False: there was none. */
  giveReserve = (): boolean => {
    this.#isOwed = true
    this.#set({ ...this.#state, isShort: true })
    return this.#reserve.give()
  }

  #lookNow(): Promise<void> {
    const atMs = this.#parts.clock.now().getTime()
    // Also when the clock was set back.
    if (this.#look !== null && Math.abs(atMs - this.#look.atMs) < lookAgeMs) return this.#look.done
    const done = this.#lookOnce()
    this.#look = { atMs, done }
    return done
  }

  async #lookOnce(): Promise<void> {
    const { dataDir, limits, readFreeBytes = freeBytesOf } = this.#parts
    const freeBytes = await readFreeBytes(dataDir)
    const wasShort = this.#state.isShort
    const limitBytes = wasShort ? limits.enoughFromBytes : limits.shortBelowBytes
    const isBelow = freeBytes !== null && freeBytes < limitBytes
    this.#set({ freeBytes, isShort: isBelow || this.#isOwed })
  }

  #wait(): void {
    if (!this.#isWatching) return
    const delayMs = this.#state.isShort ? lookEveryWhileShortMs : lookEveryMs
    this.#cancelTimer = this.#parts.clock.after(delayMs, () => {
      this.#making = this.#round().finally(() => this.#wait())
    })
  }

  async #round(): Promise<void> {
    this.#look = null
    await this.#lookNow()
    const { freeBytes, isShort } = this.#state
    const isRoomy = freeBytes === null || freeBytes >= this.#parts.limits.enoughFromBytes
    if (this.#reserve.isWhole || !isRoomy) return
    if (!(await this.#reserve.make())) return
    this.#isOwed = false
    if (isShort && isRoomy) this.#set({ freeBytes, isShort: false })
  }

  #set(state: DiskState): void {
    const { freeBytes, isShort } = this.#state
    this.#state = state
    const isTold =
      isShort === state.isShort && (!isShort || megabytesOf(freeBytes) === megabytesOf(state.freeBytes))
    if (!isTold) this.#parts.onChange(state)
  }
}

const megabytesOf = (bytes: number | null) => (bytes === null ? null : Math.floor(bytes / megabyte))

async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

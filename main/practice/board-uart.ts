// The serial port of a simulated board: bytes from the cable arrive at the line's pace and wait, bytes to the cable go
// out at once and are lost when no cable is there. Keeps no timer while it is idle.
import { setTimeout as pause } from 'node:timers/promises'
import { ByteQueue } from '../transports/byte-queue.ts'
import type { Link } from '../transports/link.ts'
import { readExactly } from './read-exactly.ts'

/** More than a board ever holds unread; what comes on top is lost, as in a UART that overruns. */
const capacityBytes = 64 * 1024
/** Taken off the cable at a time: about one block, so that a pulled cable cuts where it is pulled. */
const pieceBytes = 1100

export class BoardUart {
  /** Pace of the line towards the board; null: as fast as it comes. */
  bytesPerSecond: number | null
  readonly #queue = new ByteQueue(capacityBytes)
  #link: Link | null = null
  #unplug = new AbortController()

  constructor(bytesPerSecond: number | null) {
    this.bytesPerSecond = bytesPerSecond
  }

  /** Plugs a cable in; one that was there is let go. */
  attach(link: Link): void {
    this.detach()
    this.#link = link
    this.#unplug = new AbortController()
    void this.#pump(link, this.#unplug.signal)
  }

  detach(): void {
    this.#unplug.abort()
    const link = this.#link
    this.#link = null
    void link?.close()
  }

  /** Hands bytes to the cable. Nobody there: they are lost. */
  send(bytes: Uint8Array): void {
    this.#link?.write(bytes, this.#unplug.signal).catch(() => {})
  }

  /** As readExactly. */
  read(count: number, timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null> {
    return readExactly(this.#queue, count, timeoutMs, signal)
  }

  /** Drops what has arrived. */
  discard(): void {
    this.#queue.discard()
  }

  async #pump(link: Link, signal: AbortSignal): Promise<void> {
    let freeAt = 0
    try {
      for (;;) {
        const bytes = await link.read({
          atLeast: 1,
          atMost: pieceBytes,
          timeoutMs: Number.POSITIVE_INFINITY,
          signal,
        })
        if (this.bytesPerSecond !== null) {
          const now = performance.now()
          freeAt = Math.max(freeAt, now) + (bytes.length * 1000) / this.bytesPerSecond
          // Timers count whole milliseconds: what is shorter is owed, not waited for.
          if (freeAt - now >= 1) await pause(freeAt - now, undefined, { signal })
        }
        this.#queue.push(bytes)
      }
    } catch {
      // The cable is gone; the board does not care who pulled it.
      if (this.#link === link) this.#link = null
    }
  }
}

// An XMODEM receiver for tests that says what it is told to, frame by frame, and keeps every frame it saw.
import type { Link } from '../../../main/transports/link.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

export const [soh, stx, eot, ack, nak, can, crcRequest] = [1, 2, 4, 6, 0x15, 0x18, 0x43]

export interface FrameSeen {
  /** The whole frame as it was on the wire. */
  readonly bytes: Uint8Array
  readonly kind: 'block' | 'eot'
  readonly number: number
  /** Frames seen before this one. */
  readonly count: number
}

/** What it says to a frame. */
export type Say = (frame: FrameSeen, receiver: FakeXmodemReceiver) => readonly number[]

export class FakeXmodemReceiver {
  readonly frames: FrameSeen[] = []
  cancels = 0
  /** Bytes of the check behind a payload; may change between frames. */
  checkBytes: 1 | 2
  readonly #link: Link
  readonly #say: Say
  readonly #signal: AbortSignal

  constructor(link: Link, signal: AbortSignal, checkBytes: 1 | 2, say: Say) {
    this.#link = link
    this.#signal = signal
    this.checkBytes = checkBytes
    this.#say = say
  }

  /** Runs until it acknowledged EOT, was cancelled, or lost its link. */
  async run(greeting: readonly number[]): Promise<void> {
    try {
      await this.#send(greeting)
      for (;;) {
        const frame = await this.#frame()
        if (frame === null) return
        this.frames.push(frame)
        const said = this.#say(frame, this)
        await this.#send(said)
        if (frame.kind === 'eot' && said.includes(ack)) return
      }
    } catch (error) {
      if (!(error instanceof FlashlineError && error.code === 'LINK_LOST') && !this.#signal.aborted)
        throw error
    }
  }

  async #frame(): Promise<FrameSeen | null> {
    const count = this.frames.length
    for (;;) {
      const [first = 0] = await this.#take(1)
      if (first === eot) return { bytes: Uint8Array.of(eot), kind: 'eot', number: -1, count }
      if (first === can) {
        this.cancels += 1
        if (this.cancels === 8) return null
      }
      if (first !== soh && first !== stx) continue
      // A frame of the other check ends too early or too late; what is broken is passed on as it is.
      const rest = await this.#take((first === soh ? 130 : 1026) + this.checkBytes, 30)
      return {
        bytes: Uint8Array.from([first, ...rest]),
        kind: 'block',
        number: rest[0] ?? -1,
        count,
      }
    }
  }

  #take(count: number, timeoutMs = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    return this.#link.read({
      atLeast: count,
      atMost: count,
      timeoutMs,
      signal: this.#signal,
    })
  }

  async #send(bytes: readonly number[]): Promise<void> {
    if (bytes.length > 0) await this.#link.write(Uint8Array.from(bytes), this.#signal)
  }
}

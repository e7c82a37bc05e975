// Whole frames over a link, one reader at a time. Not here: what they mean (loader.ts).
import type { Link } from '../../transports/link.ts'
import { maxReplyBytes } from './codec.ts'
import { SlipDecoder } from './slip.ts'

/** More than anything a device says while nobody needs it; a wait for so much only ends with its time. */
const neverSoMany = 1024 * 1024

export class Channel {
  readonly link: Link
  readonly #decoder = new SlipDecoder(maxReplyBytes)
  #payloads: Uint8Array[] = []

  constructor(link: Link) {
    this.link = link
  }

  /** The next payload, or null when none became whole in time. LINK_LOST; the signal's reason. */
  async payload(timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null> {
    const until = performance.now() + timeoutMs
    for (let left = timeoutMs; ; left = until - performance.now()) {
      const payload = this.#payloads.shift()
      if (payload) return payload
      if (left <= 0) return null
      this.#payloads = this.#decoder.push(
        await this.link.read({ atLeast: 1, timeoutMs: Math.max(left, 0), signal }),
      )
    }
  }

  /** Lets time pass and drops what arrives meanwhile. Returns how much that was. */
  async pause(ms: number, signal: AbortSignal): Promise<number> {
    const { length } = await this.link.read({ atLeast: neverSoMany, timeoutMs: ms, signal })
    this.discard()
    return length
  }

  /** Lets time pass and leaves what arrives to whoever reads next. */
  async settle(ms: number, signal: AbortSignal): Promise<void> {
    this.link.unread(await this.link.read({ atLeast: neverSoMany, timeoutMs: ms, signal }))
  }

  /** Drops what still comes until nothing came for `quietMs`. */
  async untilQuiet(quietMs: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + 10 * quietMs
    while (performance.now() < until) {
      if ((await this.link.read({ atLeast: 1, timeoutMs: quietMs, signal })).length === 0) break
    }
    this.discard()
  }

  discard(): void {
    this.link.discard()
    this.#decoder.reset()
    this.#payloads = []
  }
}

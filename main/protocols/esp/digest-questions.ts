// Asks a device by MD5 whether it holds a part of a region, and learns from its answers what they cost.
import type { Region } from '../protocol.ts'
import type { Questions, Range } from './compare.ts'
import { md5Of } from './digests.ts'
import { deviceMd5 } from './flash-digest.ts'
import type { Loader } from './loader.ts'

/** Firmware shrinks to about this on its way. */
const usualShrink = 0.6
/** From here on the bytes, not the round trip, take the time. */
const largeBytes = 32 * 1024

export class DigestQuestions implements Questions {
  readonly #loader: Loader
  readonly #region: Region
  readonly #sendMsPerByte: number
  #roundTripMs = 0
  #digestMsPerByte = 0

  constructor(loader: Loader, region: Region, baudRate: number) {
    this.#loader = loader
    this.#region = region
    this.#sendMsPerByte = (10_000 / baudRate) * usualShrink
  }

  async isEqual({ start, end }: Range): Promise<boolean> {
    const { address, bytes } = this.#region
    const expected = await md5Of(bytes, start, end)
    const askedAt = performance.now()
    const found = await deviceMd5(this.#loader, address + start, end - start)
    const tookMs = performance.now() - askedAt
    if (end - start >= largeBytes) this.#digestMsPerByte = tookMs / (end - start)
    else this.#roundTripMs = tookMs
    return found === expected
  }

  /** An answer has even chances to save the bytes, so it may cost half of what sending them does. */
  isWorth(sizeBytes: number): boolean {
    const askMs = this.#roundTripMs + sizeBytes * this.#digestMsPerByte
    return askMs * 2 < sizeBytes * this.#sendMsPerByte
  }
}

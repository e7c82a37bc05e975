// One offered file while its URL lives: who may fetch it, how often, and what was fetched so far. No sockets here.
import type { Clock } from '../clock.ts'
import type { HandOutOffer } from '../hand-out.ts'
import { entityTagOf } from './decide-answer.ts'
import { createRequestRate, type RateLimit, type TakeRequest } from './request-rate.ts'
import { ServedRanges } from './served-ranges.ts'

const tellEveryBytes = 64 * 1024
/** A device that fetches in small ranges opens and ends a transfer with each: it is told of when it has settled. */
const settleMs = 250

export class LiveOffer {
  readonly bytes: Uint8Array
  readonly sizeBytes: number
  readonly etag: string
  readonly deviceIp: string | null
  /** 0: one more request may be served; else milliseconds until then. */
  readonly takeRequest: TakeRequest
  readonly #onServed: HandOutOffer['onServed']
  readonly #clock: Clock
  readonly #ranges = new ServedRanges()
  /** Each ends one transfer. */
  readonly #transfers = new Set<() => void>()
  #requests = 0
  #toldBytes = 0
  #callOffTelling: (() => void) | null = null

  constructor(offer: HandOutOffer, rate: RateLimit, clock: Clock) {
    this.bytes = offer.file.bytes
    this.sizeBytes = offer.file.bytes.length
    this.etag = entityTagOf(offer.file.sha256)
    this.deviceIp = offer.deviceIp
    this.takeRequest = createRequestRate(rate, clock)
    this.#onServed = offer.onServed
    this.#clock = clock
  }

  get open(): number {
    return this.#transfers.size
  }

  /** A request that is answered. */
  asked(): void {
    this.#requests += 1
    if (this.#requests === 1) this.#tell()
    else this.#tellSoon()
  }

  /** A transfer begins. Returns what to call when it is over. */
  begin(end: () => void): () => void {
    this.#transfers.add(end)
    return () => {
      if (this.#transfers.delete(end)) this.#tellSoon()
    }
  }

  taken(from: number, end: number): void {
    this.#ranges.add(from, end)
    const freshBytes = this.#ranges.doneBytes - this.#toldBytes
    if (freshBytes >= tellEveryBytes || (freshBytes > 0 && this.#isWhole)) this.#tell()
    else if (freshBytes > 0) this.#tellSoon()
  }

  /** Its lifetime is over: who offered it is told where it stands. */
  expire(): void {
    this.#endTransfers()
    this.#tell()
  }

  /** Taken back: nobody is told anything more. */
  close(): void {
    this.#endTransfers()
    this.#callOffTelling?.()
    this.#callOffTelling = null
  }

  get #isWhole(): boolean {
    return this.#ranges.doneBytes === this.sizeBytes
  }

  #endTransfers(): void {
    const transfers = [...this.#transfers]
    this.#transfers.clear()
    for (const end of transfers) end()
  }

  #tellSoon(): void {
    this.#callOffTelling ??= this.#clock.after(settleMs, () => this.#tell())
  }

  #tell(): void {
    this.#callOffTelling?.()
    this.#callOffTelling = null
    this.#toldBytes = this.#ranges.doneBytes
    this.#onServed({
      doneBytes: this.#ranges.doneBytes,
      requests: this.#requests,
      open: this.#transfers.size,
      isWhole: this.#isWhole,
    })
  }
}

// One offer under the name it can be fetched by: who may fetch it, and what was fetched so far, as its owner is told.
import type { HandOutOffer, Served } from '../hand-out.ts'

const tellEveryBytes = 64 * 1024

export class OfferedName {
  readonly offer: HandOutOffer
  /** Ends what is under way, by whoever fetches it. */
  readonly endings = new Set<() => void>()
  #served: Served = { doneBytes: 0, requests: 0, open: 0, isWhole: false }
  #toldBytes = 0

  constructor(offer: HandOutOffer) {
    this.offer = offer
  }

  isFor(ip: string): boolean {
    return this.offer.deviceIp === null || this.offer.deviceIp === ip
  }

  /** A transfer begins. */
  asked(end: () => void): void {
    this.endings.add(end)
    this.#tell({ requests: this.#served.requests + 1 })
  }

  /** Transfers overlap when a device starts anew: what one of them had is there. */
  acknowledged(doneBytes: number): void {
    if (doneBytes <= this.#served.doneBytes) return
    this.#served = { ...this.#served, doneBytes }
    if (doneBytes - this.#toldBytes >= tellEveryBytes) this.#tell({})
  }

  ended(end: () => void, isWhole: boolean): void {
    this.endings.delete(end)
    this.#tell(isWhole ? { isWhole } : {})
  }

  #tell(change: Partial<Served>): void {
    this.#served = { ...this.#served, ...change, open: this.endings.size }
    this.#toldBytes = this.#served.doneBytes
    this.offer.onServed(this.#served)
  }
}

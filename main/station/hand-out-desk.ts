// The station's hand-out as the settings have it now: opened with the first offer, opened anew when its port or interfaces
// change.
import type { LanSettings } from '../../preload/contract/index.ts'
import { createHandOut, type RunningHandOut } from '../hand-out/create-hand-out.ts'
import type { HandOut, HandOutOffer, Offered } from '../hand-out/hand-out.ts'
import type { HandOutLog } from '../hand-out/log.ts'
import { addressesOfInterfaces } from '../transports/interfaces.ts'

export class HandOutDesk implements HandOut {
  /** Set as soon as the station has one. */
  log: HandOutLog = { warn: () => {} }
  readonly #settings: () => Pick<LanSettings, 'interfaces' | 'handOutPort'>
  #running: { readonly port: number; readonly handOut: RunningHandOut } | null = null

  constructor(settings: () => Pick<LanSettings, 'interfaces' | 'handOutPort'>) {
    this.#settings = settings
  }

  async http(offer: HandOutOffer): Promise<Offered> {
    return (await this.#handOut()).http(offer)
  }

  async tftp(offer: HandOutOffer): Promise<Offered> {
    return (await this.#handOut()).tftp(offer)
  }

  async close(): Promise<void> {
    await this.#running?.handOut.close()
    this.#running = null
  }

  /** What is under way on another port ends: it was told to by the settings. */
  async #handOut(): Promise<RunningHandOut> {
    const { handOutPort: port } = this.#settings()
    if (this.#running && this.#running.port !== port) await this.close()
    this.#running ??= {
      port,
      handOut: createHandOut({
        hosts: () => addressesOfInterfaces(this.#settings().interfaces).map(({ address }) => address),
        port,
        log: { warn: (facts, message) => this.log.warn(facts, message) },
      }),
    }
    return this.#running.handOut
  }
}

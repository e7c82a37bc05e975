// The plant's broker as the station keeps it: opened as it is set, tried again while it is not there, opened anew when the
// settings or its secrets change. Not here: what is said through it.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  asFlashlineError,
  type BrokerSettings,
  type BrokerState,
  brokerSecretOwner,
  FlashlineError,
  type SecretName,
} from '../../preload/contract/index.ts'
import type { Broker } from '../transports/broker.ts'
import type { BrokerOptions } from '../transports/mqtt.ts'

const againMs = 15_000

export interface BrokerDeskParts {
  readonly open: (options: BrokerOptions, signal: AbortSignal) => Promise<Broker>
  readonly secret: (owner: string, name: SecretName) => string
  readonly log: BrokerOptions['log']
  readonly onState: (state: BrokerState) => void
  /** A new connection of the broker that is set; whoever listens there subscribes, until the signal. */
  readonly onBroker: (broker: Broker, signal: AbortSignal) => void
}

export class BrokerDesk {
  readonly #parts: BrokerDeskParts
  #state: BrokerState = { state: 'unset', address: null, error: null }
  #broker: Broker | null = null
  #key = ''
  #stopping: AbortController | null = null
  #running: Promise<void> = Promise.resolve()

  constructor(parts: BrokerDeskParts) {
    this.#parts = parts
  }

  get state(): BrokerState {
    return this.#state
  }

  /** Null when none is set. Throws why it is not there now: BROKER_UNREACHABLE, BROKER_DENIED, BROKER_TLS. */
  current(): Broker | null {
    if (this.#broker) return this.#broker
    const { state, address, error } = this.#state
    if (state === 'unset') return null
    throw new FlashlineError(error ?? 'BROKER_UNREACHABLE', { address })
  }

  /** Nothing happens where nothing changed. */
  async apply(settings: BrokerSettings | null): Promise<void> {
    const { secret } = this.#parts
    const key = JSON.stringify([
      settings,
      secret(brokerSecretOwner, 'password'),
      secret(brokerSecretOwner, 'clientKey'),
    ])
    if (key === this.#key) return
    this.#key = key
    await this.stop()
    if (settings === null) {
      this.#tell({ state: 'unset', address: null, error: null })
      return
    }
    const stopping = new AbortController()
    this.#stopping = stopping
    this.#running = this.#keep(settings, stopping.signal)
  }

  async stop(): Promise<void> {
    this.#stopping?.abort(new FlashlineError('BROKER_LOST'))
    this.#stopping = null
    await this.#running
  }

  /** Opens it, as often as it takes; never rejects. */
  async #keep(settings: BrokerSettings, signal: AbortSignal): Promise<void> {
    const address = settings.url
    const { open, secret, log, onBroker } = this.#parts
    while (!signal.aborted) {
      if (this.#state.state !== 'down') this.#tell({ state: 'connecting', address, error: null })
      try {
        const broker = await open(
          {
            ...settings,
            password: () => secret(brokerSecretOwner, 'password'),
            clientKey: () => secret(brokerSecretOwner, 'clientKey'),
            log,
          },
          signal,
        )
        this.#broker = broker
        const stop = broker.onState((code) =>
          this.#tell({ state: code === null ? 'up' : 'down', address, error: code }),
        )
        this.#tell({ state: 'up', address, error: null })
        onBroker(broker, signal)
        await aborted(signal)
        stop()
        this.#broker = null
        await broker.close()
        return
      } catch (error) {
        if (signal.aborted) return
        this.#tell({ state: 'down', address, error: asFlashlineError(error).code })
        await sleep(againMs, undefined, { signal, ref: false }).catch(() => undefined)
      }
    }
  }

  #tell(state: BrokerState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#parts.onState(state)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

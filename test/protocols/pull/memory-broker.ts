// A broker in memory: who subscribes hears what is published, and first what was kept. Messages arrive later, never within
// the publish. Filters are whole topics, or end with `#`.
import type { Broker, BrokerMessage } from '../../../main/transports/broker.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

type Listener = (message: BrokerMessage) => void

export class MemoryBroker implements Broker {
  readonly address = 'mqtt://memory'
  /** Every message, in order. */
  readonly published: { topic: string; payload: string }[] = []
  isLost = false
  readonly #kept = new Map<string, Uint8Array>()
  readonly #listeners = new Map<Listener, readonly string[]>()

  /** A connection of its own, for a device: its end is not the broker's. */
  connected(): Broker {
    const stops = new Set<() => void>()
    return {
      address: this.address,
      publish: (topic, payload, options) => this.publish(topic, payload, options),
      subscribe: async (filters, listener) => {
        const stop = await this.subscribe(filters, listener)
        stops.add(stop)
        return stop
      },
      onState: () => () => {},
      close: async () => {
        for (const stop of stops) stop()
      },
    }
  }

  get listenerCount(): number {
    return this.#listeners.size
  }

  async publish(topic: string, payload: string | Uint8Array, { retain = false } = {}): Promise<void> {
    if (this.isLost) throw new FlashlineError('BROKER_LOST', { address: this.address })
    const bytes = Buffer.from(payload)
    this.published.push({ topic, payload: bytes.toString() })
    if (retain) this.#kept.set(topic, bytes)
    for (const [listener, filters] of this.#listeners)
      if (filters.some((filter) => matches(filter, topic)))
        setImmediate(
          () => this.#listeners.has(listener) && listener({ topic, payload: bytes, retained: false }),
        )
  }

  async subscribe(filters: readonly string[], listener: Listener): Promise<() => void> {
    if (this.isLost) throw new FlashlineError('BROKER_LOST', { address: this.address })
    const own: Listener = (message) => listener(message)
    this.#listeners.set(own, filters)
    for (const [topic, payload] of this.#kept)
      if (filters.some((filter) => matches(filter, topic)))
        setImmediate(() => this.#listeners.has(own) && own({ topic, payload, retained: true }))
    return () => this.#listeners.delete(own)
  }

  onState(): () => void {
    return () => {}
  }

  async close(): Promise<void> {
    this.#listeners.clear()
  }
}

function matches(filter: string, topic: string): boolean {
  return filter.endsWith('#') ? topic.startsWith(filter.slice(0, -1)) : filter === topic
}

// A broker that stays: when its connection is lost it is made anew, later and later, and everybody's subscriptions are
// renewed on it. Nothing waits for a better time: what cannot be published now is refused, so that no order to a device
// goes out when nobody expects it any more. Knows no MQTT; the connections come from mqtt.ts.
import { asFlashlineError, FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { Broker, BrokerCode, BrokerMessage } from './broker.ts'
import type { BrokerConnection, BrokerLog, DialBroker } from './broker-connection.ts'
import { isTopicFilter, isTopicName, TopicTable } from './topic-table.ts'

export interface LastingBrokerOptions {
  readonly address: string
  readonly dial: DialBroker
  readonly log: BrokerLog
  /** Rejects when aborted. */
  readonly pause: (delayMs: number, signal: AbortSignal) => Promise<void>
  /** 0 to below 1: many stations that lost one broker come back one after the other. */
  readonly random: () => number
}

const firstDelayMs = 1000
const longestDelayMs = 60_000

interface Listening {
  readonly hear: (message: BrokerMessage) => void
}

/** Rejects when the first connection fails: BROKER_UNREACHABLE, BROKER_DENIED, BROKER_TLS; the signal's reason. */
export async function openLastingBroker(options: LastingBrokerOptions, signal: AbortSignal): Promise<Broker> {
  const broker = new LastingBroker(options)
  try {
    await broker.open(signal)
  } catch (error) {
    await broker.close()
    throw error
  }
  return broker
}

class LastingBroker implements Broker {
  readonly address: string
  readonly #options: LastingBrokerOptions
  readonly #table = new TopicTable<Listening>()
  readonly #stateListeners = new Set<(code: BrokerCode | null) => void>()
  readonly #ended = new AbortController()
  #connection: BrokerConnection | null = null
  #code: BrokerCode | null = null
  #living: Promise<void> = Promise.resolve()

  constructor(options: LastingBrokerOptions) {
    this.address = options.address
    this.#options = options
  }

  async open(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#ended.signal])
    this.#connection = await this.#options.dial((message) => this.#dispatch(message), either)
    this.#living = this.#live(this.#connection)
  }

  async publish(
    topic: string,
    payload: string | Uint8Array,
    options: { readonly retain?: boolean; readonly signal: AbortSignal },
  ): Promise<void> {
    options.signal.throwIfAborted()
    if (!isTopicName(topic)) throw new FlashlineError('BROKER_REFUSED', { topic, reason: 'topic' })
    const { retain = false, signal } = options
    await this.#standing().publish(topic, payload, { retain, signal })
  }

  async subscribe(
    filters: readonly string[],
    listener: (message: BrokerMessage) => void,
    signal: AbortSignal,
  ): Promise<() => void> {
    signal.throwIfAborted()
    const wrong = filters.find((filter) => !isTopicFilter(filter))
    if (wrong !== undefined) throw new FlashlineError('BROKER_REFUSED', { topic: wrong, reason: 'topic' })
    const connection = this.#standing()
    // Listens before the broker has acknowledged: what it kept may arrive first.
    const listening: Listening = { hear: listener }
    for (const filter of filters) this.#table.add(filter, listening)
    const stop = () => this.#stop(filters, listening)
    try {
      const refused = await boundedWait(connection.subscribe(filters), {
        signals: [signal],
        timeoutMs: Number.POSITIVE_INFINITY,
        timeoutError: () => null,
      })
      if (refused[0] !== undefined) throw new FlashlineError('BROKER_REFUSED', { topic: refused[0] })
    } catch (error) {
      stop()
      throw error
    }
    return stop
  }

  onState(listener: (code: BrokerCode | null) => void): () => void {
    this.#stateListeners.add(listener)
    this.#safely('', () => listener(this.#code))
    return () => {
      this.#stateListeners.delete(listener)
    }
  }

  async close(): Promise<void> {
    this.#ended.abort()
    this.#stateListeners.clear()
    await this.#connection?.close()
    await this.#living
  }

  #standing(): BrokerConnection {
    if (this.#connection !== null && !this.#ended.signal.aborted) return this.#connection
    throw new FlashlineError('BROKER_LOST', { address: this.address })
  }

  #stop(filters: readonly string[], listening: Listening): void {
    const unused = filters.filter((filter) => this.#table.remove(filter, listening))
    // A broker that does not hear of it sends on, and nobody listens.
    if (unused.length > 0) this.#connection?.unsubscribe(unused).catch(() => {})
  }

  #dispatch(message: BrokerMessage): void {
    for (const { hear } of this.#table.matching(message.topic))
      this.#safely(message.topic, () => hear(message))
  }

  /** One listener that throws keeps nothing from the others. */
  #safely(topic: string, tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#options.log.warn({ topic, code: asFlashlineError(error).code }, 'broker listener threw')
    }
  }

  /** From one connection to the next, until closed. */
  async #live(first: BrokerConnection): Promise<void> {
    let connection = first
    while (!this.#ended.signal.aborted) {
      const { reason } = await connection.closed
      this.#connection = null
      if (this.#ended.signal.aborted) return
      this.#options.log.warn({ code: 'BROKER_LOST', address: this.address, reason }, 'broker')
      this.#tell('BROKER_LOST')
      const next = await this.#reconnect()
      if (next === null) return
      connection = next
      this.#connection = next
      this.#tell(null)
    }
  }

  /** Null when closed meanwhile. */
  async #reconnect(): Promise<BrokerConnection | null> {
    const { dial, pause, random, log } = this.#options
    const { signal } = this.#ended
    for (let attempt = 0; !signal.aborted; attempt++) {
      const wholeMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10))
      let connection: BrokerConnection | null = null
      try {
        await pause(wholeMs * (0.5 + random() / 2), signal)
        connection = await dial((message) => this.#dispatch(message), signal)
        await this.#renew(connection)
        return connection
      } catch (error) {
        await connection?.close()
        if (signal.aborted) break
        const { code } = asFlashlineError(error)
        log.warn({ code, address: this.address }, 'broker')
        this.#tell(brokerCodeOf(code))
      }
    }
    return null
  }

  async #renew(connection: BrokerConnection): Promise<void> {
    const refused = await connection.subscribe(this.#table.filters)
    for (const topic of refused)
      this.#options.log.warn({ code: 'BROKER_REFUSED', address: this.address, topic }, 'broker')
  }

  #tell(code: BrokerCode | null): void {
    this.#code = code
    for (const listener of this.#stateListeners) this.#safely('', () => listener(code))
  }
}

function brokerCodeOf(code: string): BrokerCode {
  return code === 'BROKER_UNREACHABLE' || code === 'BROKER_DENIED' || code === 'BROKER_TLS'
    ? code
    : 'BROKER_LOST'
}

// A simulated device behind a broker: told to fetch, it fetches over HTTP, checks, stores, starts anew and says what it
// runs. Its flash is two places in memory, one of which runs. What it hears and says: its dialect.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker, BrokerMessage } from '../../../transports/broker.ts'
import { decodeDemoImage } from '../../demo-image.ts'
import type { UnitIdentity } from '../../unit.ts'
import type { SimulatedLanUnit } from '../lan-unit.ts'
import { fetchImage } from './fetch-image.ts'
import type { FetchOrder, MqttDialect, Say, Speaker } from './mqtt-dialect.ts'
import { type FetchFailure, type MqttFaults, noMqttFaults } from './mqtt-faults.ts'

export interface MqttUnitOptions {
  readonly device: UnitIdentity
  /** In its topics, and in its address. */
  readonly name: string
  readonly dialect: MqttDialect
  /** What it runs at first. */
  readonly firmware: Uint8Array
  /** The version inside an image; null: it would not start. Left out: images of the demo product. */
  readonly versionOf?: (image: Uint8Array) => string | null
  /** Its own connection to the broker, with its last will. */
  readonly connect: (will: Say, signal: AbortSignal) => Promise<Broker>
  readonly slotBytes?: number
  /** Null: as fast as it comes. */
  readonly bytesPerSecond?: number | null
  /** How long it is away when it starts anew. */
  readonly restartMs?: number
  /** Has no memory for the broker while it fetches, as an ESP8266: it is offline until the fetch is over. */
  readonly isAwayWhileFetching?: boolean
  readonly faults?: Partial<MqttFaults>
}

/** Why a fetch came to nothing. */
class Failed extends Error {
  readonly failure: FetchFailure

  constructor(failure: FetchFailure) {
    super()
    this.failure = failure
  }
}

const versionOfDemo = (image: Uint8Array) => decodeDemoImage(image)?.version ?? null

export class MqttUnit implements SimulatedLanUnit {
  readonly device: UnitIdentity
  readonly address: string
  readonly faults: MqttFaults
  /** Starts since the first one. */
  restarts = 0
  readonly #options: MqttUnitOptions
  #running: Buffer
  #stored: Buffer
  #broker: Broker | null = null
  #life = new AbortController()
  #work: Promise<void> = Promise.resolve()
  /** What it works on. */
  #order: FetchOrder | null = null

  constructor(options: MqttUnitOptions) {
    this.device = options.device
    this.address = `mqtt:${options.name}`
    this.faults = { ...noMqttFaults, ...options.faults }
    this.#options = options
    this.#running = Buffer.from(options.firmware)
    this.#stored = this.#running
  }

  get version(): string {
    return this.#versionOf(this.#running) ?? ''
  }

  get stored(): Buffer {
    return this.#stored
  }

  /** Whether it is connected to its broker. */
  get isThere(): boolean {
    return this.#broker !== null
  }

  /** Resolves when it was told to the broker what it runs. */
  async start(): Promise<void> {
    this.#life = new AbortController()
    await this.#join(this.#life.signal)
    await this.#say(this.#options.dialect.hello(this.#speaker))
  }

  async close(): Promise<void> {
    this.#life.abort()
    await this.#work
    await this.#leave()
  }

  get #speaker(): Speaker {
    return { device: this.device, name: this.#options.name, version: this.version }
  }

  #versionOf(image: Uint8Array): string | null {
    return (this.#options.versionOf ?? versionOfDemo)(image)
  }

  async #join(signal: AbortSignal): Promise<void> {
    const { dialect, connect } = this.#options
    const { offline, online } = dialect.presence(this.#speaker)
    this.#broker = await connect(offline, signal)
    await this.#broker.subscribe(dialect.filters(this.#speaker), (message) => this.#hear(message), signal)
    await this.#say([online])
  }

  /** As when it dies: the broker tells everybody its last will. */
  async #leave(): Promise<void> {
    const broker = this.#broker
    this.#broker = null
    if (broker === null) return
    const { topic, payload, retain = false } = this.#options.dialect.presence(this.#speaker).offline
    const signal = AbortSignal.timeout(1000)
    await broker.publish(topic, payload, { retain, signal }).catch(() => {})
    await broker.close()
  }

  /** What cannot be said because the broker is away is lost, as on a real device. */
  async #say(messages: readonly Say[]): Promise<void> {
    for (const { topic, payload, retain = false } of messages) {
      await this.#broker?.publish(topic, payload, { retain, signal: this.#life.signal }).catch(() => {})
    }
  }

  #hear({ topic, payload, retained }: BrokerMessage): void {
    if (retained) return
    const { say, order } = this.#options.dialect.hear(this.#speaker, topic, Buffer.from(payload).toString())
    void this.#say(say)
    if (order === null || this.#order !== null || this.faults.neverFetches) return
    this.#order = order
    this.#work = this.#update(order, this.#life.signal)
      // Switched off in the middle of it.
      .catch(() => {})
      .finally(() => this.#isFree(order))
  }

  async #update(order: FetchOrder, signal: AbortSignal): Promise<void> {
    const { dialect, isAwayWhileFetching = false, restartMs = 20 } = this.#options
    await sleep(this.faults.lateMs, undefined, { signal })
    if (isAwayWhileFetching) await this.#leave()
    const image = await this.#fetch(order, signal).catch((error: unknown) => error)
    signal.throwIfAborted()
    if (isAwayWhileFetching) await this.#join(signal)
    const failure = image instanceof Failed ? image.failure : this.#wrongWith(image, order)
    // Whoever hears of the failure may order anew at once.
    if (failure !== null) this.#isFree(order)
    await this.#say(dialect.ended(this.#speaker, failure))
    if (failure !== null || !Buffer.isBuffer(image)) return
    if (!this.faults.storesNothing) this.#stored = image
    await this.#leave()
    await sleep(restartMs, undefined, { signal })
    if (!this.faults.bootsOldFirmware) this.#running = this.#stored
    this.restarts += 1
    await this.#join(signal)
    await this.#say(dialect.hello(this.#speaker))
  }

  #isFree(order: FetchOrder): void {
    if (this.#order === order) this.#order = null
  }

  async #fetch({ url }: FetchOrder, signal: AbortSignal): Promise<Buffer> {
    const { dialect, slotBytes = 4 * 1024 * 1024, bytesPerSecond = null } = this.#options
    let told = 0
    return fetchImage({
      url,
      mostBytes: slotBytes,
      bytesPerSecond,
      signal,
      onBytes: (doneBytes, totalBytes) => {
        const { breaksAfterBytes, vanishesAfterBytes } = this.faults
        if (breaksAfterBytes !== null && doneBytes >= breaksAfterBytes) throw new Failed(-2)
        if (vanishesAfterBytes !== null && doneBytes >= vanishesAfterBytes) {
          this.#life.abort()
          void this.#leave()
        }
        // 100 is said when it is stored.
        const percent = Math.min(99, Math.floor((doneBytes / totalBytes) * 100))
        if (percent < told + 10) return
        told = percent
        void this.#say(dialect.progress(this.#speaker, percent))
      },
    })
  }

  #wrongWith(image: unknown, { sizeBytes, md5, sha256 }: FetchOrder): FetchFailure | null {
    if (!Buffer.isBuffer(image)) return -2
    if (this.faults.failsWith !== null) return this.faults.failsWith
    const digest = (algorithm: string) => createHash(algorithm).update(image).digest('hex')
    if (sizeBytes !== null && sizeBytes !== image.length) return -3
    if (md5 !== null && md5 !== digest('md5')) return -3
    if (sha256 !== null && sha256 !== digest('sha256')) return -3
    return this.#versionOf(image) === null ? -1 : null
  }
}

// What a device behind a broker says about itself: whether it is there, and which version it runs. Listens for as long as
// the link is open. A message that the broker has kept was true once: it tells of presence, and never of a version.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { BrokerDevice, BrokerMessage } from '../../transports/broker.ts'
import type { ConsoleValues } from '../console/template.ts'
import { macOf, valueAt } from '../lan/version-query.ts'
import { Bell } from './bell.ts'
import { payloadText } from './reading.ts'
import type { Said } from './said.ts'
import { fillPayload, fillTopic } from './template.ts'
import type { BrokerVersion, IdentityMessage } from './version-options.ts'

export class BrokerEar {
  readonly bell = new Bell()
  readonly #device: BrokerDevice
  readonly #options: BrokerVersion
  readonly #values: ConsoleValues
  #stop: () => void = () => {}
  /** The last live word; null: none since forget(). */
  said: Said | null = null
  /** It has said something that it only says when it has started. */
  hasBooted = false
  /** By the broker; null: it does not know. */
  isOffline: boolean | null = null

  private constructor(device: BrokerDevice, options: BrokerVersion, values: ConsoleValues) {
    this.#device = device
    this.#options = options
    this.#values = values
  }

  /** BROKER_LOST, BROKER_REFUSED. */
  static async listen(
    device: BrokerDevice,
    options: BrokerVersion,
    values: ConsoleValues,
    signal: AbortSignal,
  ): Promise<BrokerEar> {
    const ear = new BrokerEar(device, options, values)
    const topics = [options.ask?.answer, options.boot, options.presence].flatMap((one) =>
      one ? [fillTopic(one.topic, values)] : [],
    )
    if (topics.length > 0)
      ear.#stop = await device.broker.subscribe([...new Set(topics)], (message) => ear.#hear(message), signal)
    return ear
  }

  /** What was said until now is no answer any more. */
  forget(): void {
    this.said = null
    this.hasBooted = false
  }

  /**
   * Who is there, and what it runs; null where it cannot be asked. DEVICE_OFFLINE, OTA_SILENT {phase: 'version'}.
   */
  async introduce(signal: AbortSignal): Promise<Said | null> {
    const { ask, presence, askTimeoutMs: timeoutMs } = this.#options
    const until = performance.now() + timeoutMs
    if (ask !== null) await this.ask(signal)
    const isSettled = () => (ask === null ? presence === null || this.isOffline !== null : this.said !== null)
    while (!isSettled() && this.isOffline !== true && performance.now() < until)
      await this.bell.wait(until - performance.now(), signal)
    if (this.said !== null) return this.said
    if (this.isOffline === true) throw new FlashlineError('DEVICE_OFFLINE', { device: this.#device.name })
    if (ask !== null)
      throw new FlashlineError('OTA_SILENT', { phase: 'version', device: this.#device.name, timeoutMs })
    return null
  }

  /** Puts the question; the answer rings. BROKER_LOST, BROKER_REFUSED. */
  async ask(signal: AbortSignal): Promise<void> {
    const { ask } = this.#options
    if (ask === null) return
    const payload = fillPayload(ask.payload, this.#values)
    await this.#device.broker.publish(fillTopic(ask.topic, this.#values), payload, { signal })
  }

  /** Idempotent. */
  close(): void {
    this.#stop()
    this.#stop = () => {}
  }

  #hear({ topic, payload, retained }: BrokerMessage): void {
    const { ask, boot, presence } = this.#options
    const isAt = (one: { readonly topic: string } | null | undefined): boolean =>
      one !== null && one !== undefined && fillTopic(one.topic, this.#values) === topic
    const text = payloadText(payload)
    if (presence !== null && isAt(presence)) this.isOffline = new RegExp(presence.offline).test(text)
    if (!retained) {
      const booted = boot !== null && isAt(boot) ? saidIn(text, boot) : null
      const answered = ask !== null && isAt(ask.answer) ? saidIn(text, ask.answer) : null
      this.hasBooted ||= booted !== null
      this.said = booted ?? answered ?? this.said
    }
    this.bell.ring()
  }
}

function saidIn(text: string, { version: place, mac, model, deviceId }: IdentityMessage): Said | null {
  const version = valueAt(text, place)
  if (version === null) return null
  const at = (one: IdentityMessage['mac']) => one && valueAt(text, one)
  return { version, mac: macOf(at(mac)), model: at(model), deviceId: at(deviceId) }
}

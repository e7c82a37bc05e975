// How devices of the Living platform speak about upgrades: told in /ota/device/upgrade/<product>/<device>, they tell how far
// they are in .../progress/... (a negative step has failed) and their version in .../inform/... at each start. The broker of
// the platform knows who is there; here a message says it. Source: Alibaba Cloud IoT Platform, "OTA updates" (topics,
// data formats).
import { z } from 'zod'
import type { FetchOrder, MqttDialect, Say, Speaker } from './mqtt-dialect.ts'
import type { FetchFailure } from './mqtt-faults.ts'

const hex = z.string().regex(/^[0-9a-fA-F]{32,64}$/)

const upgradeSchema = z.object({
  data: z.object({
    url: z.url(),
    size: z.number().int().positive().optional(),
    version: z.string().optional(),
    module: z.string().optional(),
    md5: hex.optional(),
    sign: hex.optional(),
    signMethod: z.string().optional(),
  }),
})

const reasons: Record<FetchFailure, string> = {
  [-1]: 'upgrade failed',
  [-2]: 'download failed',
  [-3]: 'verification failed',
  [-4]: 'writing failed',
}

export class LivingDialect implements MqttDialect {
  readonly #productKey: string
  /** "" is the device itself; others are parts of it. */
  readonly #module: string
  #messageId = 0

  constructor(productKey: string, module = '') {
    this.#productKey = productKey
    this.#module = module
  }

  filters(speaker: Speaker): string[] {
    return [this.#topic('upgrade', speaker)]
  }

  presence({ name }: Speaker) {
    const topic = `/as/mqtt/status/${this.#productKey}/${name}`
    const said = (status: string) => ({ topic, payload: JSON.stringify({ status }), retain: true })
    return { offline: said('offline'), online: said('online') }
  }

  hello(speaker: Speaker): Say[] {
    return [this.#say('inform', speaker, { version: speaker.version })]
  }

  hear(_speaker: Speaker, _topic: string, text: string): { say: Say[]; order: FetchOrder | null } {
    const nothing = { say: [], order: null }
    const message = upgradeSchema.safeParse(parsed(text))
    if (!message.success) return nothing
    const { url, size, md5, sign, signMethod, module = '' } = message.data.data
    if (module !== this.#module) return nothing
    const isSha256 = signMethod?.toUpperCase() === 'SHA256'
    const order = {
      url,
      sizeBytes: size ?? null,
      md5: md5?.toLowerCase() ?? (isSha256 ? null : (sign?.toLowerCase() ?? null)),
      sha256: isSha256 ? (sign?.toLowerCase() ?? null) : null,
    }
    return { say: [], order }
  }

  progress(speaker: Speaker, percent: number): Say[] {
    return [this.#say('progress', speaker, { step: String(percent), desc: '' })]
  }

  ended(speaker: Speaker, failure: FetchFailure | null): Say[] {
    if (failure === null) return this.progress(speaker, 100)
    return [this.#say('progress', speaker, { step: String(failure), desc: reasons[failure] })]
  }

  #topic(kind: string, { name }: Speaker): string {
    return `/ota/device/${kind}/${this.#productKey}/${name}`
  }

  #say(kind: string, speaker: Speaker, params: object): Say {
    this.#messageId += 1
    const part = this.#module === '' ? {} : { module: this.#module }
    const payload = JSON.stringify({ id: String(this.#messageId), params: { ...params, ...part } })
    return { topic: this.#topic(kind, speaker), payload }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

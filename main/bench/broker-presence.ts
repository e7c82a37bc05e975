// Which devices are behind the plant's broker, from what they say in the topics that profiles describe. Tells with every
// message; remembers what was said before, so that each sighting is whole. Not here: the list of all devices (lan-roster.ts).
import { asFlashlineError } from '../../preload/contract/index.ts'
import type { BrokerPresence, PresenceSource } from '../profiles/broker-presence.ts'
import type { Broker, BrokerMessage } from '../transports/broker.ts'
import type { Sighting } from '../transports/sighting.ts'
import { filterOf, readPresence } from './presence-reading.ts'

export interface BrokerSighting extends Sighting {
  /** By its last will, else by its last word. False when all that is known was kept by the broker from earlier. */
  readonly present: boolean
  /** Null: nothing was heard from it yet, only of it. */
  readonly lastSeenAt: Date | null
}

export interface PresenceOptions {
  readonly broker: Broker
  /** A device that several describe is the first one's. */
  readonly descriptions: readonly { readonly profileId: string; readonly presence: BrokerPresence }[]
  /** It is there. Again with everything that it says. */
  readonly onSighting: (sighting: BrokerSighting) => void
  /** It has gone, or it is only known to have been there once. */
  readonly onGone: (sighting: BrokerSighting) => void
  readonly signal: AbortSignal
  readonly now?: () => Date
  readonly mostDevices?: number
}

interface Described {
  readonly profileId: string
  readonly source: PresenceSource
  readonly filter: string
}

/**
 * Listens until the signal, also when the broker is lost and comes back. Resolves when the broker has taken every topic.
 * Rejects when it has refused one, and listens to the others all the same: BROKER_REFUSED {topic}.
 */
export async function watchPresence(options: PresenceOptions): Promise<void> {
  const { broker, descriptions, signal } = options
  if (signal.aborted) return
  const heard = new Heard(options)
  const waiting = new Set(describedBy(descriptions))
  const { promise: settled, resolve, reject } = Promise.withResolvers<void>()
  const subscribe = async (described: Described): Promise<void> => {
    waiting.delete(described)
    const hear = (message: BrokerMessage) => heard.hear(described, message)
    try {
      const stop = await broker.subscribe([described.filter], hear, signal)
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    } catch (error) {
      // What was lost is tried again when the broker is back; what is refused stays refused.
      if (asFlashlineError(error).code === 'BROKER_LOST') waiting.add(described)
      else reject(error)
    }
  }
  const subscribeAll = async (): Promise<void> => {
    await Promise.all([...waiting].map(subscribe))
    if (waiting.size === 0) resolve()
  }
  const stopState = broker.onState((code) => {
    if (code === null) void subscribeAll()
  })
  signal.addEventListener('abort', stopState, { once: true })
  await settled
}

function describedBy(descriptions: PresenceOptions['descriptions']): Described[] {
  return descriptions.flatMap(({ profileId, presence }) =>
    presence.flatMap((source) => {
      const filter = filterOf(source)
      return filter === null ? [] : [{ profileId, source, filter }]
    }),
  )
}

class Heard {
  readonly #options: PresenceOptions
  readonly #mostDevices: number
  /** The one heard longest ago first. */
  readonly #devices = new Map<string, BrokerSighting>()

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#mostDevices = options.mostDevices ?? 5000
  }

  hear({ profileId, source }: Described, message: BrokerMessage): void {
    const facts = readPresence(source, message)
    if (facts === null) return
    const { name, isThere } = facts
    const before = this.#devices.get(name)
    const isLive = !message.retained
    const { onSighting, onGone, now = () => new Date() } = this.#options
    const sighting: BrokerSighting = {
      origin: 'broker',
      name: name.slice(0, 63),
      address: `mqtt:${name}`,
      mac: facts.mac ?? before?.mac ?? null,
      deviceId: facts.deviceId ?? before?.deviceId ?? null,
      model: facts.model ?? before?.model ?? null,
      version: facts.version ?? before?.version ?? null,
      suggested: before?.suggested ?? profileId,
      accessPoint: '',
      // A live message that says neither was said by a device that is there.
      present: isThere ?? (isLive || (before?.present ?? false)),
      // Its last will is not its own word.
      lastSeenAt: isLive && isThere !== false ? now() : (before?.lastSeenAt ?? null),
    }
    this.#devices.delete(name)
    if (before === undefined && !this.#makeRoom()) return
    this.#devices.set(name, sighting)
    if (sighting.present) onSighting(sighting)
    else onGone(sighting)
  }

  /** Forgets the one that is gone for the longest time. False: all are there. */
  #makeRoom(): boolean {
    if (this.#devices.size < this.#mostDevices) return true
    for (const [name, { present }] of this.#devices) {
      if (!present) return this.#devices.delete(name)
    }
    return false
  }
}

// What is known of the services that devices announce on one interface, from the records that were heard: which are there,
// where, what they say of themselves, and what still has to be asked. Pure; time is given. Not here: sockets (mdns.ts).
// Some devices answer with the pointer alone and have to be asked for the rest (github.com/alexryd/node-shellies-ng #10);
// others change their address and say no more than that.
import type { MdnsRecords } from './mdns-records.ts'
import { type AnnouncedService, type MdnsService, readSighting } from './mdns-sighting.ts'
import type { Sighting } from './sighting.ts'

export interface MdnsTableOptions {
  readonly interfaceName: string
  readonly services: readonly MdnsService[]
  /** On the interface's own network. */
  readonly isLocal: (ip: string) => boolean
  readonly onSighting: (sighting: Sighting) => void
  /** It said goodbye, or was silent for too long. With what it said last. */
  readonly onGone: (sighting: Sighting) => void
}

interface Instance {
  readonly service: MdnsService
  readonly name: string
  readonly fullName: string
  host: string | null
  port: number | null
  txt: ReadonlyMap<string, string> | null
  ip: string | null
  heardAt: number
  wasAsked: boolean
  told: Sighting | null
}

/** Beyond these, further instances are not taken note of until others have gone. */
export const instancesAtMost = 2000
const askedAtOnce = 50

export class MdnsTable {
  readonly #options: MdnsTableOptions
  readonly #instances = new Map<string, Instance>()

  constructor(options: MdnsTableOptions) {
    this.#options = options
  }

  /** Takes in what the host at `from` said. `at` in milliseconds. */
  hear(records: MdnsRecords, from: string, at: number): void {
    const touched = new Set<Instance>()
    for (const { service, instance, ttl } of records.pointers) {
      if (ttl > 0) this.#touch(touched, instance, at, service)
      else this.#forget(instance)
    }
    for (const { instance, host, port, ttl } of records.servers) {
      if (ttl === 0) {
        this.#forget(instance)
        continue
      }
      const found = this.#touch(touched, instance, at)
      if (found === null) continue
      if (found.host !== host) found.ip = null
      Object.assign(found, { host, port })
    }
    for (const { instance, txt } of records.texts) {
      const found = this.#touch(touched, instance, at)
      if (found !== null) found.txt = txt
    }
    this.#place(touched, records.addresses, from, at)
    for (const instance of touched) this.#tell(instance)
  }

  /** Full names of instances of which the port or the text is not known; each is named once in a round. */
  takeQuestions(): string[] {
    const open = [...this.#instances.values()].filter(
      ({ port, txt, wasAsked }) => !wasAsked && (port === null || txt === null),
    )
    return open.slice(0, askedAtOnce).map((instance) => {
      instance.wasAsked = true
      return instance.fullName
    })
  }

  /** A new round: what was silent for too long is gone, and what got no answer may be asked again. */
  expire(at: number, silentMs: number): void {
    for (const [key, instance] of this.#instances) {
      if (at - instance.heardAt > silentMs) {
        this.#instances.delete(key)
        if (instance.told !== null) this.#options.onGone(instance.told)
        continue
      }
      if (instance.wasAsked && instance.port !== null && instance.txt === null) {
        // It has none.
        instance.txt = new Map()
        this.#tell(instance)
      }
      instance.wasAsked = false
    }
  }

  /** The instance of that name, known or new; null when it is of no service that is looked for, or there are too many. */
  #touch(touched: Set<Instance>, fullName: string, at: number, pointedFrom?: string): Instance | null {
    const key = fullName.toLowerCase()
    const found = this.#instances.get(key) ?? this.#create(key, fullName, at, pointedFrom)
    if (found === null) return null
    found.heardAt = at
    touched.add(found)
    return found
  }

  #create(key: string, fullName: string, at: number, pointedFrom?: string): Instance | null {
    const service = this.#options.services.find((one) => key.endsWith(`.${one}.local`))
    if (service === undefined || this.#instances.size >= instancesAtMost) return null
    if (pointedFrom !== undefined && pointedFrom !== `${service}.local`) return null
    const name = fullName.slice(0, -`.${service}.local`.length)
    const unknown = { host: null, port: null, txt: null, ip: null, wasAsked: false, told: null }
    const instance: Instance = { service, name, fullName, ...unknown, heardAt: at }
    this.#instances.set(key, instance)
    return instance
  }

  #forget(fullName: string): void {
    const key = fullName.toLowerCase()
    const told = this.#instances.get(key)?.told ?? null
    this.#instances.delete(key)
    if (told !== null) this.#options.onGone(told)
  }

  /** A host that names no address is where its datagram came from. */
  #place(
    touched: Set<Instance>,
    addresses: ReadonlyMap<string, readonly string[]>,
    from: string,
    at: number,
  ): void {
    if (addresses.size > 0) {
      for (const instance of this.#instances.values()) {
        const found = instance.host === null ? undefined : addresses.get(instance.host)
        if (found === undefined) continue
        instance.ip = this.#choose(found, from)
        instance.heardAt = at
        touched.add(instance)
      }
    }
    for (const instance of touched) instance.ip ??= from
  }

  #choose(ips: readonly string[], from: string): string {
    return ips.find((ip) => ip === from) ?? ips.find((ip) => this.#options.isLocal(ip)) ?? ips[0] ?? from
  }

  #tell(instance: Instance): void {
    const { service, name, port, txt, ip } = instance
    if (port === null || txt === null || ip === null) return
    const raw: AnnouncedService = { name, port, txt, ip, interfaceName: this.#options.interfaceName }
    instance.told = readSighting(service, raw)
    this.#options.onSighting(instance.told)
  }
}

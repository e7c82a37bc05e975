// Listens on the chosen interfaces for devices that announce themselves (mDNS, DNS-SD) and asks for them again and again.
// On multicast-dns, the socket of bonjour-service, because that one's browser tells of a device once: not that it is still
// there, nor that its address changed (its issue 25), and an occupied port would end the program.
// Not here: what an announcement says (mdns-sighting.ts), which are the same device (bench/lan-roster.ts).

import { setTimeout as sleep } from 'node:timers/promises'
import multicastDns, { type MulticastDns } from 'multicast-dns'
import { FlashlineError, type LanInterface } from '../../preload/contract/index.ts'
import { listInterfaces } from './interfaces.ts'
import { readRecords } from './mdns-records.ts'
import { type MdnsService, mdnsServices } from './mdns-sighting.ts'
import { MdnsTable } from './mdns-table.ts'
import { type AddressRange, isInside, parseRange } from './ranges.ts'
import type { Sighting } from './sighting.ts'

export interface MdnsOptions {
  /** By name. One that has no address now is waited for. */
  readonly interfaces: readonly string[]
  readonly services?: readonly MdnsService[]
  /** Again every time that it is heard. */
  readonly onSighting: (sighting: Sighting) => void
  /** It said goodbye, or was silent for too long. */
  readonly onGone: (sighting: Sighting) => void
  /** Told when an interface cannot be listened on (LAN_INTERFACE {interface, reason}), and with null when it can again. */
  readonly onState?: (interfaceName: string, error: FlashlineError | null) => void
  readonly signal: AbortSignal
  /** How often is asked; in the beginning more often. */
  readonly requeryMs?: number
  readonly silentMs?: number
  readonly list?: () => readonly LanInterface[]
}

const firstRoundMs = 1000

/** Listens until aborted, then resolves. Rejects only with what the callbacks throw. */
export async function watchMdns(options: MdnsOptions): Promise<void> {
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  const fail = (error: unknown): void => broken.abort(error)
  await Promise.all(
    options.interfaces.map((name) => watchInterface(name, { ...options, signal }, fail).catch(fail)),
  )
  if (broken.signal.aborted) throw broken.signal.reason
}

async function watchInterface(
  name: string,
  options: MdnsOptions,
  fail: (error: unknown) => void,
): Promise<void> {
  const { signal, requeryMs = 30_000, silentMs = 120_000 } = options
  const { services = mdnsServices, list = listInterfaces, onState = () => {} } = options
  let networks: readonly AddressRange[] = []
  const table = new MdnsTable({
    interfaceName: name,
    services,
    isLocal: (ip) => isInside(ip, networks),
    onSighting: options.onSighting,
    onGone: options.onGone,
  })
  const hear: Hear = (packet, from) => {
    // The system also hands over what came in on other interfaces that anybody listens on.
    if (signal.aborted || !isInside(from, networks)) return []
    table.hear(readRecords(packet), from, Date.now())
    return table.takeQuestions()
  }
  let state: string | null = null
  const tell = (reason: string | null): void => {
    if (reason === state) return
    state = reason
    onState(name, reason === null ? null : new FlashlineError('LAN_INTERFACE', { interface: name, reason }))
  }
  let ear: Ear | null = null
  try {
    for (let roundMs = firstRoundMs; !signal.aborted; roundMs *= 2) {
      const places = list().filter((one) => one.name === name && one.address.includes('.'))
      const [place] = places
      networks = places.map(({ network }) => parseRange(network))
      if (ear !== null && (ear.address !== place?.address || !ear.isAlive)) {
        if (ear.failure !== null) tell(ear.failure)
        await ear.close()
        ear = null
      }
      if (ear === null) {
        if (place === undefined) tell('noAddress')
        else ear = new Ear(place.address, hear, fail)
        roundMs = firstRoundMs
      }
      ear?.ask(services.map((service) => ({ name: `${service}.local`, type: 'PTR' })))
      await sleep(Math.min(roundMs, requeryMs), undefined, { signal }).catch(() => {})
      if (ear?.isAlive) tell(null)
      table.expire(Date.now(), silentMs)
    }
  } finally {
    await ear?.close()
  }
}

/** Takes in what was said by the host at `from`; returns full names of instances that have to be asked about. */
type Hear = (packet: Parameters<typeof readRecords>[0], from: string) => readonly string[]

type Question = Parameters<MulticastDns['query']>[0][number]

/** A socket on one interface, for as long as that one has the address. */
class Ear {
  readonly address: string
  /** Code of the system's error. */
  failure: string | null = null
  readonly #mdns: MulticastDns
  #hasJoined = false
  /** Something came in since it was asked last, be it our own question: else the interface is not what it was. */
  #isHearing = true
  #waiting: readonly Question[] = []

  constructor(address: string, hear: Hear, fail: (error: unknown) => void) {
    this.address = address
    this.#mdns = multicastDns({ interface: address, bind: '0.0.0.0' })
    this.#mdns.on('error', (error) => {
      this.failure = error.code ?? 'unknown'
    })
    this.#mdns.on('warning', () => {})
    this.#mdns.on('networkInterface', () => {
      this.#hasJoined = true
      if (this.#waiting.length > 0) this.ask(this.#waiting)
    })
    this.#mdns.on('packet', (_packet, from) => {
      if (from.address === this.address) this.#isHearing = true
    })
    this.#mdns.on('response', (packet, from) => {
      try {
        const questions = hear(packet, from.address).flatMap((name) => [
          { name, type: 'SRV' },
          { name, type: 'TXT' },
        ])
        if (questions.length > 0) this.#mdns.query(questions)
      } catch (error) {
        fail(error)
      }
    })
  }

  get isAlive(): boolean {
    return this.failure === null && this.#isHearing
  }

  /** Not before it joined: the question would leave by another interface. */
  ask(questions: readonly Question[]): void {
    this.#isHearing = false
    if (this.#hasJoined) this.#mdns.query(questions)
    else this.#waiting = questions
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#mdns.destroy(() => resolve()))
  }
}

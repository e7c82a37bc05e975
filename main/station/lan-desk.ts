// The LAN of a station: devices that announce themselves, answer a scan, are known at the broker or were typed, and those
// of them that are slots of the bench. A slot keeps its place when its device gets another address.
import {
  asFlashlineError,
  type EventBody,
  FlashlineError,
  type Job,
  type LanDevice,
  type LanInterface,
  type LanPlacement,
  type LanScan,
  type Settings,
  type Slot,
} from '../../preload/contract/index.ts'
import { watchPresence } from '../bench/broker-presence.ts'
import { LanRoster } from '../bench/lan-roster.ts'
import type { Slots } from '../bench/slots.ts'
import type { ProfileShelf } from '../profiles/shelf.ts'
import type { LanDevices, PlacedLanDevice } from '../store/lan-devices.ts'
import { parseAddress } from '../transports/addresses.ts'
import type { Broker } from '../transports/broker.ts'
import { listInterfaces } from '../transports/interfaces.ts'
import { watchMdns } from '../transports/mdns.ts'
import { parseRange } from '../transports/ranges.ts'
import { readMac, type Sighting } from '../transports/sighting.ts'
import { RangeScan } from './range-scan.ts'

export interface LanDeskParts {
  /** As they are in force. */
  readonly settings: () => Settings
  readonly slots: Slots
  readonly stored: LanDevices
  /** The product of a device that the roster knows; null: it does not. */
  readonly productOf: (known: { deviceId: string | null; mac: string | null }) => Promise<string | null>
  readonly emit: (event: EventBody) => void
  readonly onError: (error: FlashlineError) => void
  readonly now: () => Date
}

/** What a person decided about a device of the bench. */
interface Placed {
  readonly slotId: string
  readonly name: string
  readonly productId: string | null
  readonly profileId: string | null
  /** "": the interface it is heard on. */
  readonly accessPoint: string
}

const tickMs = 10_000

export class LanDesk {
  readonly #parts: LanDeskParts
  readonly #roster: LanRoster
  /** By identity. */
  readonly #placed = new Map<string, Placed>()
  readonly #scan: RangeScan
  #watching: { readonly key: string; readonly stop: AbortController; readonly ended: Promise<void> } | null =
    null
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(parts: LanDeskParts) {
    this.#parts = parts
    this.#scan = new RangeScan({
      ranges: () => this.#lan.ranges,
      onState: (scan) => parts.emit({ type: 'lanScanChanged', scan }),
      onFound: (sighting) => this.sighted(sighting),
      onError: parts.onError,
    })
    this.#roster = new LanRoster({
      ranges: () => this.#lan.ranges.map(parseRange),
      changed: (device) => this.#changed(device),
      removed: (identity, into) => this.#removed(identity, into),
    })
  }

  get #lan(): Settings['lan'] {
    return this.#parts.settings().lan
  }

  /** Puts those on the bench again that were on it. STORE_* */
  async start(): Promise<void> {
    for (const device of await this.#parts.stored.list()) {
      const { identity, name, productId, profileId, accessPoint } = device
      this.#placed.set(identity, { slotId: slotIdOf(identity), name, productId, profileId, accessPoint })
      this.#roster.restore(device, slotIdOf(identity))
    }
    this.#timer = setInterval(() => this.#roster.tick(this.#now()), tickMs).unref()
    this.apply()
  }

  /** Takes up changed settings. */
  apply(): void {
    const { interfaces, discover } = this.#lan
    const key = JSON.stringify(discover ? interfaces : [])
    if (this.#watching?.key !== key) {
      this.#watching?.stop.abort()
      this.#watching = { key, ...this.#watch(discover ? interfaces : []) }
    }
    this.#roster.rangesChanged()
  }

  devices(): LanDevice[] {
    return this.#roster.list().map((device) => this.#shown(device))
  }

  get scanned(): LanScan | null {
    return this.#scan.state
  }

  interfaces(): LanInterface[] {
    return listInterfaces()
  }

  /** LAN_RANGE, LAN_OUTSIDE */
  scan(range: string): LanScan {
    return this.#scan.start(range)
  }

  cancelScan(): LanScan | null {
    return this.#scan.cancel()
  }

  /** LINK_ADDRESS, LAN_OUTSIDE, SLOT_UNKNOWN for a device that is no longer known; then nothing is placed. */
  async place(placements: readonly LanPlacement[]): Promise<Slot[]> {
    const found = await Promise.all(
      placements.map(async (placement) => {
        const device = this.#deviceOf(placement)
        return { placement, device, listed: await this.#parts.productOf(device) }
      }),
    )
    for (const { placement, device, listed } of found) {
      const { identity } = device
      const before = this.#placed.get(identity)
      this.#placed.set(identity, {
        slotId: before?.slotId ?? slotIdOf(identity),
        name: placement.name || before?.name || '',
        productId: placement.productId ?? before?.productId ?? listed,
        profileId: placement.profileId ?? before?.profileId ?? null,
        accessPoint: placement.accessPoint ?? before?.accessPoint ?? '',
      })
      const { slotId = '', accessPoint = '' } = this.#placed.get(identity) ?? {}
      this.#roster.place(identity, { slotId, accessPoint: accessPoint || null })
      this.#changed(this.#roster.find(identity) ?? device)
    }
    await this.#saving
    return found.map(({ device }) => this.#parts.slots.get(this.#slotOf(device.identity)))
  }

  /** SLOT_BUSY while a job runs on one of them: then none is removed. */
  async remove(slotIds: readonly string[]): Promise<string[]> {
    const { slots, stored } = this.#parts
    const going = [...this.#placed].filter(([, { slotId }]) => slotIds.includes(slotId))
    const busy = going.find(([, { slotId }]) => slots.isRunning(slotId))
    if (busy) throw new FlashlineError('SLOT_BUSY', { slotId: busy[1].slotId })
    for (const [identity, { slotId }] of going) {
      this.#placed.delete(identity)
      slots.remove(slotId)
      await stored.remove(identity)
      this.#roster.place(identity, { slotId: null })
    }
    return going.map(([, { slotId }]) => slotId)
  }

  sighted(sighting: Sighting): void {
    this.#roster.sighted(sighting, this.#now())
  }

  /** Devices that say at the broker that they are there, as the profiles describe it. */
  listenTo(broker: Broker, profiles: ProfileShelf, signal: AbortSignal): void {
    watchPresence({
      broker,
      descriptions: profiles.presences(),
      signal,
      onSighting: (sighting) => this.sighted(sighting),
      onGone: (sighting) => this.#roster.gone(sighting),
    }).catch((error) => {
      if (!signal.aborted) this.#parts.onError(asFlashlineError(error))
    })
  }

  /** The device of this slot has answered just now. */
  reached(slotId: string): void {
    this.#seen(slotId, {})
  }

  /** A job has asked the device who it is and what it runs. */
  learned({ slotId, device, bootedVersion, fromVersion, deviceState, touched }: Job): void {
    const version = deviceState === 'confirmed' ? bootedVersion.text : touched ? null : fromVersion.text
    if (device.mac !== null || version !== null) this.#seen(slotId, { mac: readMac(device.mac), version })
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.cancelScan()
    this.#watching?.stop.abort()
    await this.#watching?.ended
    await this.#saving
  }

  #watch(interfaces: readonly string[]): { stop: AbortController; ended: Promise<void> } {
    const stop = new AbortController()
    const ended = watchMdns({
      interfaces,
      signal: stop.signal,
      onSighting: (sighting) => this.sighted(sighting),
      onGone: (sighting) => this.#roster.gone(sighting),
      onState: (_interface, error) => {
        if (error) this.#parts.onError(error)
      },
    }).catch((error) => this.#parts.onError(asFlashlineError(error)))
    return { stop, ended }
  }

  #deviceOf({ identity, address }: LanPlacement): LanDevice {
    const found = identity === null ? null : this.#roster.find(identity)
    if (found) return found
    if (address === null) throw new FlashlineError('SLOT_UNKNOWN', { slotId: identity ?? '' })
    const place = parseAddress(address)
    if (place.scheme !== 'lan' && place.scheme !== 'mqtt')
      throw new FlashlineError('LINK_ADDRESS', { address })
    const name = place.scheme === 'lan' ? place.host : place.name
    const seen = this.#roster.sighted(
      {
        origin: 'hand',
        name,
        address,
        mac: null,
        deviceId: null,
        model: null,
        version: null,
        suggested: null,
        accessPoint: '',
      },
      this.#now(),
    )
    if (!seen) throw new FlashlineError('SLOT_UNKNOWN', { slotId: address })
    return seen
  }

  /** The device of a slot has just said something of itself. */
  #seen(slotId: string, facts: Partial<Pick<Sighting, 'mac' | 'version'>>): void {
    const identity = this.#identityOf(slotId)
    const device = identity === null ? null : this.#roster.find(identity)
    if (!device) return
    const { name, address, mac, deviceId, model, version, profileId } = device
    // It answered when it was asked, and did not announce anything.
    const known = {
      origin: 'scan',
      name,
      address,
      mac,
      deviceId,
      model,
      version,
      suggested: profileId,
    } as const
    this.sighted({
      ...known,
      mac: facts.mac ?? mac,
      version: facts.version ?? version,
      // Unknown is not the interface's name: that is who heard it.
      accessPoint: '',
    })
  }

  #changed(device: LanDevice): void {
    const shown = this.#shown(device)
    this.#parts.emit({ type: 'lanDeviceChanged', device: shown })
    const placed = this.#placed.get(device.identity)
    if (!placed) return
    const { settings, slots } = this.#parts
    const { bench } = settings()
    const { name, address, present, inRange, profileId, slotId, ...facts } = shown
    slots.put(
      {
        slotId: placed.slotId,
        name,
        kind: 'lan',
        address,
        profileId: placed.profileId ?? profileId ?? bench?.profileId ?? null,
        productId: placed.productId ?? bench?.productId ?? null,
        hint: facts.model,
        lan: facts,
      },
      // Whether it is there is asked when it is to be flashed: many devices never announce themselves.
      true,
    )
    this.#save(device, placed)
  }

  #removed(identity: string, became: string | null): void {
    this.#parts.emit({ type: 'lanDeviceRemoved', identity })
    const placed = this.#placed.get(identity)
    if (!placed || became === null) return
    // More is known of the same device now: it stays where it is on the bench, in one place.
    this.#placed.delete(identity)
    const { slots } = this.#parts
    if (!this.#placed.has(became)) this.#placed.set(became, placed)
    else if (!slots.isRunning(placed.slotId)) slots.remove(placed.slotId)
    const device = this.#roster.find(became)
    if (device) this.#save(device, placed, identity)
  }

  /** By the name that a person gave it. */
  #shown(device: LanDevice): LanDevice {
    return { ...device, name: this.#placed.get(device.identity)?.name || device.name }
  }

  /** A device that is not kept is found again; it is no reason to stop. */
  #save(device: LanDevice, { name, productId, profileId, accessPoint }: Placed, formerly?: string): void {
    const { identity, address, mac, deviceId, model, version, origin, lastSeenAt } = device
    const row: PlacedLanDevice = {
      ...{ identity, address, mac, deviceId, model, version, origin, lastSeenAt },
      ...{ name, productId, accessPoint },
      profileId: profileId ?? device.profileId,
    }
    this.#saving = this.#saving
      .then(() => this.#parts.stored.put(row, formerly))
      .catch((error) => this.#parts.onError(asFlashlineError(error)))
  }

  #slotOf(identity: string): string {
    return this.#placed.get(identity)?.slotId ?? slotIdOf(identity)
  }

  #identityOf(slotId: string): string | null {
    for (const [identity, placed] of this.#placed) if (placed.slotId === slotId) return identity
    return null
  }

  #now(): Date {
    return this.#parts.now()
  }
}

function slotIdOf(identity: string): string {
  return `lan:${identity}`
}

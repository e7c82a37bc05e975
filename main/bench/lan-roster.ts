// The devices of the LAN as one list, whoever told of them (announcements, a scan, the broker, a person): which sightings
// are of one device, where it is now, whether it is there. A device is known by its MAC, else by its device id, else by its
// address; it keeps that when its address changes. No I/O; time is given. Not here: what a slot on the bench is (slots.ts).
import type { LanDevice } from '../../preload/contract/index.ts'
import type { PlacedLanDevice } from '../store/lan-devices.ts'
import type { AddressRange } from '../transports/ranges.ts'
import type { Sighting } from '../transports/sighting.ts'
import {
  absorb,
  applySighting,
  expire,
  identityOf,
  isAnnounced,
  isPresent,
  isSamePlace,
  newRecord,
  type RosterRecord,
  toLanDevice,
} from './lan-roster-record.ts'

export interface LanRosterOptions {
  readonly changed: (device: LanDevice) => void
  /** `into`: it is known by that identity from now on, alone or joined with another; null: it was dropped. */
  readonly removed: (identity: string, into: string | null) => void
  /** Those that the station may speak to, as they are now. */
  readonly ranges: () => readonly AddressRange[]
  /** A device that announces itself and was not heard for so long is not there any more. */
  readonly silentMs?: number
  /** Beyond, the one that is away for longest goes; those on the bench stay. */
  readonly limit?: number
}

/** The time of sight is told anew after so long, when nothing else has changed. */
const tellSeenMs = 15_000

export class LanRoster {
  readonly #options: Required<LanRosterOptions>
  readonly #records = new Map<string, RosterRecord>()

  constructor(options: LanRosterOptions) {
    this.#options = { silentMs: 150_000, limit: 5000, ...options }
  }

  list(): LanDevice[] {
    const ranges = this.#options.ranges()
    return [...this.#records.values()].map((record) => toLanDevice(record, ranges))
  }

  find(identity: string): LanDevice | null {
    const record = this.#records.get(identity)
    return record === undefined ? null : toLanDevice(record, this.#options.ranges())
  }

  /** The device that it is of. Null: the roster is full, and nobody in it is away. */
  sighted(sighting: Sighting, at: Date): LanDevice | null {
    const same = this.#recordsOf(sighting)
    const [known, ...others] = same
    if (known === undefined && !this.#makeRoom()) return null
    const record = known ?? newRecord(sighting)
    this.#records.set(record.identity, record)
    for (const other of others) {
      absorb(record, other)
      this.#records.delete(other.identity)
    }
    const formerly = record.identity
    applySighting(record, sighting, at.getTime())
    this.#identify(record)
    for (const { identity } of others) this.#options.removed(identity, record.identity)
    if (record.identity !== formerly) this.#options.removed(formerly, record.identity)
    this.#supersede(record)
    this.#tell(record)
    return toLanDevice(record, this.#options.ranges())
  }

  /** Who told of it says that it has gone. It is away when nobody else hears it. */
  gone(sighting: Sighting): void {
    for (const record of this.#recordsOf(sighting)) {
      if (record.heardAt.delete(sighting.origin)) this.#tell(record)
    }
  }

  /** Devices that were silent for too long are away. */
  tick(now: Date): void {
    const since = now.getTime() - this.#options.silentMs
    for (const record of this.#records.values()) {
      expire(record, since)
      this.#tell(record)
    }
  }

  /** The ranges that the station may speak to have changed. */
  rangesChanged(): void {
    for (const record of this.#records.values()) this.#tell(record)
  }

  /**
   * On the bench, by this slot, or off it (null), which is the end of one that nobody but a person told of. An access point
   * of null stays as it is. False: there is no such device.
   */
  place(identity: string, placed: { slotId: string | null; accessPoint?: string | null }): boolean {
    const record = this.#records.get(identity)
    if (record === undefined) return false
    record.slotId = placed.slotId
    record.accessPoint = placed.accessPoint ?? record.accessPoint
    if (record.slotId === null && record.origin === 'hand' && !record.announces) {
      this.#records.delete(identity)
      this.#options.removed(identity, null)
    } else {
      this.#tell(record)
    }
    return true
  }

  /** As it was kept on the bench. It is away until it is heard, unless nobody would ever hear it. */
  restore(device: PlacedLanDevice, slotId: string): void {
    const { accessPoint, lastSeenAt, profileId: suggested, ...facts } = device
    const record: RosterRecord = {
      ...newRecord({ ...facts, suggested, accessPoint: '' }),
      ...{ identity: device.identity, mac: device.mac, deviceId: device.deviceId },
      ...{ model: device.model, version: device.version, slotId },
      accessPoint: accessPoint === '' ? null : accessPoint,
      lastSeenAt: lastSeenAt === null ? null : Date.parse(lastSeenAt),
    }
    if (!isAnnounced(device.origin)) record.heardAt.set(device.origin, record.lastSeenAt ?? 0)
    this.#records.set(record.identity, record)
    this.#tell(record)
  }

  /** Those that a sighting is of, the surest first: more than one when they were not known to be one device. */
  #recordsOf(sighting: Sighting): RosterRecord[] {
    const { mac, deviceId, address } = sighting
    const fitting = [...this.#records.values()].filter(
      (record) =>
        (mac === null || record.mac === null || record.mac === mac) &&
        (deviceId === null || record.deviceId === null || record.deviceId === deviceId),
    )
    const byMac = fitting.filter((record) => mac !== null && record.mac === mac)
    const byId = fitting.filter((record) => deviceId !== null && record.deviceId === deviceId)
    // One that is known by more than its place may have left it, and only the place may have been given to another.
    const byPlace = fitting.filter(
      (record) =>
        isSamePlace(record.address, address) &&
        ((record.mac === null && record.deviceId === null) || isPresent(record)),
    )
    const [surest] = [...byMac, ...byId, ...byPlace]
    if (surest === undefined) return []
    const isCompatible = (record: RosterRecord) =>
      (surest.mac === null || record.mac === null || record.mac === surest.mac) &&
      (surest.deviceId === null || record.deviceId === null || record.deviceId === surest.deviceId)
    return [...new Set([...byMac, ...byId, ...byPlace])].filter(isCompatible)
  }

  /** Known by more than before: a new identity. */
  #identify(record: RosterRecord): void {
    if (record.mac === null && record.deviceId === null) return
    this.#records.delete(record.identity)
    record.identity = identityOf(record)
    this.#records.set(record.identity, record)
  }

  /** Where one device is seen, another one is not any more, wherever that may be now. */
  #supersede(record: RosterRecord): void {
    for (const other of this.#records.values()) {
      if (other === record || !isPresent(other) || !isSamePlace(other.address, record.address)) continue
      other.heardAt.clear()
      this.#tell(other)
    }
  }

  #makeRoom(): boolean {
    if (this.#records.size < this.#options.limit) return true
    let oldest: RosterRecord | null = null
    for (const record of this.#records.values()) {
      if (record.slotId !== null || isPresent(record)) continue
      if (oldest === null || (record.lastSeenAt ?? 0) < (oldest.lastSeenAt ?? 0)) oldest = record
    }
    if (oldest === null) return false
    this.#records.delete(oldest.identity)
    this.#options.removed(oldest.identity, null)
    return true
  }

  #tell(record: RosterRecord): void {
    const device = toLanDevice(record, this.#options.ranges())
    const facts = JSON.stringify({ ...device, lastSeenAt: null })
    const seenAt = record.lastSeenAt ?? 0
    if (record.told?.facts === facts && seenAt - record.told.seenAt < tellSeenMs) return
    record.told = { facts, seenAt }
    this.#options.changed(device)
  }
}

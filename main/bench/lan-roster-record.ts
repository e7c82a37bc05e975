// One device of the roster: what is known of it, by whom, and how a sighting changes that. Pure.
// Not here: which sightings are of the same device (lan-roster.ts).
import type { LanDevice, LanOrigin } from '../../preload/contract/index.ts'
import { parseAddress } from '../transports/addresses.ts'
import { type AddressRange, isInside } from '../transports/ranges.ts'
import { lanAddress, type Sighting } from '../transports/sighting.ts'

export interface RosterRecord {
  identity: string
  name: string
  address: string
  /** The best of those that told of it. */
  origin: LanOrigin
  mac: string | null
  deviceId: string | null
  model: string | null
  version: string | null
  /** As it was last announced. */
  announcedVersion: string | null
  suggested: string | null
  /** Who has heard it, and when last, in milliseconds; those that are silent for too long are taken out. */
  readonly heardAt: Map<LanOrigin, number>
  /** It has announced itself once, so that silence says something. */
  announces: boolean
  lastSeenAt: number | null
  interfaceName: string
  /** Typed; null: its interface. */
  accessPoint: string | null
  slotId: string | null
  /** What was last told of it, and when it had been seen then. */
  told: { readonly facts: string; readonly seenAt: number } | null
}

/** Who knows best where firmware goes and what it is; equal ones follow each other. */
const ranks: Record<LanOrigin, number> = {
  hand: 5,
  flashline: 4,
  arduino: 3,
  esphome: 3,
  shelly: 3,
  tasmota: 3,
  broker: 2,
  scan: 1,
  http: 0,
}

/** Those that are heard again and again. */
export const isAnnounced = (origin: LanOrigin): boolean =>
  origin !== 'hand' && origin !== 'scan' && origin !== 'broker'

/** An address that was typed says only that there was a device: one that announces itself has to be heard. */
export const isPresent = ({ heardAt, announces }: RosterRecord): boolean =>
  heardAt.size > (announces && heardAt.has('hand') ? 1 : 0)

/** Those that have not heard of it since do not hear it any more. Of what does not announce itself nothing is known. */
export function expire(record: RosterRecord, since: number): void {
  for (const [origin, at] of record.heardAt) {
    const isExpected = isAnnounced(origin) || (origin === 'scan' && record.announces)
    if (isExpected && at < since) record.heardAt.delete(origin)
  }
}

export function identityOf({
  mac,
  deviceId,
  address,
}: Pick<Sighting, 'mac' | 'deviceId' | 'address'>): string {
  if (mac !== null) return `mac:${mac}`
  return deviceId === null ? `at:${address}` : `id:${deviceId}`
}

export function newRecord(sighting: Sighting): RosterRecord {
  const { origin, name, address, suggested, accessPoint: interfaceName } = sighting
  const unknown = { mac: null, deviceId: null, model: null, version: null, accessPoint: null, slotId: null }
  return {
    ...{ ...unknown, identity: identityOf(sighting), origin, name, address, suggested, interfaceName },
    heardAt: new Map(),
    announces: isAnnounced(sighting.origin),
    lastSeenAt: null,
    announcedVersion: null,
    told: null,
  }
}

export function applySighting(record: RosterRecord, sighting: Sighting, at: number): void {
  const { origin, mac, deviceId, model, version } = sighting
  const best = Math.max(-1, ...[...record.heardAt.keys()].map((one) => ranks[one]))
  if (ranks[origin] >= best) {
    record.origin = origin
    record.name = sighting.name
    record.address = sighting.address
    record.suggested = sighting.suggested ?? record.suggested
  } else {
    record.address = movedTo(record.address, sighting.address)
  }
  record.mac ??= mac
  record.deviceId ??= deviceId
  record.suggested ??= sighting.suggested
  // What a web server of any kind says about itself need not be the firmware.
  const isTrusted = origin !== 'http' || record.origin === 'http'
  if (model !== null && (isTrusted || record.model === null)) record.model = model
  // An announcement may be older than what a job has heard since: only a changed one is news.
  const isOld = isAnnounced(origin) && record.announcedVersion === version
  if (version !== null && !isOld && (isTrusted || record.version === null)) record.version = version
  if (isAnnounced(origin)) record.announcedVersion = version
  if (sighting.accessPoint !== '') record.interfaceName = sighting.accessPoint
  record.heardAt.set(origin, at)
  record.announces ||= isAnnounced(origin)
  record.lastSeenAt = at
}

/** The address of a device that is at the other host now, with the port that it had. */
function movedTo(address: string, other: string): string {
  const before = parseAddress(address)
  const now = parseAddress(other)
  return before.scheme === 'lan' && now.scheme === 'lan' ? lanAddress(now.host, before.port) : address
}

/** A record turned out to be the same device as another one: what only it knows goes over. */
export function absorb(record: RosterRecord, other: RosterRecord): void {
  record.mac ??= other.mac
  record.deviceId ??= other.deviceId
  record.model ??= other.model
  record.version ??= other.version
  record.suggested ??= other.suggested
  record.accessPoint ??= other.accessPoint
  record.slotId ??= other.slotId
  record.announces ||= other.announces
  for (const [origin, at] of other.heardAt)
    record.heardAt.set(origin, Math.max(at, record.heardAt.get(origin) ?? 0))
}

/**
 * Whether two addresses are one place. A port that is not named is any, save on this machine, where simulated devices
 * differ by nothing else.
 */
export function isSamePlace(one: string, other: string): boolean {
  if (one === other) return true
  const a = parseAddress(one)
  const b = parseAddress(other)
  if (a.scheme !== 'lan' || b.scheme !== 'lan' || a.host !== b.host) return false
  return !/^(127\.|::1$|localhost$)/.test(a.host) && (a.port === null || b.port === null)
}

export function toLanDevice(record: RosterRecord, ranges: readonly AddressRange[]): LanDevice {
  const { identity, name, address, origin, mac, deviceId, model, version, lastSeenAt, slotId } = record
  const place = parseAddress(address)
  return {
    ...{ identity, name, address, origin, mac, deviceId, model, version, slotId },
    accessPoint: record.accessPoint ?? record.interfaceName,
    lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt).toISOString(),
    present: isPresent(record),
    inRange: place.scheme === 'lan' ? isInside(place.host, ranges) : true,
    profileId: record.suggested,
  }
}

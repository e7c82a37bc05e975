// Which devices of the LAN are listed, in which order, and which of them are selected. Pure.
import type { LanDevice } from '../../../preload/contract/lan.ts'
import type { ProfileInfo, Slot } from '../../../preload/contract/model.ts'
import { shownAddress } from '../../text/slot-name.ts'

export const deviceColumns = [
  'name',
  'address',
  'model',
  'version',
  'profile',
  'accessPoint',
  'lastSeen',
] as const
export type DeviceColumn = (typeof deviceColumns)[number]

export interface DeviceOrder {
  readonly column: DeviceColumn
  readonly descending: boolean
}

export interface DeviceFilter {
  /** Every word has to stand somewhere in what is shown of a device. */
  readonly text: string
  readonly onlyNew: boolean
}

/** What a device is flashed by: as its slot says, else as its kind is usually flashed; null: nothing is known. */
export function profileOf(
  { slotId, profileId }: Pick<LanDevice, 'slotId' | 'profileId'>,
  slots: Readonly<Record<string, Pick<Slot, 'profileId'>>>,
): string | null {
  return (slotId === null ? null : slots[slotId]?.profileId) ?? profileId
}

/** As the list names it; "": nothing is known. */
export function profileNameOf(profileId: string | null, profiles: readonly ProfileInfo[]): string {
  return profiles.find((one) => one.profileId === profileId)?.name ?? profileId ?? ''
}

// `10.0.0.9` stands before `10.0.0.10`.
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export function listDevices(
  devices: readonly LanDevice[],
  { text, onlyNew }: DeviceFilter,
  { column, descending }: DeviceOrder,
  nameOfProfile: (device: LanDevice) => string,
): LanDevice[] {
  const shownOf: Record<DeviceColumn, (device: LanDevice) => string> = {
    name: ({ name }) => name,
    address: ({ address }) => shownAddress(address),
    model: ({ model }) => model ?? '',
    version: ({ version }) => version ?? '',
    profile: nameOfProfile,
    accessPoint: ({ accessPoint }) => accessPoint,
    lastSeen: ({ lastSeenAt }) => lastSeenAt ?? '',
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const searched = deviceColumns.filter((one) => one !== 'lastSeen')
  const fits = (device: LanDevice) => {
    if (onlyNew && device.slotId !== null) return false
    const shown = [device.mac ?? '', ...searched.map((one) => shownOf[one](device))]
    const all = shown.join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  const sign = descending ? -1 : 1
  const compare = (a: LanDevice, b: LanDevice) =>
    sign * collator.compare(shownOf[column](a), shownOf[column](b)) ||
    collator.compare(a.identity, b.identity)
  return devices.filter(fits).toSorted(compare)
}

/** A device outside the ranges can be looked at, but not be used. */
export function isUsable({ inRange }: LanDevice): boolean {
  return inRange
}

/**
 * The selection after a click on a device: it alone changes, or with `from` (a click with Shift) everything from there to
 * it becomes as it does.
 */
export function selected(
  before: ReadonlySet<string>,
  shown: readonly LanDevice[],
  identity: string,
  from: string | null,
): ReadonlySet<string> {
  const on = !before.has(identity)
  const place = (wanted: string) => shown.findIndex((it) => it.identity === wanted)
  const to = place(identity)
  if (to < 0) return before
  const start = from === null ? -1 : place(from)
  // The one before may have left the list.
  const [first, last] = start < 0 ? [to, to] : [Math.min(start, to), Math.max(start, to)]
  const after = new Set(before)
  for (const device of shown.slice(first, last + 1)) {
    if (on && isUsable(device)) after.add(device.identity)
    else after.delete(device.identity)
  }
  return after
}

/** Selects all that are shown and usable, or none when they all are selected. */
export function toggledAll(before: ReadonlySet<string>, shown: readonly LanDevice[]): ReadonlySet<string> {
  const usable = shown.filter(isUsable)
  const after = new Set(before)
  const all = usable.every(({ identity }) => before.has(identity))
  for (const { identity } of usable) {
    if (all) after.delete(identity)
    else after.add(identity)
  }
  return after
}

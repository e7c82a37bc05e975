// By which names a unit on a slot is known, the most telling first: serial number, MAC, id, chip; before it was
// identified, what was scanned for it or how its port is called. Pure.
import type { Language } from '../../../preload/contract/error-texts.ts'
import type { Job, Slot } from '../../../preload/contract/model.ts'
import { shownAddress } from '../../text/slot-name.ts'
import { recordedChip } from '../job/recorded-facts.ts'

export interface UnitNames {
  /** The line below the slot's name; null: nothing is known. */
  readonly first: string | null
  /** The scanned serial number, where nothing else says it. */
  readonly scannedSn: string | null
  /** What else is known, for cards with room. */
  readonly more: readonly string[]
}

export function unitNames(slot: Slot, job: Job | undefined, language: Language): UnitNames {
  const { sn = null, mac = null, deviceId = null } = job?.device ?? {}
  const where = slot.lan ? shownAddress(slot.address) : null
  const known = [...(sn === null ? [] : [`SN ${sn}`]), ...[mac, deviceId].filter((name) => name !== null)]
  const chip = job ? (recordedChip(job, language)?.name ?? null) : null
  const scannedSn = slot.scannedSn !== null && slot.scannedSn !== sn ? slot.scannedSn : null
  const idle = slot.lan ? slot.lan.model : slot.present && !job ? (slot.hint ?? slot.address) : null
  const [name = idle, ...others] = known
  const first = [where, name].filter((word) => word !== null && word !== '').join(' · ')
  return {
    first: first === '' ? null : first,
    scannedSn,
    more: [...others, ...(chip === null ? [] : [chip])],
  }
}

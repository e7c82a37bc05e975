// Which units are being worked on, by every name that they go by: one unit is never in two jobs at once, however it is
// plugged. A serial number of a USB adapter is no name of a unit.
import { FlashlineError } from '../../preload/contract/index.ts'

export interface UnitInWork {
  readonly productId: string | null
  readonly mac: string | null
  readonly sn: string | null
  readonly deviceId: string | null
  /** Of the chip itself. */
  readonly uid: string | null
}

interface Holder {
  readonly jobId: string
  readonly slotName: string
}

export class UnitsAtWork {
  readonly #holders = new Map<string, Holder>()

  /** Until it is let go. UNIT_TWICE {slotName}: another job has it; then nothing is held. */
  hold(holder: Holder, unit: UnitInWork): void {
    const names = namesOf(unit)
    for (const name of names) {
      const other = this.#holders.get(name)
      if (other && other.jobId !== holder.jobId)
        throw new FlashlineError('UNIT_TWICE', { slotName: other.slotName })
    }
    for (const name of names) this.#holders.set(name, holder)
  }

  /** What the job held. */
  letGo(jobId: string): void {
    for (const [name, holder] of this.#holders) if (holder.jobId === jobId) this.#holders.delete(name)
  }
}

function namesOf({ productId, mac, sn, deviceId, uid }: UnitInWork): string[] {
  return [
    ...(mac === null ? [] : [`mac ${mac.replace(/[^0-9a-f]/gi, '').toUpperCase()}`]),
    // Unique within its product only.
    ...(sn === null ? [] : [`sn ${productId} ${sn}`]),
    ...(deviceId === null ? [] : [`id ${deviceId}`]),
    ...(uid === null ? [] : [`uid ${uid}`]),
  ]
}

// Which unit a job was about: jobs that share a MAC, a serial number or a device id are about the same one. Pure.
import { plainMac } from '../../store/devices.ts'
import type { CountedJob } from '../../store/statistics.ts'

type Named = Pick<CountedJob, 'mac' | 'sn' | 'deviceId' | 'productId'>

export class Units {
  readonly #macs = new Map<string, number>()
  /** A serial number is unique within its product only. */
  readonly #sns = new Map<string | null, Map<string, number>>()
  readonly #deviceIds = new Map<string, number>()
  #count = 0

  /**
   * A number for the unit, from 0. Of names that belong to different units the MAC decides, then the serial number; a unit
   * that never said who it is cannot be recognised again, and is one of its own.
   */
  numberOf({ mac, sn, deviceId, productId }: Named): number {
    const plain = plainMac(mac)
    const sns = this.#sns.get(productId) ?? new Map<string, number>()
    this.#sns.set(productId, sns)
    const unit =
      (plain === null ? undefined : this.#macs.get(plain)) ??
      (sn === null ? undefined : sns.get(sn)) ??
      (deviceId === null ? undefined : this.#deviceIds.get(deviceId)) ??
      this.#count++
    if (plain !== null) keepFirst(this.#macs, plain, unit)
    if (sn !== null) keepFirst(sns, sn, unit)
    if (deviceId !== null) keepFirst(this.#deviceIds, deviceId, unit)
    return unit
  }
}

function keepFirst(known: Map<string, number>, name: string, unit: number): void {
  if (!known.has(name)) known.set(name, unit)
}

/**
 * What became of units, told in the order of the ends of their jobs: of each its first job, and its last, save that one
 * which failed and left the unit alone does not undo a pass, and one that a person called off before it touched the unit
 * counts for nothing. The same rule as the counts of a work order.
 */
export class Attempts {
  readonly #units = new Map<number, { readonly first: boolean; last: boolean }>()

  add(unit: number, { outcome, touched }: Pick<CountedJob, 'outcome' | 'touched'>): void {
    if (outcome === 'cancelled' && touched === 0) return
    const passed = outcome === 'passed'
    const known = this.#units.get(unit)
    if (!known) this.#units.set(unit, { first: passed, last: passed })
    else if (passed || touched === 1) known.last = passed
  }

  sums(): { units: number; unitsPassed: number; unitsPassedFirst: number } {
    let unitsPassed = 0
    let unitsPassedFirst = 0
    for (const { first, last } of this.#units.values()) {
      if (last) unitsPassed += 1
      if (first) unitsPassedFirst += 1
    }
    return { units: this.#units.size, unitsPassed, unitsPassedFirst }
  }
}

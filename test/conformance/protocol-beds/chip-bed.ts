// What the beds of all simulated chips share.
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import type { BedUnit } from '../protocol-bed.ts'

export const bedDevice = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }

export function bedUnit(unit: SimulatedChip): BedUnit {
  unit.powerOn()
  return { unit, set: (faults) => Object.assign(unit.faults, faults) }
}

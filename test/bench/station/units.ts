// The units of the station benchmark, as data: four of each kind of chip, each kind a product with one upgrade. What a job
// writes takes the wire six to nine seconds, with its proof where that is a read-back.
import { uidBytes } from '../../../main/practice/stm32/memory.ts'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import { deviceOf } from '../chips/bench-chips.ts'
import type { ChipKind } from '../chips/bench-images.ts'

export const versions = { from: '1.0.0', to: '2.0.1', fromNumber: 10_000, toNumber: 20_001 } as const

export interface StationKind {
  readonly kind: ChipKind
  readonly productId: string
  /** Of both versions. */
  readonly sizeBytes: number
}

export interface StationUnit extends StationKind {
  /** From 1; the first unit of each kind comes before the second of any. */
  readonly number: number
  readonly device: UnitIdentity
}

const sizes: readonly (readonly [ChipKind, number])[] = [
  ['esp32', 700_000],
  ['esp32c3', 700_000],
  ['esp32s3', 700_000],
  ['stm32', 300_000],
  ['avr2560', 255_000],
  ['smp', 500_000],
  ['xmodem', 600_000],
  ['ymodem', 700_000],
]
const unitsOfEach = 4

export const kinds: readonly StationKind[] = sizes.map(([kind, sizeBytes]) => ({
  kind,
  productId: `bench-${kind}`,
  sizeBytes,
}))

export const units: readonly StationUnit[] = Array.from({ length: unitsOfEach }, (_, round) =>
  kinds.map((kind, index) => {
    const number = round * kinds.length + index + 1
    return { ...kind, number, device: deviceOf(number) }
  }),
).flat()

/** The units that their boot loader names by a number of its own are on the roster with that. */
export function serialNumberOf({ kind, device }: StationUnit): string {
  if (kind !== 'stm32') return device.sn
  const uid = uidBytes(device)
  const word = (at: number) => uid.readUInt32LE(at).toString(16).padStart(8, '0')
  return `${word(0)}${word(4)}${word(8)}`.toUpperCase()
}

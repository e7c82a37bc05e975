// The settings of a label as a person edits them. Pure. The limits are the contract's (scanner.ts).
import type { LabelSettings } from '../../../../preload/contract/scanner.ts'
import type { LabelField } from '../../print/label-layout.ts'

export interface Limits {
  readonly min: number
  readonly max: number
}

export const sizeLimits = {
  width: { min: 15, max: 150 },
  height: { min: 10, max: 150 },
} as const satisfies Record<string, Limits>

/** Null: no size that can be. A comma is a decimal point, too. */
export function mmOf(text: string, { min, max }: Limits): number | null {
  const plain = text.trim().replace(',', '.')
  const mm = /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) : Number.NaN
  return mm >= min && mm <= max ? mm : null
}

/** A line that is added stands below the others. */
export function withLabelField(label: LabelSettings, field: LabelField, on: boolean): LabelSettings {
  const others = label.fields.filter((one) => one !== field)
  return { ...label, fields: on ? [...others, field] : others }
}

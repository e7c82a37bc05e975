// What a form says about a value besides its words: its unit, and what it may be. Pure.
import type { Language } from '../../../../preload/contract/error-texts.ts'
import { formatRange } from '../../../text/formats.ts'
import type { Field } from './schema-fields.ts'

type Named = Pick<Field, 'name'>

/** From the end of its name, where this house keeps units. Empty: it has none. */
export function unitOf({ name }: Named): string {
  if (/Ms$/.test(name)) return 'ms'
  if (/Bytes$/.test(name)) return 'B'
  if (/KiB$/.test(name)) return 'KiB'
  return /baudRate$/i.test(name) ? 'bit/s' : ''
}

/** Addresses in the form in which people know them, with what stands there; other numbers with their bounds. */
export function rangeOf(
  field: Pick<Field, 'name' | 'fallback' | 'shape'>,
  value: unknown,
  language: Language,
): string {
  const { name, fallback, shape } = field
  if (shape.kind !== 'number') return ''
  if (!/address$/i.test(name)) return formatRange(shape.min, shape.max, language)
  const address = value ?? fallback
  if (typeof address === 'number') return `= ${hex(address)}`
  return shape.min === null || shape.max === null ? '' : `${hex(shape.min)}–${hex(shape.max)}`
}

const hex = (address: number) => `0x${address.toString(16)}`

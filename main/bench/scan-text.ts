// The serial number in what a scanner typed: without the mark of the symbology (AIM) and the fields around it (GS1), held
// against what a serial number looks like here. Pure.
// Source: AIM symbology identifiers (ISO/IEC 15424), GS1 General Specifications, section 3 (application identifiers).
import { FlashlineError, type Settings } from '../../preload/contract/index.ts'

const textLimit = 60
/** Between fields whose length is not fixed. */
const groupSeparator = '\x1d'
/** Symbologies that say themselves that their content is GS1. */
const gs1Marks: ReadonlySet<string> = new Set([']C1', ']e0', ']d2', ']Q3', ']J1'])
/** Digits behind the first two of an application identifier whose length is fixed. */
const fixedDigits: Readonly<Record<string, number>> = {
  ...{ '00': 18, '01': 14, '02': 14, '20': 2 },
  ...{ '11': 6, '12': 6, '13': 6, '15': 6, '16': 6, '17': 6 },
}
/** Batch, serial number, and other names of a unit: their identifiers have two digits. */
const openFields: ReadonlySet<string> = new Set(['10', '21', '22', '30', '37', '90', '91', '92', '93', '94'])
const serialField = '21'

/** SCAN_INVALID {text, minLength, maxLength, prefix} */
export function readScan(text: string, { minLength, maxLength, prefix }: Settings['scanner']): string {
  // What an input method made wide is the same letter.
  const plain = text.normalize('NFKC')
  const mark = /^[\p{Cc}\s]*(\][A-Za-z][0-9A-Za-z])/u.exec(plain)
  const content = mark ? plain.slice(mark[0].length) : plain
  const isGs1 = gs1Marks.has(mark?.[1] ?? '') || content.includes(groupSeparator) || /^\(\d\d\)/.test(content)
  const sn = ((isGs1 ? serialOf(content) : null) ?? content).replace(/^[\p{Cc}\s]+|[\p{Cc}\s]+$/gu, '')
  const isFit = sn.length >= minLength && sn.length <= maxLength && sn.startsWith(prefix)
  if (isFit && /^[\w\-./:+#]+$/.test(sn)) return sn
  throw new FlashlineError('SCAN_INVALID', { text: printable(text), minLength, maxLength, prefix })
}

/** Null: it has none, or is not what it seemed. */
function serialOf(content: string): string | null {
  const bracketed = /\(21\)([^(\p{Cc}]+)/u.exec(content)
  if (bracketed) return bracketed[1] ?? null
  let rest = content
  while (rest !== '') {
    rest = rest.startsWith(groupSeparator) ? rest.slice(1) : rest
    const field = rest.slice(0, 2)
    const digits = fixedDigits[field]
    if (digits !== undefined) {
      if (!/^\d*$/.test(rest.slice(0, 2 + digits))) return null
      rest = rest.slice(2 + digits)
      continue
    }
    if (!openFields.has(field)) return null
    const [value = '', ...others] = rest.slice(2).split(groupSeparator)
    if (field === serialField) return value
    rest = others.join(groupSeparator)
  }
  return null
}

/** What may be shown of anything that was pasted. */
function printable(text: string): string {
  const shown = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ').trim()
  return shown.length > textLimit ? `${shown.slice(0, textLimit - 1)}…` : shown
}

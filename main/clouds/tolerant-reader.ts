// How tolerantly the clouds' words are read: a number or its digits as text are the same, and absent, null and "" are
// alike. Knows no cloud. Shared by the clients and by the local cloud, which reads the same words from the other side.
import { z } from 'zod'

const NUMERIC = /^[+-]?\d{1,16}$/
const ID_MAX_CHARS = 200

/** Absent, null and blank text are the same: undefined. */
export function blankToUndefined(value: unknown): unknown {
  return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value
}

function toNumber(value: unknown): unknown {
  const present = blankToUndefined(value)
  if (typeof present !== 'string') return present
  const text = present.trim()
  return NUMERIC.test(text) ? Number(text) : present
}

/** An integer, or its digits as text. */
export const wireInt = (min: number, max: number) =>
  z.preprocess(toNumber, z.number().int().min(min).max(max))

/** The same, absent allowed; what is present must still be an integer in range. */
export const wireIntOptional = (min: number, max: number) =>
  z.preprocess(toNumber, z.number().int().min(min).max(max).optional())

/** Text, trimmed; absent is an error. */
export const wireText = (maxChars: number) =>
  z.preprocess(blankToUndefined, z.string().trim().min(1).max(maxChars))

/** Text for people: absent becomes "". */
export const wireTextOptional = (maxChars: number) =>
  z.preprocess(blankToUndefined, z.string().max(maxChars).default(''))

function toIdText(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : blankToUndefined(value)
}

const idText = z.string().trim().min(1).max(ID_MAX_CHARS)

/** Ids are text for us. A number that JSON could not carry exactly is refused instead of becoming another id. */
export const wireId = z.preprocess(toIdText, idText)

/** The same, absent allowed. */
export const wireIdOptional = z.preprocess(toIdText, idText.optional())

/** The name of an enum value, given as its number, the digits of it, or the name in any case. */
function enumName<T extends Record<string, number>>(values: T, value: unknown): unknown {
  const given = toNumber(value)
  const name = Object.keys(values).find((key) =>
    typeof given === 'string' ? key === given.trim().toLowerCase() : values[key] === given,
  )
  return name ?? given
}

/** One of the names of `values`; absent is an error. */
export function wireEnum<T extends Record<string, number>>(values: T) {
  return z.preprocess((value) => enumName(values, value), z.enum(Object.keys(values) as (keyof T & string)[]))
}

/** The same, absent allowed. */
export function wireEnumOptional<T extends Record<string, number>>(values: T) {
  return z.preprocess(
    (value) => enumName(values, value),
    z.enum(Object.keys(values) as (keyof T & string)[]).optional(),
  )
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?Z$/

/** `yyyy-MM-ddTHH:mm:ssZ` with 0 to 9 fraction digits, as ISO with three; null for anything else, also 30 February. */
export function readTime(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  const match = TIME.exec(text)
  if (match === null) return null
  const wanted = `${text.slice(0, 19)}.${(match[1] ?? '').padEnd(3, '0').slice(0, 3)}Z`
  const date = new Date(wanted)
  return !Number.isNaN(date.getTime()) && date.toISOString() === wanted ? wanted : null
}

const booleanWords: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false }

/** True or false, as JSON, text or 0 and 1; absent allowed. */
export const wireBooleanOptional = z.preprocess((value) => {
  const present = blankToUndefined(value)
  return booleanWords[String(present).trim().toLowerCase()] ?? present
}, z.boolean().optional())

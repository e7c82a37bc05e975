// The words of the XLINK v2 upgrade service and how tolerantly they are read. Its examples quote every scalar, its
// clients send both forms: a number or a numeric string is the same, and absent, null and "" are alike.
// Shared by the client here and by the local cloud, which speaks the same words from the other side.
import { z } from 'zod'

export const partTypes = { wifi: 1, mcu: 2, subdevice: 3 } as const
export const taskStatuses = { stopped: 0, running: 1, pending: 2, review: 3 } as const
export const taskModes = { automatic: 0, manual: 1 } as const
export const taskTags = { formal: 0, test: 1 } as const
export const scopeCategories = { all: 0, devices: 1 } as const

/** Codes that both sides have to know; the first three digits are the HTTP status. */
export const xlinkCodes = {
  deviceNewest: 4001053,
  tokenNeeded: 4031002,
  tokenInvalid: 4031003,
  tokenExpired: 4031021,
  tokenReplaced: 4031022,
  taskMissing: 4041013,
} as const

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

/** Ids are text for us. A number that JSON could not carry exactly is refused instead of becoming another id. */
export const wireId = z.preprocess(
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : blankToUndefined(value),
  z.string().trim().min(1).max(ID_MAX_CHARS),
)

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

// What the history is filtered by, as the screen has it and as its address says it: `#/history?outcome=failed&when=today`.
// Pure. What an address says that cannot be, is left out.
import { errorTexts } from '../../../preload/contract/error-texts.ts'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import type { HistoryFilter } from '../../../preload/contract/history.ts'
import type { JobOutcome } from '../../../preload/contract/model.ts'
import { type Preset, presets, startOf } from './date-presets.ts'

export interface ShownFilter extends HistoryFilter {
  /** A span by its word; `from` and `to` are then left out. */
  readonly when?: Preset | undefined
}

export const endedOutcomes = [
  'passed',
  'failed',
  'refused',
  'cancelled',
  'interrupted',
] as const satisfies JobOutcome[]

/** In the order of the chips. */
export const filterFields = [
  'when',
  'from',
  'to',
  'outcome',
  'errorCode',
  'productId',
  'toVersion',
  'lot',
  'orderId',
  'taskId',
  'slotId',
  'operator',
  'device',
] as const satisfies readonly (keyof ShownFilter)[]
export type FilterField = (typeof filterFields)[number]

const names: Record<FilterField, string> = {
  when: 'when',
  from: 'from',
  to: 'to',
  outcome: 'outcome',
  errorCode: 'error',
  productId: 'product',
  toVersion: 'version',
  lot: 'lot',
  orderId: 'order',
  taskId: 'task',
  slotId: 'slot',
  operator: 'operator',
  device: 'device',
}

export function filterOfAddress(hash: string): ShownFilter {
  const query = new URLSearchParams(hash.split('?')[1] ?? '')
  const text = (field: FilterField, mostChars = 100) => {
    const said = query.get(names[field])?.trim() ?? ''
    return said !== '' && said.length <= mostChars ? said : undefined
  }
  const when = presets.find((preset) => preset === text('when'))
  const version = text('toVersion')
  return clean({
    when,
    from: when ? undefined : timeOf(text('from')),
    to: when ? undefined : timeOf(text('to')),
    outcome: endedOutcomes.find((outcome) => outcome === text('outcome')),
    errorCode: codes.find((code) => code === text('errorCode')),
    productId: text('productId'),
    toVersion: version !== undefined && /^\d{1,15}$/.test(version) ? Number(version) : undefined,
    lot: text('lot'),
    orderId: text('orderId'),
    taskId: text('taskId'),
    slotId: text('slotId', 300),
    operator: text('operator'),
    device: text('device'),
  })
}

export function addressOf(filter: ShownFilter): string {
  const query = new URLSearchParams()
  for (const field of filterFields) {
    const value = filter[field]
    if (value !== undefined) query.set(names[field], String(value))
  }
  const said = query.toString()
  return said === '' ? '#/history' : `#/history?${said}`
}

/** What the station is asked: a word for a span becomes its beginning. */
export function askedOf({ when, ...filter }: ShownFilter, now: Date, timeZone: string): HistoryFilter {
  return when ? { ...filter, from: startOf(when, now, timeZone).toISOString() } : filter
}

/** With a field set, or without it; a span by its word and one by its ends exclude each other. */
export function withField(filter: ShownFilter, change: Partial<ShownFilter>): ShownFilter {
  const both = { ...filter, ...change }
  if (change.when !== undefined) return clean({ ...both, from: undefined, to: undefined })
  if (change.from !== undefined || change.to !== undefined) return clean({ ...both, when: undefined })
  return clean(both)
}

/** Fields that are set. */
export function activeFields(filter: ShownFilter): FilterField[] {
  return filterFields.filter((field) => filter[field] !== undefined)
}

const codes = Object.keys(errorTexts) as ErrorCode[]

function timeOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

function clean(filter: ShownFilter): ShownFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

// Which records the statistics screen shows, as its address says it (`#/statistics?range=days7&lot=L1`) and as the station is
// asked. Pure: now and the time zone are given.
import type { StatisticsQuery } from '../../../preload/contract/statistics.ts'
import type { WorkOrder } from '../../../preload/contract/work-order.ts'
import { startOf } from '../history/date-presets.ts'

export const ranges = ['today', 'days7', 'days30', 'order', 'custom'] as const
export type Range = (typeof ranges)[number]

export interface ShownQuery {
  readonly range: Range
  /** Days as a person chose them, `2026-03-01`; only of `custom`. */
  readonly fromDay?: string | undefined
  readonly toDay?: string | undefined
  readonly productId?: string | undefined
  readonly orderId?: string | undefined
  readonly lot?: string | undefined
}

const dayMs = 24 * 3_600_000
/** A little less than the station adds up at once. */
const longestMs = 1095 * dayMs
const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text)

export function queryOfAddress(hash: string): ShownQuery {
  const said = new URLSearchParams(hash.split('?')[1] ?? '')
  const text = (name: string) => said.get(name)?.slice(0, 100) || undefined
  const day = (name: string) => {
    const value = said.get(name)
    return isDay(value) ? value : undefined
  }
  return {
    range: ranges.find((range) => range === said.get('range')) ?? 'today',
    fromDay: day('from'),
    toDay: day('to'),
    productId: text('product'),
    orderId: text('order'),
    lot: text('lot'),
  }
}

export function addressOf({ range, fromDay, toDay, productId, orderId, lot }: ShownQuery): string {
  const days = range === 'custom' ? { from: fromDay, to: toDay } : {}
  const said = { range, ...days, product: productId, order: orderId, lot }
  const entries = Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : []))
  return `#/statistics?${new URLSearchParams(entries)}`
}

/** What is filtered besides the time. */
export const isFiltered = ({ productId, orderId, lot }: ShownQuery): boolean =>
  [productId, orderId, lot].some((value) => value !== undefined)

/** The order that `order` means: the chosen one, else the armed or the newest one; undefined: there is none. */
export function orderOf({ orderId }: Pick<ShownQuery, 'orderId'>, orders: readonly WorkOrder[]) {
  return orderId === undefined ? orders[0] : orders.find((order) => order.orderId === orderId)
}

/** Ends with a day, so that it stays the same while time goes by. Null: it has no length. */
export function askedOf(
  shown: ShownQuery,
  orders: readonly WorkOrder[],
  now: Date,
  timeZone: string,
): StatisticsQuery | null {
  const { productId, lot } = shown
  const order = shown.range === 'order' ? orderOf(shown, orders) : undefined
  const orderId = order?.orderId ?? shown.orderId
  const span = spanOf(shown, order, now, timeZone)
  if (!span) return null
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    ...(productId === undefined ? {} : { productId }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(lot === undefined ? {} : { lot }),
  }
}

/** The same time as days that a person can change. */
export function asDays(
  shown: ShownQuery,
  orders: readonly WorkOrder[],
  now: Date,
  timeZone: string,
): ShownQuery {
  const asked = askedOf(shown, orders, now, timeZone)
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  if (!asked) return { ...shown, range: 'custom' }
  const toDay = format.format(new Date(Date.parse(asked.to) - 1))
  return { ...shown, range: 'custom', fromDay: format.format(new Date(asked.from)), toDay }
}

function spanOf(shown: ShownQuery, order: WorkOrder | undefined, now: Date, timeZone: string) {
  const to = dayAfter(now, timeZone)
  switch (shown.range) {
    case 'today':
    case 'days7':
    case 'days30':
      return { from: startOf(shown.range, now, timeZone), to }
    case 'order': {
      const from = order ? new Date(order.createdAt) : startOf('today', now, timeZone)
      return { from: new Date(Math.max(from.getTime(), to.getTime() - longestMs)), to }
    }
    case 'custom': {
      const from = shown.fromDay ? beginOf(shown.fromDay, timeZone) : startOf('days7', now, timeZone)
      const end = shown.toDay ? dayAfter(beginOf(shown.toDay, timeZone), timeZone) : to
      const lengthMs = end.getTime() - from.getTime()
      return lengthMs > 0 && lengthMs <= longestMs ? { from, to: end } : null
    }
  }
}

/** When the day after the one that `at` is in begins. Days have 23 to 25 hours. */
function dayAfter(at: Date, timeZone: string): Date {
  const begun = startOf('today', at, timeZone)
  return startOf('today', new Date(begun.getTime() + 1.5 * dayMs), timeZone)
}

/** Noon of a UTC day lies in the same day of every zone but the farthest ones; from there the day's own beginning is found. */
function beginOf(day: string, timeZone: string): Date {
  const noon = new Date(`${day}T12:00:00Z`)
  const begun = startOf('today', noon, timeZone)
  const shown = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(begun)
  if (shown === day) return begun
  const shiftMs = shown < day ? dayMs : -dayMs
  return startOf('today', new Date(noon.getTime() + shiftMs), timeZone)
}

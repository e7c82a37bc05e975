// The query language of endpoint 7, {"field": {"operator": value}} and {"field": "desc"}, as SQL with placeholders.
// Fields and operators come from fixed tables, values only ever through placeholders. Conditions combine with AND.
import { z } from 'zod'
import { wireId } from '../clouds/xlink/wire.ts'
import { CloudRefusal } from './cloud-refusal.ts'

export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const queryColumns: Readonly<Record<string, string>> = { _id: 'task_id', id: 'task_id', name: 'name' }
const orderColumns: Readonly<Record<string, string>> = { ...queryColumns, create_time: 'create_time' }
const comparisons: Readonly<Record<string, string>> = { $eq: '=', $lt: '<', $lte: '<=', $gt: '>', $gte: '>=' }
const MAX_IN = 1000

const idList = z.array(wireId).max(MAX_IN)

function column(columns: Readonly<Record<string, string>>, field: string): string {
  const name = Object.hasOwn(columns, field) ? columns[field] : undefined
  if (name === undefined) throw new CloudRefusal('FIELD_INVALID', field)
  return name
}

/** FIELD_INVALID for an unknown field or operator, or a value that does not fit it. */
export function searchConditions(query: Readonly<Record<string, unknown>>): Condition[] {
  return Object.entries(query).flatMap(([field, operators]) => {
    const name = column(queryColumns, field)
    if (typeof operators !== 'object' || operators === null) throw new CloudRefusal('FIELD_INVALID', field)
    return Object.entries(operators).map(([operator, value]) => condition(field, name, operator, value))
  })
}

function condition(field: string, name: string, operator: string, value: unknown): Condition {
  if (operator === '$in') {
    const list = idList.safeParse(value)
    if (!list.success) throw new CloudRefusal('FIELD_INVALID', field)
    return { sql: `${name} IN (${list.data.map(() => '?').join(', ')})`, values: list.data }
  }
  const text = wireId.safeParse(value)
  if (!text.success) throw new CloudRefusal('FIELD_INVALID', field)
  if (operator === '$like') {
    // Contained somewhere; what is a wildcard in SQL is an ordinary character here.
    return { sql: `${name} LIKE ? ESCAPE '\\'`, values: [`%${text.data.replace(/[\\%_]/g, '\\$&')}%`] }
  }
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined
  if (comparison === undefined) throw new CloudRefusal('FIELD_INVALID', operator)
  return { sql: `${name} ${comparison} ?`, values: [text.data] }
}

/** ORDER BY terms in key order; "" when none is asked for. ORDER_UNKNOWN for another direction than asc and desc. */
export function searchOrder(order: Readonly<Record<string, unknown>>): string {
  return Object.entries(order)
    .map(([field, direction]) => {
      const name = column(orderColumns, field)
      if (direction !== 'asc' && direction !== 'desc') throw new CloudRefusal('ORDER_UNKNOWN', field)
      return `${name} ${direction === 'asc' ? 'ASC' : 'DESC'}`
    })
    .join(', ')
}

// The service's query language, {"field": {"operator": value}} and {"field": "desc"}, as SQL with placeholders. Fields
// and operators come from fixed tables, values only ever through placeholders. Conditions combine with AND.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { blankToUndefined, wireId } from '../clouds/xlink/wire.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import type { DialectWords } from './database/dialect-words.ts'

export interface SearchField {
  readonly column: string
  /** Brings what is asked for into the form that is stored. */
  readonly form?: (text: string) => string
  /** What is missing comes before everything else. */
  readonly isNullable?: boolean
}

/** What may be asked for, by its name in the query. */
export type SearchFields = Readonly<Record<string, SearchField>>

export interface Condition {
  readonly column: string
  readonly operator: Comparison | 'IN' | 'LIKE'
  /** A list for IN, a pattern for LIKE. */
  readonly value: string | readonly string[]
}

export interface OrderTerm {
  readonly column: string
  readonly direction: 'ASC' | 'DESC'
  readonly isNullable?: boolean
}

/** A piece of SQL with the values in it. */
export type SqlPiece = RawBuilder<unknown>

/** For the schemas of bodies. */
export const searchFields = {
  query: z.preprocess(blankToUndefined, z.record(z.string(), z.unknown()).default({})),
  order: z.preprocess(blankToUndefined, z.record(z.string(), z.unknown()).default({})),
}

const MAX_FILTER = 100

/** The same: names of the fields to answer; unknown ones are passed over, none means all. */
export const filterField = z.preprocess(
  blankToUndefined,
  z.array(z.string().max(200)).max(MAX_FILTER).default([]),
)

type Comparison = '=' | '<' | '<=' | '>' | '>='
const comparisons: Readonly<Record<string, Comparison>> = {
  $eq: '=',
  $lt: '<',
  $lte: '<=',
  $gt: '>',
  $gte: '>=',
}
const MAX_IN = 1000

const idList = z.array(wireId).max(MAX_IN)
/** Blank is a value here: everything is like it, and a serial number may be equal to it. */
const searchText = z
  .union([z.string().max(200), z.number().transform(String)])
  .transform((text) => text.trim())

/** FIELD_INVALID for an unknown field or operator, or a value that does not fit it. */
export function readConditions(
  query: Readonly<Record<string, unknown>>,
  fields: SearchFields,
): readonly Condition[] {
  return Object.entries(query).flatMap(([name, operators]) => {
    const field = fieldOf(fields, name)
    if (typeof operators !== 'object' || operators === null) throw new CloudRefusal('FIELD_INVALID', name)
    return Object.entries(operators).map(([operator, value]) => condition(name, field, operator, value))
  })
}

function condition(name: string, { column, form }: SearchField, operator: string, value: unknown): Condition {
  const formed = (text: string) => form?.(text) ?? text
  if (operator === '$in') {
    const list = idList.safeParse(value)
    if (!list.success) throw new CloudRefusal('FIELD_INVALID', name)
    return { column, operator: 'IN', value: list.data.map(formed) }
  }
  const text = searchText.safeParse(value)
  if (!text.success) throw new CloudRefusal('FIELD_INVALID', name)
  if (operator === '$like') {
    // Contained somewhere; what is a wildcard in SQL is an ordinary character here.
    return { column, operator: 'LIKE', value: `%${text.data.replace(/[\\%_]/g, '\\$&')}%` }
  }
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined
  if (comparison === undefined) throw new CloudRefusal('FIELD_INVALID', operator)
  return { column, operator: comparison, value: formed(text.data) }
}

/** `before`: what stands before the column. */
export function conditionSql(
  words: DialectWords,
  { column, operator, value }: Condition,
  before: SqlPiece = sql``,
): RawBuilder<SqlBool> {
  const left = sql`${before}${sql.ref(column)}`
  if (typeof value !== 'string') {
    // One value however long the list is, so that the statement stays the same.
    return sql`${left} IN (SELECT value FROM ${words.texts(value)})`
  }
  if (operator === 'LIKE') return sql`${left} ${words.like} ${value} ESCAPE '\\'`
  return sql`${left} ${sql.raw(operator)} ${value}`
}

/** In key order; empty when none is asked for. FIELD_INVALID, and ORDER_UNKNOWN for another direction. */
export function readOrder(
  order: Readonly<Record<string, unknown>>,
  fields: SearchFields,
): readonly OrderTerm[] {
  return Object.entries(order).map(([name, direction]) => {
    const { column, isNullable = false } = fieldOf(fields, name)
    if (direction !== 'asc' && direction !== 'desc') throw new CloudRefusal('ORDER_UNKNOWN', name)
    return { column, direction: direction === 'asc' ? 'ASC' : 'DESC', isNullable }
  })
}

/**
 * `tie`: a unique column that is put last, so that pages neither overlap nor leave gaps. `before`: what stands before each
 * column.
 */
export function orderSql(
  order: readonly OrderTerm[],
  tie: string,
  { reversed = false, before = sql`` }: { readonly reversed?: boolean; readonly before?: SqlPiece } = {},
): SqlPiece {
  const last: OrderTerm = { column: tie, direction: order.at(-1)?.direction ?? 'ASC' }
  const terms = [...order, last].map(({ column, direction, isNullable = false }) => {
    const isDown = reversed === (direction === 'ASC')
    const nulls = isDown ? sql` NULLS LAST` : sql` NULLS FIRST`
    return sql`${before}${sql.ref(column)} ${isDown ? sql`DESC` : sql`ASC`}${isNullable ? nulls : sql``}`
  })
  return sql.join(terms)
}

/** True when there are none. */
export function allOf(conditions: readonly SqlPiece[]): SqlPiece {
  return conditions.length === 0 ? sql`TRUE` : sql.join(conditions, sql` AND `)
}

/** Only the fields that are asked for. */
export function pick(
  fields: Readonly<Record<string, unknown>>,
  filter: readonly string[],
): Readonly<Record<string, unknown>> {
  if (filter.length === 0) return fields
  return Object.fromEntries(Object.entries(fields).filter(([name]) => filter.includes(name)))
}

function fieldOf(fields: SearchFields, name: string): SearchField {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined) throw new CloudRefusal('FIELD_INVALID', name)
  return field
}

// Conditions and orders in the service's words: {"field": {"$operator": value}} and {"field": "desc"}. Pure.
import type { FieldMatch } from '../cloud.ts'

/** `query` of a body; nothing when there is no condition. `names`: ours to theirs. */
export function wireQuery<K extends string>(
  where: Partial<Record<K, FieldMatch>> | undefined,
  names: Readonly<Record<K, string>>,
): { query?: Record<string, Record<string, unknown>> } {
  const query: Record<string, Record<string, unknown>> = {}
  for (const field in where) {
    const operators = Object.entries(where[field] ?? {}).filter(([, value]) => value !== undefined)
    if (operators.length === 0) continue
    query[names[field]] = Object.fromEntries(operators.map(([operator, value]) => [`$${operator}`, value]))
  }
  return Object.keys(query).length === 0 ? {} : { query }
}

/** `order` of a body, in the order of the keys given. */
export function wireOrder<K extends string>(
  order: Partial<Record<K, 'asc' | 'desc'>> | undefined,
  names: Readonly<Record<K, string>>,
): { order?: Record<string, string> } {
  const terms: Record<string, string> = {}
  for (const field in order) {
    const direction = order[field]
    if (direction !== undefined) terms[names[field]] = direction
  }
  return Object.keys(terms).length === 0 ? {} : { order: terms }
}

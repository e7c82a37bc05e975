// Rule `numericStrings`: the service's examples quote every number, and some installations really do.
import type { CloudContext } from './cloud-context.ts'

/** The answer, its numbers written as text where the rule wants it. */
export function answer(cloud: CloudContext, value: object): unknown {
  return cloud.rules.numericStrings ? numbersAsText(value) : value
}

function numbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(numbersAsText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, numbersAsText(inner)]))
}

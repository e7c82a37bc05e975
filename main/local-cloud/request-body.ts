// Reads a request body with a zod schema and answers what is wrong with it in the service's codes: absent, null and
// "" are a missing field, anything else that does not fit is an invalid one, unless the field has a code of its own.
import type { z } from 'zod'
import { blankToUndefined } from '../clouds/xlink/wire.ts'
import { CloudRefusal, type RefusalReason } from './cloud-refusal.ts'

/** Refusals of single fields, by path: `type`, `scope.category`. */
export type FieldRefusals = Readonly<Record<string, RefusalReason>>

/** The body as the schema makes it. CloudRefusal FIELD_MISSING, FIELD_INVALID or the field's own. */
export function readRequestBody<T>(schema: z.ZodType<T>, body: unknown, fields: FieldRefusals = {}): T {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    missing: blankToUndefined(valueAt(body, issue.path)) === undefined,
  }))
  // A missing field is said first: its absence may be what makes the others look wrong.
  const problem = problems.find((one) => one.missing) ?? problems[0]
  const field = problem?.field ?? ''
  if (problem?.missing === true) throw new CloudRefusal('FIELD_MISSING', field)
  throw new CloudRefusal(fields[field] ?? 'FIELD_INVALID', field)
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

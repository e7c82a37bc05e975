// Schemas of error codes and of what belongs to one occurrence. The codes themselves stand in error-table.ts.
import { z } from 'zod'
import { type ErrorCode, errorTable } from './error-table.ts'

export * from './error-table.ts'

export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]
export const errorCodeSchema = z.enum(errorCodes)

/** Facts that belong to one occurrence: addresses, sizes, expected and found values. Never sentences, never secrets. */
export const errorContextSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
)
export type ErrorContext = z.infer<typeof errorContextSchema>

// Offset and limit as every list of the service takes them.
import { wireIntOptional } from '../clouds/xlink/wire.ts'

export const MAX_INT32 = 2_147_483_647
const DEFAULT_LIMIT = 10
export const MAX_LIMIT = 1000

/** For the schemas of bodies and queries; a negative offset is refused, a limit out of range is put into it. */
export const pageFields = {
  offset: wireIntOptional(0, MAX_INT32),
  limit: wireIntOptional(-MAX_INT32, MAX_INT32),
}

export interface Page {
  readonly offset: number
  readonly limit: number
}

export function decidePage(
  asked: { offset?: number | undefined; limit?: number | undefined },
  defaultLimit: number = DEFAULT_LIMIT,
): Page {
  return {
    offset: asked.offset ?? 0,
    limit: Math.min(Math.max(asked.limit ?? defaultLimit, 1), MAX_LIMIT),
  }
}

/**
 * The same page counted from the end of the list, when that end is nearer: a database walks over everything that it
 * skips. `reversed`: to be read in the opposite order, and turned round.
 */
export function pageFromNearerEnd({ offset, limit }: Page, total: number): Page & { reversed: boolean } {
  if (offset * 2 <= total) return { offset, limit, reversed: false }
  const count = Math.max(Math.min(limit, total - offset), 0)
  return { offset: Math.max(total - offset - count, 0), limit: count, reversed: true }
}

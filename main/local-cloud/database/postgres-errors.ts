// What PostgreSQL and the way to it say when something fails, as codes of the table. Source:
// https://www.postgresql.org/docs/current/errcodes-appendix.html
import { FlashlineError } from '../../../preload/contract/index.ts'

/** Two that waited for each other, or what a transaction relied on went away meanwhile (a task was deleted, say). */
const AGAIN = new Set(['40001', '40P01', '23503'])
/** No disk, no memory. */
const NO_ROOM = new Set(['53100', '53200'])
/** Password or role (28), no such database, nothing may be done there, no such schema. */
const REFUSED = /^(28...|3D000|42501|3F000)$/
/** The connection broke or was not taken, the server goes down or comes up, or it is too slow to tell. */
const UNREACHABLE = /^(08...|57P0[1-5]|53300|57014|25P03)$/

/** The whole transaction may be tried again, and may succeed. */
export function mayRunAgain(error: unknown): boolean {
  return AGAIN.has(codeOf(error))
}

/**
 * DATABASE_UNREACHABLE {host, reason}, DATABASE_REFUSED {host, reason}, STORE_FULL; other answers of the server are faults
 * of ours and stay what they are. Only for what the driver throws.
 */
export function asPostgresError(error: unknown, host: string): unknown {
  const reason = codeOf(error)
  if (NO_ROOM.has(reason)) return new FlashlineError('STORE_FULL', { reason }, { cause: error })
  if (REFUSED.test(reason)) return new FlashlineError('DATABASE_REFUSED', { host, reason }, { cause: error })
  if (UNREACHABLE.test(reason) || isOfConnection(error)) {
    return new FlashlineError('DATABASE_UNREACHABLE', { host, reason }, { cause: error })
  }
  return error
}

/** The system's errors name the call that failed. */
function isOfConnection(error: unknown): boolean {
  return (error instanceof Error && 'syscall' in error) || isOfDriver(error)
}

/** Its own errors (too slow, broken off) have neither a code nor a class. */
export function isOfDriver(error: unknown): boolean {
  return error instanceof Error && !('code' in error) && error.constructor === Error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

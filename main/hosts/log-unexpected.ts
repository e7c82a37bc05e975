// Which errors of a call belong in the log: those that no contract knows. The caller gets "Internal server error" and
// no stack; the log keeps the cause.
import { ORPCError } from '@orpc/server'
import type { HostLogger } from './host-logger.ts'

export function logUnexpected(logger: HostLogger): (error: unknown) => void {
  return (error) => {
    if (error instanceof ORPCError && error.status < 500) return
    if (error instanceof Error && error.name === 'AbortError') return
    logger.error({ err: error }, 'a call failed unexpectedly')
  }
}

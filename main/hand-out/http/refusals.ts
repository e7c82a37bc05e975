// Who was refused, for the log: counted, and written as one line now and then. A stranger who knocks a thousand times a
// second must not fill the disk.
import type { Clock } from '../clock.ts'
import type { HandOutLog } from '../log.ts'

export type RefusalReason =
  | 'method'
  | 'url'
  | 'peer'
  | 'content'
  | 'rate'
  | 'transfers'
  | 'stalled'
  | 'connections'

const gatherMs = 10_000

export interface Refusals<Reason extends string = RefusalReason> {
  count(reason: Reason, peer: string | undefined): void
  /** Writes what was gathered. */
  close(): void
}

/** `message`: of the line in the log. */
export function createRefusals<Reason extends string = RefusalReason>(
  log: HandOutLog,
  clock: Clock,
  message: string,
): Refusals<Reason> {
  let counts: Record<string, number> = {}
  let lastPeer: string | null = null
  let callOff: (() => void) | null = null
  const write = () => {
    callOff?.()
    callOff = null
    if (Object.keys(counts).length > 0) log.warn({ refused: counts, lastPeer }, message)
    counts = {}
  }
  return {
    count(reason, peer) {
      counts[reason] = (counts[reason] ?? 0) + 1
      lastPeer = peer ?? lastPeer
      callOff ??= clock.after(gatherMs, write)
    },
    close: write,
  }
}

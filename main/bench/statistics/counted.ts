// As what a job counts. Pure.
import type { JobOutcome } from '../../../preload/contract/index.ts'

export type Counted = 'passed' | 'failed' | 'refused' | 'cancelled'

/** Null: it has not ended. A job that the station's own death cut off is a failed one. */
export function countedAs(outcome: JobOutcome): Counted | null {
  if (outcome === 'running') return null
  return outcome === 'interrupted' ? 'failed' : outcome
}

// How the record of one upgrade changes, and how it looks at a time. Pure. The rules of the Living Platform's document:
//   TO_BE_UPGRADED -> UPGRADING (first progress or push) -> SUCCEEDED (a report of the version) or FAILED (step < 0)
// The last two are final; the step only grows; ten minutes after the task was made an upgrade that still runs is abnormal.

const ABNORMAL_AFTER_MS = 10 * 60_000

export type UpgradeStatus = 'TO_BE_UPGRADED' | 'UPGRADING' | 'SUCCEEDED' | 'FAILED'

export interface UpgradeState {
  readonly status: UpgradeStatus
  /** Percent; 100 when it succeeded, negative when it failed. */
  readonly step: number
}

export const succeeded: UpgradeState = { status: 'SUCCEEDED', step: 100 }
export const failed: UpgradeState = { status: 'FAILED', step: -1 }

export function isFinal(state: UpgradeState): boolean {
  return state.status === 'SUCCEEDED' || state.status === 'FAILED'
}

/** At the push to the device. What a person starts waits for that person. */
export function decideIssued(isManual: boolean): UpgradeState {
  return { status: isManual ? 'TO_BE_UPGRADED' : 'UPGRADING', step: 0 }
}

/** After the device told a step, -4 to 100. A hundred percent is no success yet: that takes a report of the version. */
export function decideStep(state: UpgradeState, step: number): UpgradeState {
  if (isFinal(state)) return state
  return step < 0 ? { status: 'FAILED', step } : { status: 'UPGRADING', step: Math.max(state.step, step) }
}

export function decideResult(state: UpgradeState, hasSucceeded: boolean): UpgradeState {
  if (isFinal(state)) return state
  return hasSucceeded ? succeeded : failed
}

/** Still running ten minutes after its task was made. */
export function isAbnormal(state: UpgradeState, taskCreatedAt: string, now: Date): boolean {
  return state.status === 'UPGRADING' && now.getTime() - Date.parse(taskCreatedAt) >= ABNORMAL_AFTER_MS
}

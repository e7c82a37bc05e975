// One line of a connection's test: a call that was tried, how it went, how long it took. Knows no cloud.
import { asFlashlineError, type ConnectionCheck, type ErrorContext } from '../../preload/contract/index.ts'

/** `attempt` resolves with the facts worth knowing. Rejects on abort only. */
export async function tryCall(
  call: string,
  attempt: () => Promise<ErrorContext>,
  signal: AbortSignal,
): Promise<ConnectionCheck> {
  const beganMs = performance.now()
  const durationMs = () => Math.round(performance.now() - beganMs)
  try {
    const facts = await attempt()
    return { call, outcome: 'works', error: null, durationMs: durationMs(), facts }
  } catch (cause) {
    signal.throwIfAborted()
    const { code, context } = asFlashlineError(cause)
    return { call, outcome: 'failed', error: { code, context }, durationMs: durationMs(), facts: {} }
  }
}

/** Nothing was there to ask about, or asking would change something. */
export function leaveOut(call: string): ConnectionCheck {
  return { call, outcome: 'notTried', error: null, durationMs: 0, facts: {} }
}

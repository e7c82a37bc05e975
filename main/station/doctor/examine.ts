// Runs the checks, each with its own deadline, and makes the report. A check that fails or does not end is one line of
// the report and stops no other.
import {
  type DoctorCheck,
  type DoctorLine,
  type DoctorReport,
  doctorChecks,
  doctorVerdicts,
  type ErrorContext,
} from '../../../preload/contract/index.ts'
import { lineOfCheck } from './line.ts'

export interface Check {
  readonly id: DoctorCheck
  readonly deadlineMs: number
  /** Lets nothing else of this process run meanwhile: done when the others have ended. */
  readonly blocks?: boolean
  /** The signal is the deadline too. */
  run(signal: AbortSignal): Promise<readonly DoctorLine[]>
}

export interface ExamineOptions {
  readonly now: () => Date
  /** Takes secrets out of what a line shows. */
  readonly shown: (text: string) => string
}

/** Lines in the order of the table of checks. Rejects with the reason of the signal only. */
export async function examine(
  checks: readonly Check[],
  { now, shown }: ExamineOptions,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const lines = (
    await Promise.all(checks.filter(({ blocks }) => !blocks).map((check) => ask(check, signal)))
  ).flat()
  for (const check of checks) if (check.blocks) lines.push(...(await ask(check, signal)))
  const sorted = lines
    .toSorted((one, two) => doctorChecks.indexOf(one.check) - doctorChecks.indexOf(two.check))
    .map((line) => withoutSecrets(line, shown))
  const worst = Math.max(0, ...sorted.map(({ verdict }) => doctorVerdicts.indexOf(verdict)))
  return { at: now().toISOString(), verdict: doctorVerdicts[worst] ?? 'pass', lines: sorted }
}

async function ask(check: Check, signal: AbortSignal): Promise<readonly DoctorLine[]> {
  signal.throwIfAborted()
  const stop = new AbortController()
  const late = Promise.withResolvers<readonly DoctorLine[]>()
  const onAbort = () => {
    stop.abort(signal.reason)
    late.reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => {
    stop.abort(new Error('the deadline of the check'))
    late.resolve([lineOfCheck(check.id, 'checkLate', { seconds: Math.round(check.deadlineMs / 1000) })])
  }, check.deadlineMs)
  try {
    // What does not heed its signal is left behind.
    return await Promise.race([check.run(stop.signal), late.promise])
  } catch (cause) {
    signal.throwIfAborted()
    return [lineOfCheck(check.id, 'checkBroken', {}, cause)]
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function withoutSecrets(line: DoctorLine, shown: (text: string) => string): DoctorLine {
  const clean = (facts: ErrorContext): ErrorContext =>
    Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? shown(value) : value]),
    )
  const { facts, error } = line
  return { ...line, facts: clean(facts), error: error && { ...error, context: clean(error.context) } }
}

// One line of the doctor's report. Check and verdict come from the table, so that no check judges by itself.
import {
  asFlashlineError,
  type DoctorCheck,
  type DoctorFinding,
  type DoctorLine,
  doctorFindings,
  type ErrorContext,
} from '../../../preload/contract/index.ts'

/** A finding that belongs to one check. */
export type OwnFinding = {
  [Name in DoctorFinding]: (typeof doctorFindings)[Name]['check'] extends null ? never : Name
}[DoctorFinding]

/** `cause`: what the part that was tried threw. */
export function line(finding: OwnFinding, facts: ErrorContext = {}, cause?: unknown): DoctorLine {
  const { check, verdict } = doctorFindings[finding]
  return { check, verdict, finding, facts, error: cause === undefined ? null : errorOf(cause) }
}

/** A finding that any check may make: about itself. */
export function lineOfCheck(
  check: DoctorCheck,
  finding: Exclude<DoctorFinding, OwnFinding>,
  facts: ErrorContext = {},
  cause?: unknown,
): DoctorLine {
  const { verdict } = doctorFindings[finding]
  return { check, verdict, finding, facts, error: cause === undefined ? null : errorOf(cause) }
}

/** The system's name for a failure, else its first line; short. */
export function reasonOf(cause: unknown): string {
  // Some libraries have one code for everything.
  if (cause instanceof Error && 'code' in cause && /^[A-Z][A-Z0-9_]+$/.test(String(cause.code)))
    return String(cause.code)
  const text = cause instanceof Error ? cause.message : String(cause)
  return (text.split('\n', 1)[0] ?? '').slice(0, 160)
}

function errorOf(cause: unknown): DoctorLine['error'] {
  const { code, context } = asFlashlineError(cause)
  return { code, context }
}

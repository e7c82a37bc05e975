// What `flashline doctor` says of a computer: one line per thing looked at. The lines carry facts; the sentences are made
// from them by doctor-texts.ts.
import { z } from 'zod'
import { type DoctorFinding, doctorChecks, doctorFindings, doctorVerdicts } from './doctor-findings.ts'
import { errorCodeSchema, errorContextSchema } from './errors.ts'

const findings = Object.keys(doctorFindings) as [DoctorFinding, ...DoctorFinding[]]

export const doctorLineSchema = z.strictObject({
  check: z.enum(doctorChecks),
  verdict: z.enum(doctorVerdicts),
  finding: z.enum(findings),
  /** What the sentences are filled with; `command`: to be typed as it stands. Never a secret. */
  facts: errorContextSchema,
  /** What the part that was tried said; null where none failed. */
  error: z.object({ code: errorCodeSchema, context: errorContextSchema }).nullable(),
})
export type DoctorLine = z.infer<typeof doctorLineSchema>

export const doctorReportSchema = z.strictObject({
  /** When it was made, by this computer's clock. */
  at: z.iso.datetime(),
  /** The worst of its lines. */
  verdict: z.enum(doctorVerdicts),
  lines: z.array(doctorLineSchema),
})
export type DoctorReport = z.infer<typeof doctorReportSchema>

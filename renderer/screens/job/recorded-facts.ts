// What the steps of a job recorded beside their outcome: the chip, who said the version, how the flash was proved. Pure;
// the words are the contract's.
import {
  algorithmText,
  chipFactWords,
  memorySizeText,
  proofTexts,
  versionSourceTexts,
} from '../../../preload/contract/chip-fact-texts.ts'
import type { Language } from '../../../preload/contract/error-texts.ts'
import type { ErrorContext } from '../../../preload/contract/errors.ts'
import type { Job, Step, StepName } from '../../../preload/contract/model.ts'

/** Why a step had nothing to do; its words are `skipped.<reason>` in the texts. */
const skipReasons = [
  'localImage',
  'protocolCannotProve',
  'profileCannotConfirm',
  'notTouched',
  'noCloud',
] as const
export type SkipReason = (typeof skipReasons)[number]

/** Null when the step was not skipped, or for a reason that this version does not know. */
export function skipReason(step: Pick<Step, 'outcome' | 'detail'> | undefined): SkipReason | null {
  if (step?.outcome !== 'skipped') return null
  return skipReasons.find((one) => one === step.detail.reason) ?? null
}

/** Why a job passed although its device did not say the new version; null when it did. */
export function unaskedReason({ outcome, steps }: Pick<Job, 'outcome' | 'steps'>): SkipReason | null {
  return outcome === 'passed' ? skipReason(steps.find(({ name }) => name === 'confirm')) : null
}

/** Behind these is no chip that anybody could name, only something that takes a file. */
const receivers: readonly unknown[] = ['console', 'xmodem', 'ymodem']

export interface RecordedChip {
  readonly name: string | null
  readonly flashSize: string | null
  readonly facts: readonly (readonly [name: string, value: string])[]
}

/** Null when no boot loader said anything. */
export function recordedChip(job: Job, language: Language): RecordedChip | null {
  const { chip, chipName, flashSizeBytes, versionFrom: _, ...facts } = detailOf(job, 'identify')
  const name = chipName ?? (receivers.includes(chip) ? null : chip)
  const flashSize = typeof flashSizeBytes === 'number' ? memorySizeText(flashSizeBytes) : null
  const words = chipFactWords(facts, language)
  if (name === undefined || (name === null && flashSize === null && words.length === 0)) return null
  return { name: name === null ? null : String(name), flashSize, facts: words }
}

/** Who said which version the device ran; null when it is not known. */
export function versionSource(job: Job, language: Language): string | null {
  const source = detailOf(job, 'identify').versionFrom
  const known = keysOf(versionSourceTexts).find((one) => one === source)
  return known ? versionSourceTexts[known][language] : null
}

/** `digested by the device · MD5` and the digests; null when nothing was proved. */
export function recordedProof(
  job: Job,
  language: Language,
): { readonly how: string; readonly digest: string } | null {
  const { by, algorithm, digest } = detailOf(job, 'verify')
  const known = keysOf(proofTexts).find((one) => one === by)
  if (!known || typeof algorithm !== 'string' || typeof digest !== 'string') return null
  return { how: `${proofTexts[known][language]} · ${algorithmText(algorithm)}`, digest }
}

function detailOf({ steps }: Job, name: StepName): ErrorContext {
  return steps.find((step) => step.name === name)?.detail ?? {}
}

function keysOf<Table extends object>(table: Table): (keyof Table)[] {
  return Object.keys(table) as (keyof Table)[]
}

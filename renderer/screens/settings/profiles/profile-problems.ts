// What is wrong with profiles, in words and with its place: files that were left out, and what a save was refused for.
// The station finds the mistakes; only an id that another profile of the plant has is seen here, before it is written over. Pure.
import { errorText, type Language } from '../../../../preload/contract/error-texts.ts'
import type { ProfileEntry, ProfileList, ProfileMistake } from '../../../../preload/contract/profile.ts'
import { isProfileProblem, mistakeText } from '../../../../preload/contract/profile-texts.ts'
import type { CallError } from '../../../api/call-error.ts'

export interface FileProblem {
  readonly file: string
  /** Null: not of one place in it. */
  readonly at: { readonly line: number; readonly column: number } | null
  readonly place: string
  readonly sentence: string
  /** Mistakes besides this one. */
  readonly more: number
}

export function fileProblemOf(error: ProfileList['problems'][number], language: Language): FileProblem {
  const { file, place, line, column, problem, count, issue } = error.context
  return {
    file: String(file ?? ''),
    at: typeof line === 'number' && typeof column === 'number' ? { line, column } : null,
    place: String(place ?? ''),
    sentence: isProfileProblem(problem)
      ? mistakeText({ problem, facts: error.context }, language)
      : `${errorText({ code: error.code, context: {} }, language).title}${issue ? ` (${issue})` : ''}`,
    more: typeof count === 'number' ? count - 1 : 0,
  }
}

/** What a profile of this id would be written over: a file of the plant that could not be read. */
export function brokenFileOf(profileId: unknown, problems: ProfileList['problems']): string | null {
  const file = `${String(profileId)}.json`
  return problems.some(({ context }) => context.file === file) ? file : null
}

/** Null: the station refused for another reason than a mistake at a place. */
export function refusedMistake({ code, context }: CallError): ProfileMistake | null {
  const { place, line, column, problem } = context
  if (code !== 'PROFILE_INVALID' || typeof place !== 'string' || !isProfileProblem(problem)) return null
  return { place, line: Number(line ?? 0), column: Number(column ?? 0), problem, facts: context }
}

/** `own`: the id under which it was opened; null: it is new. */
export function takenMistake(
  profileId: unknown,
  own: string | null,
  entries: readonly ProfileEntry[],
): ProfileMistake | null {
  const other = entries.find((entry) => entry.profileId === profileId && entry.origin === 'plant')
  if (!other || profileId === own) return null
  return { place: 'profileId', line: 0, column: 0, problem: 'taken', facts: { found: other.name } }
}

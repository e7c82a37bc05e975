// What the parts of the form of a new task share: the draft, how to change it, and the sentence under each field.
import type { TFunction } from 'i18next'
import type { NewTaskDraft, NewTaskField, NewTaskProblems } from './new-task-draft.ts'

export interface NewTaskForm {
  readonly draft: NewTaskDraft
  readonly change: (part: Partial<NewTaskDraft>) => void
  /** Undefined: it is fine, or nothing is said of it yet. */
  readonly errorOf: (field: NewTaskField) => string | undefined
}

/** What is empty is said only after somebody tried to send it; what is wrong, at once. */
export function shownError(
  t: TFunction,
  field: NewTaskField,
  problems: NewTaskProblems,
  tried: boolean,
  refused: { readonly field: NewTaskField; readonly text: string } | null,
): string | undefined {
  if (refused?.field === field) return refused.text
  const problem = problems[field]
  if (!problem) return undefined
  const isBlank = problem === 'missing' || problem === 'notChosen' || problem === 'noDevices'
  return isBlank && !tried ? undefined : t(`tasks.draft.problem.${problem}`)
}

// What may be done to a task, and what a task may be, by the rules of the upgrade service; the same functions in the
// screens and in the station. Pure, and without the validation library. The service has the last word: whether a stopped
// formal task once passed its review, and whose review it waits for, only it knows.
import type { TaskDraft } from './cloud-model.ts'
import type { Task } from './model.ts'
import type { TaskAction, TaskObstacle } from './task-view.ts'

export const taskActions = [
  'start',
  'stop',
  'delete',
  'promote',
  'submit',
  'approve',
  'reject',
  'changeDevices',
] as const
/** What stands around a task, besides the task itself. */
export interface TaskStanding {
  /** The cloud does not name it any more. */
  readonly vanished: boolean
  /** Its product has a connection that can change tasks. */
  readonly hasDesk: boolean
}

/** Null: may be done. */
type Rule = (task: Pick<Task, 'status' | 'tag' | 'scope'>) => TaskObstacle | null

const rules: Readonly<Record<TaskAction, Rule>> = {
  start({ status, tag, scope }) {
    if (status === 'running') return 'running'
    if (status === 'review') return 'underReview'
    if (status === 'stopped') return null
    if (tag === 'formal') return 'notApproved'
    return scope.category === 'devices' && scope.deviceIds.length === 0 ? 'noDevices' : null
  },
  stop({ status }) {
    if (status === 'review') return 'underReview'
    return status === 'running' ? null : 'notRunning'
  },
  // A running one is stopped first, by the same button.
  delete: ({ status }) => (status === 'review' ? 'underReview' : null),
  promote({ status, tag }) {
    if (tag === 'formal') return 'formal'
    return status === 'review' ? 'underReview' : null
  },
  submit({ status, tag }) {
    if (tag === 'test') return 'test'
    if (status === 'pending') return null
    return status === 'review' ? 'underReview' : status
  },
  approve: review,
  reject: review,
  changeDevices({ status, tag }) {
    if (tag === 'formal') return 'formal'
    return status === 'review' ? 'underReview' : null
  },
}

function review({ status, tag }: Pick<Task, 'status' | 'tag'>): TaskObstacle | null {
  if (tag === 'test') return 'test'
  return status === 'review' ? null : 'notUnderReview'
}

/** What each action meets; one that is not named may be done. */
export function taskObstacles(
  task: Pick<Task, 'status' | 'tag' | 'scope'>,
  { vanished, hasDesk }: TaskStanding,
): Partial<Record<TaskAction, TaskObstacle>> {
  const outer = vanished ? 'vanished' : hasDesk ? null : 'noDesk'
  return Object.fromEntries(
    taskActions.flatMap((action) => {
      const obstacle = outer ?? rules[action](task)
      return obstacle === null ? [] : [[action, obstacle]]
    }),
  )
}

/** Characters as people count them. */
export const longestTaskName = 32
export const longestTaskDescription = 250
const largestNumber = 2_147_483_647

export type TaskFieldProblem =
  | 'missing'
  | 'tooLong'
  | 'notANumber'
  | 'tooLarge'
  | 'sameVersion'
  | 'notAnAddress'
  | 'notAnMd5'
  | 'testForAll'
  | 'noDevices'

/** Fields of a draft, as the contract names them. */
export type TaskField =
  | 'productId'
  | 'name'
  | 'description'
  | 'part.identify'
  | 'fromVersion'
  | 'toVersion'
  | 'scope'
  | `${'image' | 'fromImage'}.${'url' | 'md5' | 'sizeBytes'}`

type PlacedImage = TaskDraft['image']

/** Everything but the images, which may not lie anywhere yet. */
export function taskProblems(
  draft: Omit<TaskDraft, 'image' | 'fromImage'>,
): Partial<Record<TaskField, TaskFieldProblem>> {
  const problems: Partial<Record<TaskField, TaskFieldProblem | null>> = {
    productId: draft.productId.trim() === '' ? 'missing' : null,
    name: textProblem(draft.name, longestTaskName),
    description: textProblem(draft.description, longestTaskDescription),
    'part.identify': numberProblem(draft.part.identify),
    fromVersion: numberProblem(draft.fromVersion),
    toVersion:
      numberProblem(draft.toVersion) ?? (draft.toVersion === draft.fromVersion ? 'sameVersion' : null),
    scope: scopeProblem(draft),
  }
  return found(problems)
}

/** Of an image that is named by its address. */
export function imageProblems(
  which: 'image' | 'fromImage',
  { url, md5, sizeBytes }: PlacedImage,
): Partial<Record<TaskField, TaskFieldProblem>> {
  return found({
    [`${which}.url`]:
      url.trim() === '' ? 'missing' : /^https?:\/\/./i.test(url) && URL.canParse(url) ? null : 'notAnAddress',
    [`${which}.md5`]: md5.trim() === '' ? 'missing' : /^[0-9a-f]{32}$/i.test(md5) ? null : 'notAnMd5',
    [`${which}.sizeBytes`]: Number.isSafeInteger(sizeBytes) && sizeBytes >= 0 ? null : 'notANumber',
  })
}

function textProblem(text: string, most: number): TaskFieldProblem | null {
  if (text.trim() === '') return 'missing'
  return [...text.trim()].length > most ? 'tooLong' : null
}

function numberProblem(value: number): TaskFieldProblem | null {
  if (!Number.isInteger(value) || value < 0) return 'notANumber'
  return value > largestNumber ? 'tooLarge' : null
}

/** Left out: the service's own choice for the tag. */
function scopeProblem({ scope, tag }: Pick<TaskDraft, 'scope' | 'tag'>): TaskFieldProblem | null {
  if (scope === null) return null
  if (scope.category === 'all') return tag === 'test' ? 'testForAll' : null
  return tag === 'formal' && scope.deviceIds.length === 0 ? 'noDevices' : null
}

function found(
  problems: Partial<Record<TaskField, TaskFieldProblem | null>>,
): Partial<Record<TaskField, TaskFieldProblem>> {
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== null))
}

// The life of a task, pure: what each operation makes of it, or why it is refused. Sections 3, 4 and 10 to 13 of the
// service's document; where it is silent, ours.
//
//              stopped          running          pending          review
//   start      running (1)      -                running (2)      TASK_UNDER_REVIEW
//   stop       -                stopped          CONFLICT         TASK_UNDER_REVIEW
//   delete     gone             TASK_BUSY        gone             TASK_BUSY
//   promote    pending          pending          pending          CONFLICT             test tasks only
//   submit     CONFLICT         CONFLICT         review           CONFLICT             formal tasks only
//   approve    CONFLICT         CONFLICT         CONFLICT         running (3)          formal tasks only
//   reject     CONFLICT         CONFLICT         CONFLICT         pending (3)          formal tasks only
//   devices    stays            stays            stays            CONFLICT             test tasks only
//
//   (1) legacy and test tasks, and formal ones that once passed their review; others TASK_NOT_APPROVED
//   (2) test tasks for somebody, SCOPE_EMPTY for nobody; formal ones TASK_NOT_APPROVED
//   (3) by the reviewer who was named, others NOT_AUDITOR
import { CloudRefusal, type RefusalReason } from '../cloud-refusal.ts'

export type TaskStatusName = 'stopped' | 'running' | 'pending' | 'review'

export type TaskOperation =
  | 'start'
  | 'stop'
  | 'delete'
  | 'promote'
  | 'submit'
  | 'approve'
  | 'reject'
  | 'devices'

export interface TaskState {
  readonly status: TaskStatusName
  readonly isTest: boolean
  /** Made without Api-Version 2: starts without a review. */
  readonly isLegacy: boolean
  /** Passed its review once. */
  readonly isApproved: boolean
  /** "" while nobody is to review it. */
  readonly reviewerId: string
  readonly isForSomebody: boolean
}

type Outcome = TaskStatusName | 'gone' | { readonly refusal: RefusalReason }

interface OperationRule {
  /** Left out: for both kinds. */
  readonly onlyFor?: 'test' | 'formal'
  readonly from: Readonly<Record<TaskStatusName, Outcome>>
  readonly guard?: (task: TaskState, callerId: string | null) => RefusalReason | null
}

const conflict = { refusal: 'TASK_STATE_CONFLICT' } as const
const underReview = { refusal: 'TASK_UNDER_REVIEW' } as const
const busy = { refusal: 'TASK_BUSY' } as const

const isReviewer = (task: TaskState, callerId: string | null) =>
  callerId !== null && callerId === task.reviewerId ? null : 'NOT_AUDITOR'

const rules: Readonly<Record<TaskOperation, OperationRule>> = {
  start: {
    from: { stopped: 'running', running: 'running', pending: 'running', review: underReview },
    guard(task) {
      if (task.status === 'stopped') {
        return task.isLegacy || task.isTest || task.isApproved ? null : 'TASK_NOT_APPROVED'
      }
      if (task.status !== 'pending') return null
      if (!task.isTest) return 'TASK_NOT_APPROVED'
      return task.isForSomebody ? null : 'SCOPE_EMPTY'
    },
  },
  stop: { from: { stopped: 'stopped', running: 'stopped', pending: conflict, review: underReview } },
  delete: { from: { stopped: 'gone', running: busy, pending: 'gone', review: busy } },
  promote: {
    onlyFor: 'test',
    from: { stopped: 'pending', running: 'pending', pending: 'pending', review: conflict },
  },
  submit: {
    onlyFor: 'formal',
    from: { stopped: conflict, running: conflict, pending: 'review', review: conflict },
  },
  approve: {
    onlyFor: 'formal',
    from: { stopped: conflict, running: conflict, pending: conflict, review: 'running' },
    guard: isReviewer,
  },
  reject: {
    onlyFor: 'formal',
    from: { stopped: conflict, running: conflict, pending: conflict, review: 'pending' },
    guard: isReviewer,
  },
  devices: {
    onlyFor: 'test',
    from: { stopped: 'stopped', running: 'running', pending: 'pending', review: conflict },
  },
}

/** The status after the operation. CloudRefusal as in the table; TASK_TAG_MISMATCH for the other kind of task. */
export function decideTransition(
  task: TaskState,
  operation: TaskOperation,
  callerId: string | null,
): TaskStatusName | 'gone' {
  const { onlyFor, from, guard } = rules[operation]
  if (onlyFor !== undefined && (onlyFor === 'test') !== task.isTest) {
    throw new CloudRefusal('TASK_TAG_MISMATCH')
  }
  const outcome = from[task.status]
  if (typeof outcome === 'object') throw new CloudRefusal(outcome.refusal)
  const refusal = guard?.(task, callerId) ?? null
  if (refusal !== null) throw new CloudRefusal(refusal)
  return outcome
}

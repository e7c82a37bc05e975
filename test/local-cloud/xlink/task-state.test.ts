import { describe, expect, it } from 'vitest'
import type { RefusalReason } from '../../../main/local-cloud/cloud-refusal.ts'
import {
  decideTransition,
  type TaskOperation,
  type TaskState,
  type TaskStatusName,
} from '../../../main/local-cloud/xlink/task-state.ts'

const statuses: readonly TaskStatusName[] = ['stopped', 'running', 'pending', 'review']
const plain: TaskState = {
  status: 'stopped',
  isTest: false,
  isLegacy: false,
  isApproved: false,
  reviewerId: '',
  isForSomebody: true,
}
const decide = (state: Partial<TaskState>, operation: TaskOperation, callerId: string | null = 'm1') => {
  try {
    return decideTransition({ ...plain, ...state }, operation, callerId)
  } catch (error) {
    return (error as { reason: RefusalReason }).reason
  }
}

/** What becomes of a task that is stopped, running, pending, under review by m1; asked for by m1. */
const table: readonly [what: string, Partial<TaskState>, TaskOperation, readonly string[]][] = [
  ['formal', {}, 'start', ['TASK_NOT_APPROVED', 'running', 'TASK_NOT_APPROVED', 'TASK_UNDER_REVIEW']],
  ['formal', {}, 'stop', ['stopped', 'stopped', 'TASK_STATE_CONFLICT', 'TASK_UNDER_REVIEW']],
  ['formal', {}, 'delete', ['gone', 'TASK_BUSY', 'gone', 'TASK_BUSY']],
  ['formal', {}, 'promote', Array(4).fill('TASK_TAG_MISMATCH')],
  ['formal', {}, 'submit', ['TASK_STATE_CONFLICT', 'TASK_STATE_CONFLICT', 'review', 'TASK_STATE_CONFLICT']],
  ['formal', {}, 'approve', [...Array(3).fill('TASK_STATE_CONFLICT'), 'running']],
  ['formal', {}, 'reject', [...Array(3).fill('TASK_STATE_CONFLICT'), 'pending']],
  ['formal', {}, 'devices', Array(4).fill('TASK_TAG_MISMATCH')],
  ['test', { isTest: true }, 'start', ['running', 'running', 'running', 'TASK_UNDER_REVIEW']],
  ['test', { isTest: true }, 'stop', ['stopped', 'stopped', 'TASK_STATE_CONFLICT', 'TASK_UNDER_REVIEW']],
  ['test', { isTest: true }, 'delete', ['gone', 'TASK_BUSY', 'gone', 'TASK_BUSY']],
  ['test', { isTest: true }, 'promote', ['pending', 'pending', 'pending', 'TASK_STATE_CONFLICT']],
  ['test', { isTest: true }, 'submit', Array(4).fill('TASK_TAG_MISMATCH')],
  ['test', { isTest: true }, 'approve', Array(4).fill('TASK_TAG_MISMATCH')],
  ['test', { isTest: true }, 'reject', Array(4).fill('TASK_TAG_MISMATCH')],
  ['test', { isTest: true }, 'devices', ['stopped', 'running', 'pending', 'TASK_STATE_CONFLICT']],
  [
    'test for nobody',
    { isTest: true, isForSomebody: false },
    'start',
    ['running', 'running', 'SCOPE_EMPTY', 'TASK_UNDER_REVIEW'],
  ],
  ['legacy', { isLegacy: true }, 'start', ['running', 'running', 'TASK_NOT_APPROVED', 'TASK_UNDER_REVIEW']],
  [
    'once approved',
    { isApproved: true },
    'start',
    ['running', 'running', 'TASK_NOT_APPROVED', 'TASK_UNDER_REVIEW'],
  ],
]

describe('decideTransition', () => {
  it.each(table)('%s %j: %s gives %j', (_what, state, operation, expected) => {
    const outcomes = statuses.map((status) =>
      decide({ ...state, status, reviewerId: status === 'review' ? 'm1' : '' }, operation),
    )
    expect(outcomes).toEqual(expected)
  })

  it.each(['approve', 'reject'] as const)('lets only the reviewer %s', (operation) => {
    const underReview = { status: 'review', reviewerId: 'm1' } as const
    expect(decide(underReview, operation, 'm2')).toBe('NOT_AUDITOR')
    expect(decide(underReview, operation, null)).toBe('NOT_AUDITOR')
    // Nobody is no reviewer either.
    expect(decide({ ...underReview, reviewerId: '' }, operation, '')).not.toBe('review')
  })
})

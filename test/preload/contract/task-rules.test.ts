// What may be done to a task: every status, tag and scope against every action, beside what the service itself decides.
import { describe, expect, it } from 'vitest'
import { decideTransition, type TaskOperation } from '../../../main/local-cloud/xlink/task-state.ts'
import {
  imageProblems,
  type Task,
  type TaskAction,
  type TaskObstacle,
  taskActions,
  taskDraftSchema,
  taskObstacles,
  taskProblems,
} from '../../../preload/contract/index.ts'

const fine = { vanished: false, hasDesk: true }
const statuses = ['stopped', 'running', 'pending', 'review'] as const
const tags = ['formal', 'test'] as const
const scopes: Record<string, Task['scope']> = {
  all: { category: 'all', deviceIds: [] },
  two: { category: 'devices', deviceIds: ['d1', 'd2'] },
  nobody: { category: 'devices', deviceIds: [] },
}

const cases = statuses.flatMap((status) =>
  tags.flatMap((tag) => Object.entries(scopes).map(([name, scope]) => ({ status, tag, name, scope }))),
)

type Row = Partial<Record<TaskAction, TaskObstacle>>

const notForFormal: Row = { promote: 'formal', changeDevices: 'formal' }
const notForTest: Row = { submit: 'test', approve: 'test', reject: 'test' }
const expected: Record<Task['tag'], Record<Task['status'], Row>> = {
  formal: {
    stopped: {
      ...notForFormal,
      stop: 'notRunning',
      submit: 'stopped',
      approve: 'notUnderReview',
      reject: 'notUnderReview',
    },
    running: {
      ...notForFormal,
      start: 'running',
      submit: 'running',
      approve: 'notUnderReview',
      reject: 'notUnderReview',
    },
    pending: {
      ...notForFormal,
      start: 'notApproved',
      stop: 'notRunning',
      approve: 'notUnderReview',
      reject: 'notUnderReview',
    },
    review: {
      ...notForFormal,
      start: 'underReview',
      stop: 'underReview',
      delete: 'underReview',
      submit: 'underReview',
    },
  },
  test: {
    stopped: { ...notForTest, stop: 'notRunning' },
    running: { ...notForTest, start: 'running' },
    pending: { ...notForTest, stop: 'notRunning' },
    review: {
      ...notForTest,
      start: 'underReview',
      stop: 'underReview',
      delete: 'underReview',
      promote: 'underReview',
      changeDevices: 'underReview',
    },
  },
}

describe('actions', () => {
  it.each(cases)('$tag, $status, for $name', ({ status, tag, name, scope }) => {
    const forNobody: Row =
      tag === 'test' && status === 'pending' && name === 'nobody' ? { start: 'noDevices' } : {}
    expect(taskObstacles({ status, tag, scope }, fine)).toEqual({ ...expected[tag][status], ...forNobody })
  })

  it.each(cases)('never says no where the service would say yes: $tag, $status, for $name', (task) => {
    const obstacles = taskObstacles(task, fine)
    // What the service takes without any effect is not offered; what it wants stopped first is stopped by the station.
    const idle: Partial<Record<TaskAction, Task['status']>> = { start: 'running', stop: 'stopped' }
    for (const action of taskActions) {
      const mayService = serviceMay(task, action, true)
      if (idle[action] === task.status) expect(obstacles[action]).not.toBeUndefined()
      else if (action === 'delete' && task.status === 'running') expect(obstacles[action]).toBeUndefined()
      else expect([action, obstacles[action] === undefined]).toEqual([action, mayService])
    }
  })

  it('leaves the service to say whether a stopped formal task was ever approved', () => {
    const scope: Task['scope'] = { category: 'all', deviceIds: [] }
    const task = { status: 'stopped', tag: 'formal', scope } as const
    expect(taskObstacles(task, fine).start).toBeUndefined()
    expect([serviceMay(task, 'start', true), serviceMay(task, 'start', false)]).toEqual([true, false])
  })

  it('offers nothing of a task that vanished or whose connection has no desk', () => {
    const every = (obstacle: TaskObstacle) =>
      Object.fromEntries(taskActions.map((action) => [action, obstacle]))
    for (const task of cases) {
      expect(taskObstacles(task, { vanished: true, hasDesk: false })).toEqual(every('vanished'))
      expect(taskObstacles(task, { vanished: false, hasDesk: false })).toEqual(every('noDesk'))
    }
  })
})

function serviceMay(task: Pick<Task, 'status' | 'tag' | 'scope'>, action: TaskAction, isApproved: boolean) {
  const operation: TaskOperation = action === 'changeDevices' ? 'devices' : action
  const state = {
    status: task.status,
    isTest: task.tag === 'test',
    isLegacy: false,
    isApproved,
    reviewerId: 'm1',
    isForSomebody: task.scope.category === 'all' || task.scope.deviceIds.length > 0,
  }
  try {
    decideTransition(state, operation, 'm1')
    return true
  } catch {
    return false
  }
}

describe('drafts', () => {
  const image = { url: 'https://files/x.bin', md5: 'A'.repeat(32), sizeBytes: 5 }
  const draft = taskDraftSchema.parse({
    productId: 'p1',
    name: 'To 2.0.1',
    description: 'Boils faster',
    part: { type: 'wifi', identify: 0 },
    fromVersion: 10_000,
    fromImage: image,
    toVersion: 20_001,
    image,
  })

  it('takes what the service takes, up to its limits', () => {
    expect(taskProblems(draft)).toEqual({})
    const most = { ...draft, name: '壶'.repeat(32), description: '🫖'.repeat(250), toVersion: 2_147_483_647 }
    expect(taskProblems(most)).toEqual({})
    expect(imageProblems('image', image)).toEqual({})
  })

  it.each([
    [{ productId: ' ' }, { productId: 'missing' }],
    [{ name: '' }, { name: 'missing' }],
    [{ name: 'x'.repeat(33) }, { name: 'tooLong' }],
    [{ description: ' \n' }, { description: 'missing' }],
    [{ description: 'x'.repeat(251) }, { description: 'tooLong' }],
    [{ part: { type: 'mcu', identify: 1.5 } }, { 'part.identify': 'notANumber' }],
    [{ fromVersion: -1 }, { fromVersion: 'notANumber' }],
    [{ toVersion: Number.NaN }, { toVersion: 'notANumber' }],
    [{ toVersion: 2_147_483_648 }, { toVersion: 'tooLarge' }],
    [{ toVersion: 10_000 }, { toVersion: 'sameVersion' }],
    [{ tag: 'test', scope: scopes.all }, { scope: 'testForAll' }],
    [{ tag: 'test', scope: scopes.nobody }, {}],
    [{ tag: 'formal', scope: scopes.nobody }, { scope: 'noDevices' }],
  ] as const)('%j', (change, problems) => {
    expect(taskProblems({ ...draft, ...change } as typeof draft)).toEqual(problems)
  })

  it.each([
    [{ url: '' }, { 'image.url': 'missing' }],
    [{ url: 'ftp://files/x.bin' }, { 'image.url': 'notAnAddress' }],
    [{ url: 'https://' }, { 'image.url': 'notAnAddress' }],
    [{ md5: '' }, { 'image.md5': 'missing' }],
    [{ md5: 'a'.repeat(31) }, { 'image.md5': 'notAnMd5' }],
    [{ sizeBytes: -1 }, { 'image.sizeBytes': 'notANumber' }],
  ])('image %j', (change, problems) => {
    expect(imageProblems('image', { ...image, ...change })).toEqual(problems)
  })
})

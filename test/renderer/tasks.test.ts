// What the tasks screen decides without a page: filters, pasted ids, drafts, changes, shares, and which field was refused.
import { describe, expect, it } from 'vitest'
import { type TaskView, taskInputSchema, taskListQuerySchema } from '../../preload/contract/index.ts'
import { changedDevices, readDeviceIds } from '../../renderer/screens/tasks/device-ids.ts'
import {
  doubtsOf,
  emptyDraft,
  inputOf,
  type NewTaskDraft,
  problemsOf,
} from '../../renderer/screens/tasks/new-task-draft.ts'
import { refusedField } from '../../renderer/screens/tasks/refused-field.ts'
import { slicesOf } from '../../renderer/screens/tasks/share-slices.ts'
import { changedFacts } from '../../renderer/screens/tasks/task-changes.ts'
import { everything, isFiltered, orderedBy, queryOf } from '../../renderer/screens/tasks/task-filter.ts'
import { readTaskPlace, taskHref } from '../../renderer/screens/tasks/task-place.ts'
import { progressOf } from '../../renderer/screens/tasks/task-progress.ts'
import { task } from '../store/task-fixture.ts'

const page = { offset: 0, limit: 100 }

describe('the list', () => {
  it('asks for what was set, and for nothing else', () => {
    expect(taskListQuerySchema.parse(queryOf(everything, page))).toEqual(taskListQuerySchema.parse({}))
    expect(isFiltered(everything)).toBe(false)
    const filter = {
      ...orderedBy(everything, 'name'),
      text: ' kettle ',
      status: 'running',
      tag: 'test',
    } as const
    expect(queryOf(filter, { offset: 100, limit: 50 })).toEqual({
      text: 'kettle',
      status: 'running',
      tag: 'test',
      order: 'name',
      descending: false,
      offset: 100,
      limit: 50,
    })
    expect(isFiltered(filter)).toBe(true)
    expect(isFiltered({ ...everything, text: '  ' })).toBe(false)
  })

  it('finds the task that the address names', () => {
    const place = { productId: 'p/1', taskId: 'ä %2F' }
    expect(readTaskPlace(taskHref(place))).toEqual(place)
    for (const hash of ['', '#/tasks', '#/tasks/p1', '#/history/p1/t1', '#/tasks/%/t1'])
      expect(readTaskPlace(hash)).toBeNull()
  })

  it('says how far a task is, as far as its cloud tells', () => {
    const counted = (
      upgradedCount: number,
      remainingCount: number | null,
      deviceIds: string[] | null = null,
    ) =>
      progressOf({
        upgradedCount,
        remainingCount,
        scope: { category: deviceIds ? 'devices' : 'all', deviceIds: deviceIds ?? [] },
      })
    expect(counted(3, 1)).toEqual({ upgraded: 3, total: 4, share: 0.75 })
    expect(counted(3, null)).toEqual({ upgraded: 3, total: null, share: null })
    expect(counted(0, 0)).toEqual({ upgraded: 0, total: 0, share: null })
    expect(counted(1, null, ['a', 'b'])).toEqual({ upgraded: 1, total: 2, share: 0.5 })
    expect(counted(3, null, ['a', 'b'])).toEqual({ upgraded: 3, total: 3, share: 1 })
  })
})

describe('pasted ids', () => {
  it('takes them as they come, each once, and names what cannot be one', () => {
    expect(readDeviceIds('a1, "b2";c3\n\ta1\r\nü9 d/4 “e5”')).toEqual({
      ids: ['a1', 'b2', 'c3', 'e5'],
      repeated: 1,
      invalid: ['ü9', 'd/4'],
    })
    expect(readDeviceIds(' \n,;')).toEqual({ ids: [], repeated: 0, invalid: [] })
    expect(readDeviceIds('x'.repeat(65)).invalid).toHaveLength(1)
  })

  it('says what a change would come to', () => {
    expect(changedDevices(['a', 'b'], 'add', ['b', 'c'])).toEqual({
      added: 1,
      removed: 0,
      total: 3,
      idle: ['b'],
    })
    expect(changedDevices(['a', 'b'], 'remove', ['b', 'c'])).toEqual({
      added: 0,
      removed: 1,
      total: 1,
      idle: ['c'],
    })
    expect(changedDevices(['a', 'b'], 'replace', ['b', 'c'])).toEqual({
      added: 1,
      removed: 1,
      total: 2,
      idle: [],
    })
  })
})

describe('a new task', () => {
  const good: NewTaskDraft = {
    ...emptyDraft('p1'),
    name: ' To 2.0.1 ',
    description: 'Boils faster',
    fromVersion: '10000',
    toVersion: '20001',
    image: { ...emptyDraft('').image, sha256: 'a'.repeat(64) },
    devices: 'd1 d2',
  }

  it('becomes what the contract takes', () => {
    expect(problemsOf(good)).toEqual({})
    expect(taskInputSchema.parse(inputOf(good))).toEqual({
      productId: 'p1',
      name: 'To 2.0.1',
      description: 'Boils faster',
      part: { type: 'wifi', identify: 0 },
      fromVersion: 10_000,
      toVersion: 20_001,
      tag: 'test',
      mode: 'automatic',
      scope: { category: 'devices', deviceIds: ['d1', 'd2'] },
      image: { sha256: 'a'.repeat(64) },
      fromImage: null,
    })
    const image = {
      from: 'address',
      sha256: '',
      url: ' http://f/x ',
      md5: 'AB'.repeat(16),
      sizeBytes: '7',
    } as const
    const byAddress = { ...good, image, hasFromImage: true, fromImage: image }
    expect(problemsOf(byAddress)).toEqual({})
    const placed = { url: 'http://f/x', md5: 'ab'.repeat(16), sizeBytes: 7 }
    expect(inputOf(byAddress)).toMatchObject({ image: placed, fromImage: placed })
  })

  it('says what is wrong with each field', () => {
    expect(problemsOf(emptyDraft(''))).toEqual({
      productId: 'missing',
      name: 'missing',
      description: 'missing',
      fromVersion: 'missing',
      toVersion: 'missing',
      'image.sha256': 'notChosen',
    })
    expect(problemsOf({ ...good, toVersion: '10000', identify: 'x' })).toEqual({
      toVersion: 'sameVersion',
      'part.identify': 'notANumber',
    })
    expect(problemsOf({ ...good, category: 'all' })).toEqual({ scope: 'testForAll' })
    expect(problemsOf({ ...good, tag: 'formal', devices: '' })).toEqual({ devices: 'noDevices' })
    expect(problemsOf({ ...good, devices: 'd1 ü' })).toEqual({ devices: 'badIds' })
    const image = { ...good.image, from: 'address', url: 'x', md5: 'y' } as const
    expect(problemsOf({ ...good, image })).toEqual({
      'image.url': 'notAnAddress',
      'image.md5': 'notAnMd5',
      'image.sizeBytes': 'missing',
    })
  })

  it('doubts what is rarely meant', () => {
    expect(doubtsOf(good)).toEqual([])
    expect(doubtsOf({ ...good, fromVersion: '70000' })).toEqual(['downgrade', 'above16Bits'])
    expect(doubtsOf(emptyDraft('p1'))).toEqual([])
  })

  it.each([
    [{ code: 'CLOUD_REFUSED', context: { reason: 'NAME_EXISTS' } }, 'name'],
    [{ code: 'CLOUD_REFUSED', context: { reason: '', cloudCode: 4001037 } }, 'fromVersion'],
    [{ code: 'CLOUD_REFUSED', context: { reason: 'DEVICE_OF_OTHER_PRODUCT' } }, 'devices'],
    [{ code: 'CLOUD_REFUSED', context: { reason: 'SOMETHING_NEW' } }, null],
    [{ code: 'INPUT_INVALID', context: { field: 'image.md5' } }, 'image.md5'],
    [{ code: 'INPUT_INVALID', context: { field: 'constructor' } }, null],
    [{ code: 'CLOUD_UNREACHABLE', context: {} }, null],
    [{ code: null, context: {} }, null],
  ] as const)('puts %j beside its field', (error, field) => {
    expect(refusedField(error)).toBe(field)
  })
})

describe('a task meanwhile', () => {
  const view = (change: Partial<TaskView> = {}): TaskView => ({
    ...task('t1'),
    connectionId: 'plant',
    syncedAt: null,
    vanished: false,
    fingerprint: JSON.stringify(change),
    obstacles: {},
    here: { passed: 0, failed: 0 },
    cached: false,
    ...change,
  })

  it('names what was changed, and no count', () => {
    expect(changedFacts(view(), view())).toEqual([])
    expect(changedFacts(view(), view({ status: 'stopped', upgradedCount: 3 }))).toEqual(['status'])
    const scope = { category: 'devices', deviceIds: ['b', 'a'] } as const
    const seen = view({ scope: { ...scope, deviceIds: ['a', 'b'] } })
    expect(changedFacts(seen, view({ scope: { ...scope, deviceIds: ['b', 'a'] }, name: 'New' }))).toEqual([
      'name',
    ])
    expect(changedFacts(view(), view({ scope: { ...scope, deviceIds: ['a'] }, reviewerId: 'm1' }))).toEqual([
      'scope',
      'devices',
      'reviewer',
    ])
  })

  it('shares its devices out by version, its own first', () => {
    const shares = [
      { version: null, devices: 1 },
      { version: 7, devices: 1 },
      { version: 1, devices: 3 },
      { version: 2, devices: 5 },
    ]
    expect(
      slicesOf({ totalDevices: 10, shares }, { fromVersion: 1, toVersion: 2 }).map(({ kind, share }) => [
        kind,
        share,
      ]),
    ).toEqual([
      ['target', 0.5],
      ['start', 0.3],
      ['other', 0.1],
      ['untold', 0.1],
    ])
    expect(slicesOf({ totalDevices: 0, shares: [] }, { fromVersion: 1, toVersion: 2 })).toEqual([])
  })
})

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import type { SyncState } from '../../preload/contract/index.ts'
import { tempFolder } from './job-fixture.ts'
import { task } from './task-fixture.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n))

async function setUp() {
  const folder = await tempFolder()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  const reader = openSqlite(join(folder, 'station.sqlite'), { readOnly: true })
  onTestFinished(() => void reader.close())
  const rows = () => reader.prepare('SELECT * FROM tasks ORDER BY task_id').all()
  const ids = async (productId: string, withVanished = false) =>
    (await store.tasks.list(productId, { withVanished })).map(({ taskId }) => taskId)
  return { ...store, rows, ids }
}

test('a copy adds, updates, marks what vanished and unmarks what is back', async () => {
  const { tasks, rows, ids } = await setUp()
  const copy = { productId: 'p1', connectionId: 'c1' }
  const first = [task('t1'), task('t2'), task('t3')]
  expect(await tasks.replace({ ...copy, tasks: first, at: minute(0) })).toEqual({ items: 3, vanished: 0 })
  expect(rows()[1]).toEqual({
    task_id: 't2',
    product_id: 'p1',
    from_version: 1,
    to_version: 2,
    status: 'running',
    body_json: JSON.stringify(task('t2')),
    synced_at: minute(0).toISOString(),
    connection_id: 'c1',
    vanished_at: null,
  })

  const changed = task('t1', { status: 'stopped', name: 'Kaltgetränk "2"', upgradedCount: 4 })
  expect(await tasks.replace({ ...copy, tasks: [changed, task('t3')], at: minute(1) })).toEqual({
    items: 2,
    vanished: 1,
  })
  expect(await tasks.get('t1')).toEqual(changed)
  expect(rows()).toMatchObject([
    { task_id: 't1', status: 'stopped', synced_at: minute(1).toISOString(), vanished_at: null },
    { task_id: 't2', vanished_at: minute(1).toISOString() },
    // What is as it was is not written again.
    { task_id: 't3', synced_at: minute(0).toISOString() },
  ])
  expect(await ids('p1')).toEqual(['t1', 't3'])
  expect(await ids('p1', true)).toEqual(['t1', 't2', 't3'])

  await tasks.replace({ ...copy, tasks: [task('t3')], at: minute(2) })
  expect(rows()).toMatchObject([
    { vanished_at: minute(2).toISOString() },
    // It vanished when it was first missed.
    { vanished_at: minute(1).toISOString() },
    { vanished_at: null },
  ])
  expect(await tasks.replace({ ...copy, tasks: first, at: minute(3) })).toEqual({ items: 3, vanished: 0 })
  expect(await ids('p1')).toEqual(['t1', 't2', 't3'])
})

test('what was named and not readable stays as it was known', async () => {
  const { tasks, ids } = await setUp()
  const copy = { productId: 'p1', connectionId: 'c1' }
  await tasks.replace({ ...copy, tasks: [task('t1'), task('t2')], at: minute(0) })
  const count = await tasks.replace({ ...copy, tasks: [], unreadIds: ['t2', 't9'], at: minute(1) })
  expect(count).toEqual({ items: 1, vanished: 1 })
  expect(await ids('p1')).toEqual(['t2'])
  expect(await tasks.get('t2')).toEqual(task('t2'))
  expect(await tasks.get('t9')).toBe(null)
})

test('each product has its own copy, and the newest cloud of a product has all of it', async () => {
  const { tasks, rows, ids } = await setUp()
  await tasks.replace({ productId: 'p1', connectionId: 'c1', tasks: [task('t1')], at: minute(0) })
  const other = task('t2', { productId: 'p2' })
  await tasks.replace({ productId: 'p2', connectionId: 'c1', tasks: [other], at: minute(0) })
  await tasks.replace({ productId: 'p1', connectionId: 'c2', tasks: [task('t3')], at: minute(1) })
  expect(await ids('p1')).toEqual(['t3'])
  expect(await ids('p2')).toEqual(['t2'])
  expect(rows()).toMatchObject([
    { task_id: 't1', connection_id: 'c1', vanished_at: minute(1).toISOString() },
    { task_id: 't2', connection_id: 'c1', vanished_at: null },
    { task_id: 't3', connection_id: 'c2', vanished_at: null },
  ])
})

const state = (overrides: Partial<SyncState> = {}): SyncState => ({
  productId: 'p1',
  what: 'tasks',
  connectionId: 'c1',
  syncedAt: minute(0).toISOString(),
  items: 1,
  vanished: 0,
  problems: [{ index: 3, id: null, field: 'image' }],
  error: { code: 'CLOUD_TIMEOUT', context: { timeoutMs: 3 } },
  ...overrides,
})

test('states are kept one for each copy', async () => {
  const { syncStates } = await setUp()
  await syncStates.put(state({ syncedAt: null, problems: [], error: null }))
  await syncStates.put(state({ what: 'catalogue' }))
  await syncStates.put(state())
  expect(await syncStates.list()).toEqual([state(), state({ what: 'catalogue' })])
  expect(await syncStates.get('p1', 'tasks')).toEqual(state())
  expect(await syncStates.get('p2', 'tasks')).toBe(null)
})

test('a check without a network goes by the last whole sync with the cloud that is set now', async () => {
  const { tasks, syncStates } = await setUp()
  await tasks.replace({ productId: 'p1', connectionId: 'c1', tasks: [task('t1'), task('t2')], at: minute(0) })
  expect(await tasks.synced('p1', 'c1')).toBe(null)
  await syncStates.put(state({ what: 'catalogue' }))
  expect(await tasks.synced('p1', 'c1')).toBe(null)
  await syncStates.put(state())
  await tasks.replace({ productId: 'p1', connectionId: 'c1', tasks: [task('t2')], at: minute(1) })
  expect(await tasks.synced('p1', 'c1')).toEqual({ tasks: [task('t2')], syncedAt: minute(0).toISOString() })
  for (const [productId, connectionId] of [
    ['p1', 'c2'],
    ['p2', 'c1'],
    [null, 'c1'],
    ['p1', null],
  ] as const)
    expect(await tasks.synced(productId, connectionId)).toBe(null)
  await syncStates.put(state({ syncedAt: null }))
  expect(await tasks.synced('p1', 'c1')).toBe(null)
})

import { describe, expect, it } from 'vitest'
import { readTasks } from '../../main/sync/read-tasks.ts'
import type { Task } from '../../preload/contract/index.ts'
import { task } from '../store/task-fixture.ts'
import { FakeSource } from './fake-source.ts'

const never = new AbortController().signal
const many = (count: number): Task[] => Array.from({ length: count }, (_, n) => task(`t${n}`))
const read = (source: FakeSource) => readTasks(source, 'p1', never)

describe('a list of tasks', () => {
  it('is read in one page when it is short, and in long ones when it is long', async () => {
    const short = new FakeSource(many(100))
    expect((await read(short)).tasks).toEqual(short.tasks)
    expect(short.asked).toEqual([[0, 100]])

    const long = new FakeSource(many(1000))
    expect((await read(long)).tasks).toEqual(long.tasks)
    expect(long.asked).toEqual([
      [0, 100],
      [100, 500],
      [600, 500],
    ])

    expect(await read(new FakeSource())).toEqual({ tasks: [], unread: [] })
  })

  it('keeps its place over items that cannot be read, and says which they are', async () => {
    const source = new FakeSource(many(250))
    source.unread = new Map([
      [3, 't3'],
      [120, null],
    ])
    const { tasks, unread } = await read(source)
    expect(tasks).toHaveLength(248)
    expect(unread).toEqual([
      { index: 3, id: 't3', field: 'target_version' },
      { index: 120, id: null, field: 'target_version' },
    ])
  })

  it('has no task of another product: it is named as one that cannot be used', async () => {
    const source = new FakeSource([task('t0'), task('t1'), task('t2', { productId: 'p2' }), task('t3')])
    source.unread.set(1, 't1')
    const { tasks, unread } = await read(source)
    expect(tasks.map(({ taskId }) => taskId)).toEqual(['t0', 't3'])
    expect(unread).toEqual([
      { index: 1, id: 't1', field: 'target_version' },
      { index: 2, id: 't2', field: 'productId' },
    ])
  })

  it.each<[string, (tasks: Task[]) => Task[]]>([
    ['a task was added', (tasks) => [task('new'), ...tasks]],
    ['a task was deleted', (tasks) => tasks.slice(1)],
    // The total is the same, and one task was on both pages.
    ['one was added and another deleted', (tasks) => [task('new'), ...tasks.slice(0, -1)]],
  ])('is read again when %s between two pages', async (_, change) => {
    const source = new FakeSource(many(300))
    source.onPage = (page) => {
      if (page === 2) source.tasks = change(source.tasks)
    }
    const { tasks } = await read(source)
    expect(tasks).toEqual(source.tasks)
    expect(source.asked.map(([offset]) => offset)).toEqual([0, 100, 0, 100])
  })

  it('is given up after three reads when it never stands still', async () => {
    const source = new FakeSource(many(300))
    source.onPage = (page) => void source.tasks.push(task(`new ${page}`))
    await expect(read(source)).rejects.toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'listChanges' },
    })
    expect(source.asked).toHaveLength(6)
  })

  it('is not believed without end, nor when it claims what it does not have', async () => {
    const lying = new FakeSource(many(3))
    const list = lying.listTasks.bind(lying)
    lying.listTasks = async (query, signal) => ({ ...(await list(query, signal)), total: 5 })
    await expect(read(lying)).rejects.toMatchObject({ code: 'CLOUD_REPLY' })
    lying.listTasks = async (query, signal) => ({ ...(await list(query, signal)), total: 1_000_000 })
    await expect(read(lying)).rejects.toMatchObject({
      code: 'CLOUD_REPLY',
      context: { reason: 'tooMany', total: 1_000_000 },
    })
  })
})

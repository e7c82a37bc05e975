// Tasks of a station over a real local cloud: what a lead may do, what is refused before anything is changed, two leads at
// once, and the list without a network.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBenchSync } from '../../main/station/bench-sync.ts'
import { type TaskView, taskListQuerySchema } from '../../preload/contract/index.ts'
import { job } from '../store/job-fixture.ts'
import { never, openTaskBed, type TaskBed } from './task-bed.ts'

let bed: TaskBed
beforeEach(async () => {
  bed = await openTaskBed()
})
afterEach(() => bed[Symbol.asyncDispose]())

const forOne = { tag: 'test', scope: { category: 'devices', deviceIds: ['d1'] } } as const
const create = (change = {}) => bed.li.desk.create(bed.draft(change), never)
const list = (query: object = {}) => bed.li.desk.list(taskListQuerySchema.parse(query))
const atCloud = (task: { taskId: string }) => bed.cloud.admin.getTask(task.taskId)
const operations = async (task: { taskId: string }) =>
  (await bed.cloud.admin.listOperations(task.taskId)).map(({ content }) => content)

describe('what a lead does', () => {
  it('takes a test task its whole way, and keeps the copy with every step', async () => {
    const { desk } = bed.li
    const reviewer = (await bed.wang()).desk
    let task = await create(forOne)
    expect(task).toMatchObject({ status: 'pending', tag: 'test', connectionId: 'plant', vanished: false })
    task = await desk.changeDevices(task, { how: 'add', deviceIds: ['d2', 'd3'] }, never)
    expect(task.scope.deviceIds.toSorted()).toEqual(['d1', 'd2', 'd3'])
    task = await desk.changeDevices(task, { how: 'remove', deviceIds: ['d1'] }, never)
    task = await desk.changeDevices(task, { how: 'replace', deviceIds: ['d4'] }, never)
    expect(task.scope.deviceIds).toEqual(['d4'])
    task = await desk.start(task, never)
    expect(task).toMatchObject({ status: 'running', obstacles: { start: 'running' } })
    task = await desk.stop(task, never)
    expect(task.status).toBe('stopped')
    task = await desk.promote(
      task,
      { name: 'For everybody', scope: { category: 'all', deviceIds: [] } },
      never,
    )
    expect(task).toMatchObject({ tag: 'formal', status: 'pending', name: 'For everybody' })
    task = await desk.submit(task, await bed.cloud.member('Wang'), never)
    expect(task).toMatchObject({ status: 'review', reviewerId: await bed.cloud.member('Wang') })
    task = await reviewer.review(task, 'reject', never)
    expect(task.status).toBe('pending')
    task = await desk.submit(task, await bed.cloud.member('Wang'), never)
    task = await reviewer.review(task, 'approve', never)
    expect(task.status).toBe('running')
    const [kept] = (await list()).tasks
    // The reviewer's station changed it last: this one's copy is as this one's last answer was.
    expect(kept).toMatchObject({ taskId: task.taskId, status: 'review' })
    expect(await bed.view(task.taskId)).toMatchObject({ status: 'running' })
    expect((await list()).tasks).toMatchObject([{ status: 'running' }])
    expect(await atCloud(task)).toMatchObject({ status: 'running', tag: 'formal' })
  })

  it('stops a running task to delete it, and lists it no more', async () => {
    const task = await bed.li.desk.start(await create(forOne), never)
    expect(await bed.li.desk.remove(task, never)).toEqual({ removed: true })
    expect(await atCloud(task)).toBeNull()
    expect(await list()).toMatchObject({ total: 0, tasks: [] })
    expect(await bed.view(task.taskId)).toMatchObject({ vanished: true, obstacles: { start: 'vanished' } })
  })

  it('passes on who did what, and how many devices run which version', async () => {
    const task = await bed.li.desk.start(await create(forOne), never)
    const log = await bed.li.desk.operations(task, never)
    expect(log).toMatchObject({ total: 2, operations: [{ operatorName: 'Li' }, { operatorName: 'Li' }] })
    expect(await bed.li.desk.versionShare(task, never)).toEqual({
      totalDevices: 1,
      shares: [{ version: 10_000, devices: 1 }],
      unread: [],
    })
  })

  it('says that the lists changed, once for each change', async () => {
    const task = await create(forOne)
    bed.li.events.length = 0
    await bed.li.desk.start(task, never)
    expect(bed.li.events).toMatchObject([{ type: 'listsChanged', lists: ['tasks'] }])
    await bed.view(task.taskId)
    expect(bed.li.events).toHaveLength(1)
  })
})

it('says after every round of sync that the lists are newer', async () => {
  const told: string[][] = []
  const sync = createBenchSync({
    core: bed.li.core,
    settings: () => bed.li.settings,
    onCloud: () => {},
    onLists: (lists) => told.push(lists),
  })
  await sync.run()
  expect(told).toEqual([['tasks']])
  await sync.stop()
})

describe('what is refused', () => {
  it('refuses what the state does not allow, with its reason, and sends nothing', async () => {
    const { desk } = bed.li
    const formal = await create()
    const test = await create({ tag: 'test' })
    const attempts: [() => Promise<unknown>, object][] = [
      [() => desk.start(formal, never), { action: 'start', obstacle: 'notApproved' }],
      [() => desk.stop(formal, never), { action: 'stop', obstacle: 'notRunning' }],
      [() => desk.promote(formal, {}, never), { action: 'promote', obstacle: 'formal' }],
      [
        () => desk.changeDevices(formal, { how: 'add', deviceIds: ['d1'] }, never),
        { action: 'changeDevices', obstacle: 'formal' },
      ],
      [() => desk.review(formal, 'approve', never), { action: 'approve', obstacle: 'notUnderReview' }],
      [() => desk.review(formal, 'reject', never), { action: 'reject', obstacle: 'notUnderReview' }],
      [() => desk.start(test, never), { action: 'start', obstacle: 'noDevices' }],
      [
        async () => desk.submit(test, await bed.cloud.member('Wang'), never),
        { action: 'submit', obstacle: 'test' },
      ],
    ]
    for (const [attempt, context] of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'TASK_ACTION', context })
    expect(await operations(formal)).toEqual(['create'])
    expect(await operations(test)).toEqual(['create'])
    const inReview = await desk.submit(formal, await bed.cloud.member('Wang'), never)
    await expect(desk.remove(inReview, never)).rejects.toMatchObject({
      code: 'TASK_ACTION',
      context: { action: 'delete', obstacle: 'underReview' },
    })
    expect(await atCloud(formal)).toMatchObject({ status: 'review' })
  })

  it('says what only the service knows, and changes nothing', async () => {
    const formal = await bed.li.desk.submit(await create(), await bed.cloud.member('Wang'), never)
    await expect(bed.li.desk.review(formal, 'approve', never)).rejects.toMatchObject({
      code: 'CLOUD_FORBIDDEN',
      context: { reason: 'NOT_AUDITOR' },
    })
    expect(await atCloud(formal)).toMatchObject({ status: 'review' })
    const test = await create(forOne)
    await expect(
      bed.li.desk.changeDevices(test, { how: 'add', deviceIds: ['d2', 'x1'] }, never),
    ).rejects.toMatchObject({ code: 'CLOUD_REFUSED', context: { reason: 'DEVICE_OF_OTHER_PRODUCT' } })
    expect((await atCloud(test))?.scope.deviceIds).toEqual(['d1'])
  })

  it('tells the second lead that the task was changed, and leaves it as the first one made it', async () => {
    const seen = await create(forOne)
    const wang = (await bed.wang()).desk
    const [first, second] = await Promise.allSettled([
      bed.li.desk.changeDevices(seen, { how: 'replace', deviceIds: ['d2'] }, never).then(() => 'done'),
      bed.li.desk.changeDevices(seen, { how: 'replace', deviceIds: ['d3'] }, never),
    ])
    expect(first).toEqual({ status: 'fulfilled', value: 'done' })
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'TASK_CHANGED' } })
    const before = [await atCloud(seen), await bed.cloud.admin.listOperations(seen.taskId)]
    const attempts: ((task: TaskView) => Promise<unknown>)[] = [
      (task) => wang.start(task, never),
      (task) => wang.stop(task, never),
      (task) => wang.remove(task, never),
      (task) => wang.promote(task, { name: 'Mine' }, never),
      async (task) => wang.submit(task, await bed.cloud.member('Li'), never),
      (task) => wang.review(task, 'approve', never),
      (task) => wang.changeDevices(task, { how: 'add', deviceIds: ['d4'] }, never),
    ]
    for (const attempt of attempts)
      await expect(attempt(seen)).rejects.toMatchObject({
        code: 'TASK_CHANGED',
        context: { taskId: seen.taskId },
      })
    expect([await atCloud(seen), await bed.cloud.admin.listOperations(seen.taskId)]).toEqual(before)
    expect(await wang.start(await wang.get(seen, never), never)).toMatchObject({ status: 'running' })
  })

  it('knows a task that somebody deleted, and one that never was', async () => {
    const task = await create(forOne)
    const wang = await bed.wang()
    await wang.desk.remove(await wang.desk.get(task, never), never)
    await expect(bed.li.desk.start(task, never)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    expect((await list()).tasks).toEqual([])
    await expect(bed.view('no-such-task')).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    await expect(bed.li.desk.get({ productId: 'p2', taskId: task.taskId }, never)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    })
  })
})

describe('the list', () => {
  it('filters, orders and pages', async () => {
    const kettle = await create({ name: 'Kettle', description: 'Heats up' })
    const lamp = await create({
      ...forOne,
      name: 'Lamp',
      part: { type: 'mcu', identify: 1 },
      toVersion: 30_000,
    })
    const fan = await create({ ...forOne, name: 'Fan', mode: 'manual' })
    await bed.li.desk.start(fan, never)
    const names = async (query: object) => (await list(query)).tasks.map(({ name }) => name)
    const byName = { order: 'name', descending: false }
    expect(await names(byName)).toEqual(['Fan', 'Kettle', 'Lamp'])
    expect(await names({ ...byName, tag: 'test' })).toEqual(['Fan', 'Lamp'])
    expect(await names({ status: 'running' })).toEqual(['Fan'])
    expect(await names({ mode: 'manual' })).toEqual(['Fan'])
    expect(await names({ partType: 'mcu' })).toEqual(['Lamp'])
    expect(await names({ text: 'HEATS' })).toEqual(['Kettle'])
    expect(await names({ text: lamp.taskId.slice(4, 16) })).toEqual(['Lamp'])
    expect(await names({ text: '100%_' })).toEqual([])
    expect(await names({ productId: 'p2' })).toEqual([])
    expect((await names({ order: 'version' }))[0]).toBe('Lamp')
    expect(await list({ ...byName, offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      tasks: [{ taskId: kettle.taskId }],
    })
  })

  it('counts each unit of this bench once, and knows which images are here', async () => {
    const image = await bed.li.import(Buffer.from('firmware of the bench'), 'app.bin')
    const task = await create({ image: { sha256: image.sha256 } })
    const end = async (jobId: string, mac: string, outcome: 'passed' | 'failed' | 'refused') => {
      const device = { deviceId: null, mac, sn: null }
      const begun = job(jobId, { device, task: { taskId: task.taskId, name: task.name }, productId: 'p1' })
      await bed.li.core.store.jobs.begin(begun)
      const ended = { ...begun, outcome, endedAt: '2026-01-02T03:05:00.000Z' }
      await bed.li.core.store.jobs.save(ended, [], [])
    }
    await end('j1', 'aa', 'failed')
    await end('j2', 'aa', 'passed')
    await end('j3', 'bb', 'failed')
    await end('j4', 'bb', 'failed')
    await end('j5', 'cc', 'refused')
    await end('j6', 'AA', 'failed')
    expect((await list()).tasks).toMatchObject([{ here: { passed: 1, failed: 1 }, cached: true }])
    expect(await create()).toMatchObject({ here: { passed: 0, failed: 0 }, cached: false })
  })

  it('is there without a network, with its age, and so is each task', async () => {
    const task = await create(forOne)
    await bed.li.sync()
    const { syncedAt } = await list()
    await bed.cloud.open.cloud.close()
    const offline = await list()
    expect(offline).toMatchObject({ total: 1, syncedAt, tasks: [{ taskId: task.taskId, name: task.name }] })
    const view = await bed.view(task.taskId)
    expect(view).toMatchObject({ taskId: task.taskId, syncedAt })
    await expect(bed.li.desk.start(view, never)).rejects.toMatchObject({ code: 'CLOUD_UNREACHABLE' })
    expect((await list()).tasks).toMatchObject([{ status: 'pending' }])
  })

  it('keeps its fingerprint while a task only counts', async () => {
    const task = await bed.li.desk.start(await create(forOne), never)
    await (await bed.cloud.as('Li')).results.sendReport(
      {
        deviceId: 'd1',
        taskId: null,
        part: task.part,
        model: 'kettle',
        fromVersion: task.fromVersion,
        toVersion: task.toVersion,
        succeeded: true,
        description: '',
        startedAt: '2026-01-02T03:04:05.006Z',
        endedAt: '2026-01-02T03:05:05.006Z',
      },
      never,
    )
    const later = await bed.view(task.taskId)
    expect(later.upgradedCount).toBe(1)
    expect(later.fingerprint).toBe(task.fingerprint)
    expect(await bed.li.desk.stop(task, never)).toMatchObject({ status: 'stopped' })
  })
})

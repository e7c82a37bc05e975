// What every TaskDesk must do, run on each cloud client: a task all the way from its draft to its end, and that whatever
// is refused changes nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OtaLogSource, ResultSink, TaskDesk, TaskSource } from '../../main/clouds/cloud.ts'
import {
  type Task,
  type TaskDraft,
  taskOperationSchema,
  versionShareSchema,
} from '../../preload/contract/index.ts'

/** A product with at least four devices, all at `draft().fromVersion`, and no task. */
export interface TaskDeskFixture extends AsyncDisposable {
  /** As a member; `reviewer` is another one, `stranger` a third. */
  readonly desk: TaskDesk
  readonly reviewer: TaskDesk
  readonly stranger: TaskDesk
  readonly memberId: string
  readonly reviewerId: string
  readonly tasks: TaskSource
  readonly results: ResultSink
  readonly otaLogs: OtaLogSource
  readonly productId: string
  readonly deviceIds: readonly [string, string, string, ...string[]]
  /** Of another product. */
  readonly foreignDeviceId: string
  /** Each one another task. */
  draft(change?: Partial<TaskDraft>): TaskDraft
}

export function describeTaskDesk(name: string, open: () => Promise<TaskDeskFixture>): void {
  describe(`task desk: ${name}`, () => {
    const never = new AbortController().signal
    let fixture: TaskDeskFixture
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(() => fixture[Symbol.asyncDispose]())

    const get = (taskId: string) => fixture.tasks.getTask(taskId, never)
    const create = (change: Partial<TaskDraft> = {}) => fixture.desk.create(fixture.draft(change), never)
    const refOf = ({ productId, taskId }: Task) => ({ productId, taskId })
    const check = (task: Task, deviceId: string) =>
      fixture.tasks.check(
        { productId: task.productId, deviceId, part: task.part, currentVersion: task.fromVersion },
        never,
      )

    it('makes what the draft says', async () => {
      const draft = fixture.draft({
        description: 'Zwölf Zeichen, 十二个字',
        part: { type: 'mcu', identify: 3 },
        mode: 'manual',
        scope: { category: 'devices', deviceIds: [...fixture.deviceIds.slice(0, 2)] },
      })
      const task = await fixture.desk.create(draft, never)
      const { fromImage: _, ...said } = draft
      expect(task).toMatchObject({ ...said, status: 'pending', upgradedCount: 0, reviewerId: null })
      expect({ ...(await get(task.taskId)), remainingCount: null }).toEqual({ ...task, remainingCount: null })
    })

    it('a formal task is for all unless told otherwise, a test task for nobody yet', async () => {
      expect((await create()).scope).toEqual({ category: 'all', deviceIds: [] })
      expect((await create({ tag: 'test' })).scope).toEqual({ category: 'devices', deviceIds: [] })
    })

    it('leads a test task all the way', async () => {
      const { desk, reviewer, results, reviewerId, memberId, deviceIds } = fixture
      const [first, second, third] = deviceIds
      const task = await create({ tag: 'test', scope: { category: 'devices', deviceIds: [third] } })
      const { taskId } = task
      const ref = refOf(task)
      const state = async () => {
        const { status, tag, scope, reviewerId: whose } = await get(taskId)
        return { status, tag, devices: scope.deviceIds.toSorted(), reviewerId: whose }
      }
      const test = { status: 'pending', tag: 'test', devices: [third], reviewerId: null }
      expect(await state()).toEqual(test)

      await desk.changeDevices(taskId, { how: 'add', deviceIds: [first, second] }, never)
      await desk.changeDevices(taskId, { how: 'remove', deviceIds: [second] }, never)
      expect(await state()).toEqual({ ...test, devices: [first, third] })
      await desk.changeDevices(taskId, { how: 'replace', deviceIds: [first, second] }, never)
      expect(await state()).toEqual({ ...test, devices: [first, second] })

      expect(await check(task, first)).toBeNull()
      await desk.start(ref, never)
      expect(await check(task, first)).toMatchObject({ taskId, status: 'running' })
      expect(await check(task, third)).toBeNull()

      await results.sendOtaLog({ deviceId: first, taskId }, never)
      await results.sendReport(
        {
          deviceId: first,
          taskId,
          part: task.part,
          model: 'kettle',
          fromVersion: task.fromVersion,
          toVersion: task.toVersion,
          succeeded: true,
          description: 'done',
          startedAt: '2026-01-02T03:04:05.006Z',
          endedAt: '2026-01-02T03:05:05.006Z',
        },
        never,
      )
      expect(await get(taskId)).toMatchObject({ upgradedCount: 1, remainingCount: 1 })
      expect(versionShareSchema.parse(await desk.versionShare(taskId, never))).toEqual({
        totalDevices: 2,
        shares: [
          { version: task.fromVersion, devices: 1 },
          { version: task.toVersion, devices: 1 },
        ],
      })

      await desk.promote(taskId, { name: 'For all', scope: { category: 'all', deviceIds: [] } }, never)
      const formal = { status: 'pending', tag: 'formal', devices: [], reviewerId: null }
      expect(await state()).toEqual(formal)
      expect(await get(taskId)).toMatchObject({
        name: 'For all',
        description: task.description,
        upgradedCount: 1,
      })

      await desk.submit(taskId, reviewerId, never)
      expect(await state()).toEqual({ ...formal, status: 'review', reviewerId })
      await reviewer.review(taskId, 'reject', never)
      expect(await state()).toEqual(formal)
      await desk.submit(taskId, reviewerId, never)
      await reviewer.review(taskId, 'approve', never)
      expect(await state()).toEqual({ ...formal, status: 'running' })
      expect(await check(task, third)).toMatchObject({ taskId })

      await desk.stop(ref, never)
      expect(await state()).toEqual({ ...formal, status: 'stopped' })
      await desk.start(ref, never)
      expect(await state()).toEqual({ ...formal, status: 'running' })

      const { total, operations, unread } = await desk.listOperations(taskId, never)
      expect(unread).toEqual([])
      expect(total).toBe(12)
      expect(operations.map((one) => taskOperationSchema.parse(one).operatorId)).toEqual([
        ...[memberId, memberId, reviewerId, memberId, reviewerId, memberId],
        ...Array(6).fill(memberId),
      ])
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(12)
    })

    it('to start or to stop twice is to do it once', async () => {
      const { desk, deviceIds } = fixture
      const task = await create({ tag: 'test', scope: { category: 'devices', deviceIds: [deviceIds[0]] } })
      for (const status of ['running', 'stopped'] as const) {
        const act = status === 'running' ? desk.start : desk.stop
        await act(refOf(task), never)
        await act(refOf(task), never)
        expect(await get(task.taskId)).toMatchObject({ status })
      }
      expect((await desk.listOperations(task.taskId, never)).total).toBe(3)
    })

    it('deletes a task, also one that runs', async () => {
      const { desk, tasks, deviceIds, productId } = fixture
      const pending = await create()
      const running = await create({ tag: 'test', scope: { category: 'devices', deviceIds: [deviceIds[0]] } })
      await desk.start(refOf(running), never)
      for (const task of [pending, running]) {
        await desk.delete(refOf(task), never)
        await expect(get(task.taskId)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
      }
      expect(await tasks.listTasks({ productId, offset: 0, limit: 10 }, never)).toMatchObject({ total: 0 })
    })

    it('refuses what may not be, and leaves the task as it is', async () => {
      const { desk, reviewer, stranger, reviewerId, deviceIds, foreignDeviceId } = fixture
      const formal = await create()
      const empty = await create({ tag: 'test' })
      const reviewed = await create()
      await desk.submit(reviewed.taskId, reviewerId, never)
      const refusals: readonly (readonly [string, Task, () => Promise<unknown>])[] = [
        ['start without a review', formal, () => desk.start(refOf(formal), never)],
        ['start for nobody', empty, () => desk.start(refOf(empty), never)],
        ['start under review', reviewed, () => desk.start(refOf(reviewed), never)],
        ['stop under review', reviewed, () => desk.stop(refOf(reviewed), never)],
        ['delete under review', reviewed, () => desk.delete(refOf(reviewed), never)],
        ['promote a formal task', formal, () => desk.promote(formal.taskId, {}, never)],
        ['submit a test task', empty, () => desk.submit(empty.taskId, reviewerId, never)],
        ['submit twice', reviewed, () => desk.submit(reviewed.taskId, reviewerId, never)],
        ['submit to nobody', formal, () => desk.submit(formal.taskId, 'nobody', never)],
        ['review a pending task', formal, () => reviewer.review(formal.taskId, 'approve', never)],
        ['review in place of another', reviewed, () => stranger.review(reviewed.taskId, 'approve', never)],
        ['review by who submitted', reviewed, () => desk.review(reviewed.taskId, 'reject', never)],
        [
          'devices of a formal task',
          formal,
          () => desk.changeDevices(formal.taskId, { how: 'add', deviceIds: [deviceIds[0]] }, never),
        ],
        [
          'devices of another product',
          empty,
          () => desk.changeDevices(empty.taskId, { how: 'add', deviceIds: [foreignDeviceId] }, never),
        ],
        [
          'unknown devices',
          empty,
          () =>
            desk.changeDevices(empty.taskId, { how: 'replace', deviceIds: [deviceIds[0], 'nobody'] }, never),
        ],
      ]
      for (const [what, task, act] of refusals) {
        const before = await get(task.taskId)
        const operations = await desk.listOperations(task.taskId, never)
        await expect(act(), what).rejects.toMatchObject({
          code: expect.stringMatching(/^CLOUD_(REFUSED|FORBIDDEN)$/),
        })
        expect(await get(task.taskId), what).toEqual(before)
        expect(await desk.listOperations(task.taskId, never), what).toEqual(operations)
      }
    })

    it('refuses a second task of the same name, or of the same start version', async () => {
      const { desk, tasks, productId } = fixture
      const task = await create()
      const { name, fromVersion } = task
      for (const draft of [fixture.draft({ name }), fixture.draft({ fromVersion })])
        await expect(desk.create(draft, never)).rejects.toMatchObject({ code: 'CLOUD_REFUSED' })
      expect(await tasks.listTasks({ productId, offset: 0, limit: 10 }, never)).toMatchObject({ total: 1 })
    })

    it('says TASK_NOT_FOUND for an unknown task', async () => {
      const { desk, productId, reviewerId, deviceIds } = fixture
      const ref = { productId, taskId: 'nothing' }
      for (const act of [
        () => desk.start(ref, never),
        () => desk.stop(ref, never),
        () => desk.delete(ref, never),
        () => desk.promote('nothing', {}, never),
        () => desk.submit('nothing', reviewerId, never),
        () => desk.review('nothing', 'approve', never),
        () => desk.changeDevices('nothing', { how: 'add', deviceIds: [deviceIds[0]] }, never),
        () => desk.listOperations('nothing', never),
        () => desk.versionShare('nothing', never),
      ])
        await expect(act()).rejects.toMatchObject({ code: 'TASK_NOT_FOUND', context: { taskId: 'nothing' } })
    })

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('enough')
      const aborted = AbortSignal.abort(reason)
      await expect(fixture.desk.create(fixture.draft(), aborted)).rejects.toBe(reason)
      await expect(fixture.desk.versionShare('t', aborted)).rejects.toBe(reason)
    })
  })
}

// What every TaskSource must do, run on each cloud client against a cloud that holds what `TaskSourceFixture` says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TaskQuery, TaskSource } from '../../main/clouds/cloud.ts'
import type { Part } from '../../preload/contract/index.ts'
import { taskSchema } from '../../preload/contract/index.ts'

/**
 * A product with two devices at `fromVersion` and twelve tasks, exactly one of which is for `deviceId`: `Kettle 01`, of
 * `part` and formal. The others are `Kettle 02` to `Kettle 12`, of an MCU; the last three of them test tasks.
 */
export interface TaskSourceFixture extends AsyncDisposable {
  readonly source: TaskSource
  readonly productId: string
  readonly part: Part
  readonly fromVersion: number
  readonly toVersion: number
  readonly taskId: string
  readonly deviceId: string
  /** In the product, but in the scope of no task. */
  readonly otherDeviceId: string
  stopTask(): void
}

const numbered = (...numbers: number[]) => numbers.map((one) => `Kettle ${String(one).padStart(2, '0')}`)

export function describeTaskSource(name: string, open: () => Promise<TaskSourceFixture>): void {
  describe(`task source: ${name}`, () => {
    const never = new AbortController().signal
    let fixture: TaskSourceFixture
    beforeEach(async () => {
      fixture = await open()
    })
    afterEach(() => fixture[Symbol.asyncDispose]())

    const query = (change: object = {}) => ({
      productId: fixture.productId,
      deviceId: fixture.deviceId,
      part: fixture.part,
      currentVersion: fixture.fromVersion,
      ...change,
    })
    const list = (change: Partial<TaskQuery> = {}) =>
      fixture.source.listTasks({ productId: fixture.productId, offset: 0, limit: 100, ...change }, never)
    const names = async (change: Partial<TaskQuery>) => {
      const { total, tasks } = await list(change)
      expect(total).toBe(tasks.length)
      return tasks.map((task) => task.name)
    }

    it('finds the task of a device, valid for the contract', async () => {
      const task = await fixture.source.check(query(), never)
      expect(taskSchema.parse(task)).toMatchObject({
        taskId: fixture.taskId,
        productId: fixture.productId,
        part: fixture.part,
        fromVersion: fixture.fromVersion,
        toVersion: fixture.toVersion,
        status: 'running',
      })
    })

    it('names an image that can be fetched and is as long as it says', async () => {
      const task = await fixture.source.getTask(fixture.taskId, never)
      const response = await fetch(task.image.url)
      expect((await response.arrayBuffer()).byteLength).toBe(task.image.sizeBytes)
    })

    it('gives null, not an error, when there is nothing to do', async () => {
      const { source } = fixture
      expect(await source.check(query({ currentVersion: fixture.toVersion }), never)).toBeNull()
      expect(await source.check(query({ deviceId: fixture.otherDeviceId }), never)).toBeNull()
      fixture.stopTask()
      expect(await source.check(query(), never)).toBeNull()
    })

    it('does not take an unknown device for an up-to-date one', async () => {
      await expect(fixture.source.check(query({ deviceId: 'nobody' }), never)).rejects.toMatchObject({
        code: 'CLOUD_REFUSED',
      })
    })

    it.each([
      ['with a total', {}, 12],
      ['by the plain call', { plain: true }, null],
    ] as const)('lists every task exactly once, page by page, %s', async (_name, change, total) => {
      const seen: string[] = []
      for (let offset = 0; ; offset += 5) {
        const page = await list({ offset, limit: 5, ...change })
        expect(page.unread).toEqual([])
        if (total !== null) expect(page.total).toBe(total)
        for (const task of page.tasks) seen.push(taskSchema.parse(task).taskId)
        if (offset + 5 >= page.total) break
      }
      expect(new Set(seen).size).toBe(12)
      expect(seen).toHaveLength(12)
      expect(seen).toContain(fixture.taskId)
    })

    it('lists only what is asked for', async () => {
      const { taskId, part } = fixture
      expect(await names({ where: { taskId: { eq: taskId } } })).toEqual(numbered(1))
      expect(await names({ where: { taskId: { in: [taskId, 'nothing'] } } })).toEqual(numbered(1))
      expect(await names({ where: { name: { eq: 'Kettle 07' } } })).toEqual(numbered(7))
      expect((await names({ where: { name: { like: 'e 1' } } })).toSorted()).toEqual(numbered(10, 11, 12))
      expect((await names({ where: { name: { gt: 'Kettle 03', lte: 'Kettle 05' } } })).toSorted()).toEqual(
        numbered(4, 5),
      )
      expect(await names({ where: { taskId: { eq: taskId }, name: { like: 'Kettle 02' } } })).toEqual([])
      expect(await names({ partType: part.type })).toEqual(numbered(1))
      expect((await names({ tag: 'test' })).toSorted()).toEqual(numbered(10, 11, 12))
      expect(await names({ partType: part.type, tag: 'test' })).toEqual([])
    })

    it('lists in the order asked for', async () => {
      const all = numbered(...Array.from({ length: 12 }, (_, index) => index + 1))
      expect(await names({ order: { name: 'asc' } })).toEqual(all)
      expect(await names({ order: { name: 'desc' } })).toEqual(all.toReversed())
    })

    it('gets a task by its id, as both lists show it', async () => {
      const task = await fixture.source.getTask(fixture.taskId, never)
      expect((await list()).tasks).toContainEqual(task)
      expect((await list({ plain: true })).tasks).toContainEqual(task)
    })

    it('says TASK_NOT_FOUND for an unknown id', async () => {
      await expect(fixture.source.getTask('nothing', never)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    })

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('enough')
      const aborted = AbortSignal.abort(reason)
      const { source, productId, taskId } = fixture
      await expect(source.check(query(), aborted)).rejects.toBe(reason)
      await expect(source.getTask(taskId, aborted)).rejects.toBe(reason)
      await expect(source.listTasks({ productId, offset: 0, limit: 5 }, aborted)).rejects.toBe(reason)
    })
  })
}

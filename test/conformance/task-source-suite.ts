// What every TaskSource must do, run on each cloud client against a cloud that holds what `TaskSourceFixture` says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TaskSource } from '../../main/clouds/cloud.ts'
import type { Part } from '../../preload/contract/index.ts'
import { taskSchema } from '../../preload/contract/index.ts'

/** A product with two devices at `fromVersion` and twelve tasks, exactly one of which is for `deviceId`. */
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

    it('lists every task exactly once, page by page', async () => {
      const seen: string[] = []
      for (let offset = 0; ; offset += 5) {
        const page = await fixture.source.listTasks({ productId: fixture.productId, offset, limit: 5 }, never)
        expect(page.total).toBe(12)
        for (const task of page.tasks) seen.push(taskSchema.parse(task).taskId)
        if (offset + 5 >= page.total) break
      }
      expect(new Set(seen).size).toBe(12)
      expect(seen).toHaveLength(12)
      expect(seen).toContain(fixture.taskId)
    })

    it('gets a task by its id, as the list shows it', async () => {
      const task = await fixture.source.getTask(fixture.taskId, never)
      const page = await fixture.source.listTasks(
        { productId: fixture.productId, offset: 0, limit: 100 },
        never,
      )
      expect(page.tasks).toContainEqual(task)
    })

    it('says TASK_NOT_FOUND for an unknown id', async () => {
      await expect(fixture.source.getTask('nothing', never)).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    })

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('enough')
      const aborted = AbortSignal.abort(reason)
      await expect(fixture.source.check(query(), aborted)).rejects.toBe(reason)
      await expect(fixture.source.getTask(fixture.taskId, aborted)).rejects.toBe(reason)
    })
  })
}

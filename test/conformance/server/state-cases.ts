// The state machine, row by row (T1 to T13), with what each transition leaves in the operation log.
import assert from 'node:assert/strict'
import { asJson, type Bench, type Case, type Json } from './bench.ts'

const statusPath = '/v2/upgrade/firmware/task/status'
const deletePath = '/v2/upgrade/firmware/task/delete'
const path = (taskId: string, call: string) => `/v2/upgrade/firmware/tasks/${taskId}/${call}`

async function expectStatus(bench: Bench, taskId: string, status: number): Promise<Json> {
  const task = await bench.get(taskId)
  assert.equal(task.status, status)
  return task
}

/** Does it, and finds exactly one new operation. */
async function oneOperation(bench: Bench, taskId: string, work: () => Promise<unknown>): Promise<void> {
  const before = (await bench.operations(taskId)).length
  await work()
  assert.equal((await bench.operations(taskId)).length, before + 1, 'one entry in the operation log')
}

const testTask = (bench: Bench, count = 1) =>
  bench.create({ tag_type: 1, scope: { category: 1, device_list: bench.subject.deviceIds.slice(0, count) } })
const submit = (bench: Bench, taskId: string) =>
  bench.ok('PUT', path(taskId, 'submit-audit'), { body: { audit_member_id: bench.subject.reviewerId } }, true)
const audit = (bench: Bench, taskId: string, result: number) =>
  bench.ok('PUT', path(taskId, 'audit'), { as: 'reviewer', body: { audit_result: result } }, true)
const remove = (bench: Bench, taskId: string) => ({
  body: { id: taskId, product_id: bench.subject.productId },
})

export const stateCases: readonly Case[] = [
  {
    name: 'T1: made with Api-Version 2 it is pending',
    async run(bench) {
      const task = await bench.create()
      assert.equal(task.status, 2)
      await expectStatus(bench, task.id, 2)
      assert.equal((await bench.operations(task.id)).length, 1)
    },
  },
  {
    name: 'T2: made with another Api-Version it is stopped',
    async run(bench) {
      const task = await bench.create({}, '0')
      assert.equal(task.status, 0)
      await expectStatus(bench, task.id, 0)
    },
  },
  {
    name: 'T3: a stopped legacy task and a stopped test task start',
    async run(bench) {
      const legacy = await bench.create({}, '0')
      await oneOperation(bench, legacy.id, () => bench.setStatus(legacy.id, 1))
      await expectStatus(bench, legacy.id, 1)
      const test = await bench.createRunningTest(bench.subject.deviceIds.slice(0, 1))
      await bench.setStatus(test.id, 0)
      await bench.setStatus(test.id, 1)
      await expectStatus(bench, test.id, 1)
    },
  },
  {
    name: 'T3: a formal task that was approved starts again after a stop',
    async run(bench) {
      const task = await bench.createUnderReview()
      await audit(bench, task.id, 1)
      await bench.setStatus(task.id, 0)
      await bench.setStatus(task.id, 1)
      await expectStatus(bench, task.id, 1)
    },
  },
  {
    name: 'T4: a pending test task starts with devices, and not without',
    async run(bench) {
      const full = await testTask(bench)
      await oneOperation(bench, full.id, () => bench.setStatus(full.id, 1))
      await expectStatus(bench, full.id, 1)
      const empty = await testTask(bench, 0)
      await bench.refused(4001275, 'SCOPE_EMPTY', 'POST', statusPath, { body: bench.statusBody(empty.id, 1) })
    },
  },
  {
    name: 'T5: a pending formal task does not start',
    async run(bench) {
      const task = await bench.create()
      const body = bench.statusBody(task.id, 1)
      await bench.refused(4001036, 'TASK_NOT_APPROVED', 'POST', statusPath, { body })
    },
  },
  {
    name: 'T6: a running task stops; once more is no operation',
    async run(bench) {
      const task = await bench.createRunningTest(bench.subject.deviceIds.slice(0, 1))
      await oneOperation(bench, task.id, () => bench.setStatus(task.id, 0))
      await expectStatus(bench, task.id, 0)
      const before = await bench.state()
      await bench.setStatus(task.id, 0)
      assert.equal(await bench.state(), before)
    },
  },
  {
    name: 'T7: under review it neither starts nor stops',
    async run(bench) {
      const task = await bench.createUnderReview()
      for (const status of [0, 1]) {
        const body = bench.statusBody(task.id, status)
        await bench.refused(4001036, 'TASK_UNDER_REVIEW', 'POST', statusPath, { body })
      }
    },
  },
  {
    name: 'T8: a test task is promoted from stopped, running and pending; it is formal and pending then',
    async run(bench) {
      for (const state of ['pending', 'running', 'stopped']) {
        const task = await testTask(bench)
        if (state !== 'pending') await bench.setStatus(task.id, 1)
        if (state === 'stopped') await bench.setStatus(task.id, 0)
        const name = bench.nextName()
        const change = { name, description: 'now formal', scope: { category: 0 } }
        await oneOperation(bench, task.id, () =>
          bench.ok('PUT', path(task.id, 'product-tag'), { body: change }, true),
        )
        const read = await expectStatus(bench, task.id, 2)
        assert.deepEqual([read.tag_type, read.name, read.description], [0, name, 'now formal'], state)
        assert.equal(asJson(read.scope).category, 0)
      }
    },
  },
  {
    name: 'T8: what is not given stays; a formal task is not promoted; a bad scope or name changes nothing',
    async run(bench) {
      const task = await testTask(bench, 2)
      const bad = { body: { scope: { category: 1 } } }
      await bench.refused(4001275, 'SCOPE_EMPTY', 'PUT', path(task.id, 'product-tag'), bad)
      const other = await bench.create()
      await bench.refused(4001035, 'NAME_EXISTS', 'PUT', path(task.id, 'product-tag'), {
        body: { name: other.name },
      })
      await bench.refused(4001001, 'FIELD_INVALID', 'PUT', path(task.id, 'product-tag'), {
        body: { name: 'n'.repeat(33) },
      })
      await bench.refused(4001138, 'TASK_TAG_MISMATCH', 'PUT', path(other.id, 'product-tag'), { body: {} })
      await bench.ok('PUT', path(task.id, 'product-tag'), { body: {} }, true)
      const read = await bench.get(task.id)
      assert.deepEqual([read.name, read.description, read.scope], [task.name, task.description, task.scope])
    },
  },
  {
    name: 'T9: a pending formal task goes under review, its approver is kept',
    async run(bench) {
      const task = await bench.create()
      await oneOperation(bench, task.id, () => submit(bench, task.id))
      const read = await expectStatus(bench, task.id, 3)
      assert.equal(read.audit_member_id, bench.subject.reviewerId)
    },
  },
  {
    name: 'T9: not a test task, not twice, not without an approver, not to a stranger',
    async run(bench) {
      const body = { audit_member_id: bench.subject.reviewerId }
      const test = await testTask(bench)
      await bench.refused(4001138, 'TASK_TAG_MISMATCH', 'PUT', path(test.id, 'submit-audit'), { body })
      const task = await bench.create()
      const call = path(task.id, 'submit-audit')
      await bench.refused(4001002, 'FIELD_MISSING', 'PUT', call, { body: {} })
      await bench.refused(4001002, 'FIELD_MISSING', 'PUT', call, { body: { audit_member_id: '' } })
      await bench.refused(4041003, null, 'PUT', call, { body: { audit_member_id: 'nobody' } })
      await submit(bench, task.id)
      await bench.refused(4001036, 'TASK_STATE_CONFLICT', 'PUT', call, { body })
      const legacy = await bench.create({}, '0')
      await bench.refused(4001036, 'TASK_STATE_CONFLICT', 'PUT', path(legacy.id, 'submit-audit'), { body })
    },
  },
  {
    name: 'T10: approved it runs, and has no approver any more',
    async run(bench) {
      const task = await bench.createUnderReview()
      await oneOperation(bench, task.id, () => audit(bench, task.id, 1))
      const read = await expectStatus(bench, task.id, 1)
      assert.equal(read.audit_member_id ?? '', '')
    },
  },
  {
    name: 'T11: rejected it is pending, and has no approver any more',
    async run(bench) {
      const task = await bench.createUnderReview()
      await oneOperation(bench, task.id, () => audit(bench, task.id, 2))
      const read = await expectStatus(bench, task.id, 2)
      assert.equal(read.audit_member_id ?? '', '')
    },
  },
  {
    name: 'T10, T11: only its approver, only under review, only 1 or 2',
    async run(bench) {
      const task = await bench.createUnderReview()
      const call = path(task.id, 'audit')
      for (const result of [1, 2]) {
        await bench.refused(4031023, 'NOT_AUDITOR', 'PUT', call, { body: { audit_result: result } })
      }
      const as = 'reviewer'
      await bench.refused(4001001, 'FIELD_INVALID', 'PUT', call, { as, body: { audit_result: 3 } })
      await bench.refused(4001002, 'FIELD_MISSING', 'PUT', call, { as, body: {} })
      const pending = await bench.create()
      await bench.refused(4001036, 'TASK_STATE_CONFLICT', 'PUT', path(pending.id, 'audit'), {
        as,
        body: { audit_result: 1 },
      })
    },
  },
  {
    name: 'T12: stopped and pending tasks are deleted for good',
    async run(bench) {
      for (const task of [await bench.create(), await bench.create({}, '0')]) {
        await bench.ok('POST', deletePath, remove(bench, task.id), true)
        await bench.refused(4041013, 'TASK_UNKNOWN', 'GET', `/v2/upgrade/firmware/tasks/${task.id}`)
        await bench.refused(4041013, 'TASK_UNKNOWN', 'POST', deletePath, remove(bench, task.id))
        // Its name and start version are free again.
        const again = await bench.create({ name: task.name, from_version: task.from_version })
        await bench.ok('POST', deletePath, remove(bench, again.id))
      }
    },
  },
  {
    name: 'T12: not while it runs or is under review, not for another product',
    async run(bench) {
      const running = await bench.createRunningTest(bench.subject.deviceIds.slice(0, 1))
      await bench.refused(4001036, 'TASK_BUSY', 'POST', deletePath, remove(bench, running.id))
      const review = await bench.createUnderReview()
      await bench.refused(4001036, 'TASK_BUSY', 'POST', deletePath, remove(bench, review.id))
      const task = await bench.create()
      const answer = await bench.call('POST', deletePath, { body: { id: task.id, product_id: 'another' } })
      assert.equal(answer.status, 404)
      await expectStatus(bench, task.id, 2)
      await bench.refused(4001002, 'FIELD_MISSING', 'POST', deletePath, { body: { id: task.id } })
    },
  },
  {
    name: 'T13: devices of a test task are added, removed, replaced; once more changes nothing',
    async run(bench) {
      const [one = '', two = '', three = ''] = bench.subject.deviceIds
      const task = await testTask(bench, 1)
      const change = async (opt: number, device_list: string[]) => {
        await bench.ok('PUT', path(task.id, 'devices'), { body: { opt, device_list } }, true)
        const read = asJson((await bench.get(task.id)).scope)
        assert.equal(read.category, 1)
        return [...(read.device_list as string[])].sort()
      }
      assert.deepEqual(await change(1, [two, three]), [one, two, three].sort())
      assert.deepEqual(await change(1, [two]), [one, two, three].sort())
      assert.deepEqual(await change(2, [one]), [two, three].sort())
      assert.deepEqual(await change(3, [one]), [one])
      assert.deepEqual(await change(3, []), [])
      await expectStatus(bench, task.id, 2)
    },
  },
  {
    name: 'T13: not of a formal task, no unknown device, no unknown operation',
    async run(bench) {
      const device_list = bench.subject.deviceIds.slice(0, 1)
      const formal = await bench.create()
      const test = await testTask(bench)
      const call = path(test.id, 'devices')
      await bench.refused(4001138, 'TASK_TAG_MISMATCH', 'PUT', path(formal.id, 'devices'), {
        body: { opt: 1, device_list },
      })
      await bench.refused(4041008, 'DEVICE_UNKNOWN', 'PUT', call, {
        body: { opt: 1, device_list: [...device_list, 'no-such-device'] },
      })
      await bench.refused(4001213, null, 'PUT', call, { body: { opt: 4, device_list } })
      await bench.refused(4001002, 'FIELD_MISSING', 'PUT', call, { body: { device_list } })
      await bench.refused(4001002, 'FIELD_MISSING', 'PUT', call, { body: { opt: 1 } })
    },
  },
  {
    name: '3: a status that is not 0 or 1 is 4001036, missing fields 4001002, an unknown task 4041013',
    async run(bench) {
      const task = await bench.create()
      for (const status of [2, -1, 'on']) {
        await bench.refused(4001036, null, 'POST', statusPath, { body: bench.statusBody(task.id, status) })
      }
      const whole = bench.statusBody(task.id, 1)
      for (const field of Object.keys(whole)) {
        await bench.refused(4001002, 'FIELD_MISSING', 'POST', statusPath, {
          body: { ...whole, [field]: null },
        })
      }
      const body = bench.statusBody('no-such-task', 1)
      await bench.refused(4041013, 'TASK_UNKNOWN', 'POST', statusPath, { body })
    },
  },
]

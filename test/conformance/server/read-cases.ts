// Reading tasks (2, 7, 14, 15), who may call what, and the whole life of a task.
import assert from 'node:assert/strict'
import { asJson, type Bench, type Case, type Json } from './bench.ts'
import type { TokenName } from './subject.ts'

const listPath = '/v2/upgrade/firmware/tasks'
const v2 = { 'Api-Version': '2' }

async function list(bench: Bench, body: Json, headers: Record<string, string> = v2) {
  const answer = await bench.ok('POST', listPath, {
    headers,
    body: { product_id: bench.subject.productId, ...body },
  })
  const { count, list: tasks } = asJson(answer.body)
  assert.ok(Array.isArray(tasks))
  return { count: Number(count), tasks: tasks.map(asJson) }
}

/** Endpoint, how it is called, and who may: the table of credentials. */
const calls: readonly (readonly [method: string, path: string, allowed: readonly TokenName[]])[] = [
  ['POST', '/v2/upgrade/firmware/task', ['member', 'reviewer']],
  ['GET', '/v2/upgrade/firmware/tasks?product_id=x', ['member', 'reviewer', 'platform']],
  ['POST', '/v2/upgrade/firmware/task/status', ['member', 'reviewer']],
  ['POST', '/v2/upgrade/firmware/task/delete', ['member', 'reviewer']],
  ['POST', '/v2/upgrade/firmware/check/{device}', ['device']],
  ['POST', '/v2/upgrade/firmware/report/{device}', ['device', 'platform']],
  ['POST', '/v2/upgrade/firmware/tasks', ['member', 'reviewer', 'platform']],
  ['POST', '/v2/upgrade/ota-log', ['platform']],
  ['POST', '/v2/upgrade/ota-logs', ['member', 'reviewer']],
  ['PUT', '/v2/upgrade/firmware/tasks/x/product-tag', ['member', 'reviewer']],
  ['PUT', '/v2/upgrade/firmware/tasks/x/submit-audit', ['member', 'reviewer']],
  ['PUT', '/v2/upgrade/firmware/tasks/x/audit', ['member', 'reviewer']],
  ['PUT', '/v2/upgrade/firmware/tasks/x/devices', ['member', 'reviewer']],
  ['GET', '/v2/upgrade/firmware/tasks/x', ['member', 'reviewer']],
  ['GET', '/v2/upgrade/firmware/tasks/x/op-logs', ['member', 'reviewer']],
  ['GET', '/v2/statistics/ota/customize-task/x/device-firmware-version', ['member', 'reviewer']],
]
const names: readonly TokenName[] = ['member', 'reviewer', 'platform', 'device']

const credentialCases: readonly Case[] = calls.map(([method, path, allowed], index) => ({
  name: `${index + 1}: without a token 4031002, with a made-up one 4031003, only for ${allowed.join(', ')}`,
  async run(bench) {
    const url = path.replace('{device}', bench.subject.deviceIds[0] ?? '')
    await bench.refused(4031002, 'TOKEN_NEEDED', method, url, { as: null })
    await bench.refused(4031003, 'TOKEN_INVALID', method, url, { raw: 'made-up' })
    for (const as of names) {
      const answer = await bench.call(method, url, { as, ...(method === 'GET' ? {} : { body: {} }) })
      if (allowed.includes(as)) assert.notEqual(answer.status, 403, `${as}: ${JSON.stringify(answer.body)}`)
      else {
        assert.equal(answer.status, 403, `${as}: ${JSON.stringify(answer.body)}`)
        assert.ok(answer.code === 4031001 || answer.code === 4031004, `${as}: ${answer.code}`)
        const corpOnly = !allowed.some((name) => name === 'platform' || name === 'device')
        if (corpOnly) assert.equal(answer.code, 4031004, as)
      }
    }
  },
}))

export const readCases: readonly Case[] = [
  ...credentialCases,
  {
    name: '14: an Api-Version other than 2 sees pending and under review as stopped; nothing is changed by that',
    async run(bench) {
      const pending = await bench.create()
      const review = await bench.createUnderReview()
      for (const [task, status] of [
        [pending, 2],
        [review, 3],
      ] as const) {
        assert.equal((await bench.get(task.id, '0')).status, 0)
        assert.equal((await bench.get(task.id)).status, status)
      }
      const { tasks } = await list(bench, { query: { id: { $eq: pending.id } } }, {})
      assert.equal(tasks[0]?.status, 0)
    },
  },
  {
    name: '2: a bare array, page by page; a negative offset is 4001001, a missing product 4001002',
    async run(bench) {
      const made = [await bench.create(), await bench.create(), await bench.create()]
      const page = async (query: string) => {
        const path = `${listPath}?product_id=${bench.subject.productId}${query}`
        const { body } = await bench.ok('GET', path, { headers: v2 })
        assert.ok(Array.isArray(body))
        return body.map((task) => String(asJson(task).id))
      }
      const all = await page('&limit=1000')
      for (const task of made) assert.ok(all.includes(task.id))
      assert.deepEqual(await page('&offset=1&limit=2'), all.slice(1, 3))
      assert.ok((await page('')).length <= 10)
      await bench.refused(
        4001001,
        'FIELD_INVALID',
        'GET',
        `${listPath}?product_id=${bench.subject.productId}&offset=-1`,
      )
      await bench.refused(4001002, 'FIELD_MISSING', 'GET', listPath)
      await bench.refused(4041005, 'PRODUCT_UNKNOWN', 'GET', `${listPath}?product_id=no-such-product`)
    },
  },
  {
    name: '7: count, page, type, tag, query by id and name, order by name',
    async run(bench) {
      const tag = bench.nextName()
      const named = (text: string) => `${tag.slice(0, 24)} ${text}`
      const b = await bench.create({ name: named('b') })
      const a = await bench.create({ name: named('a'), type: 2, identify: 5 })
      const c = await bench.create({ name: named('c'), tag_type: 1 })
      const query = { name: { $like: tag.slice(0, 24) } }
      const ids = async (body: Json) => (await list(bench, body)).tasks.map((task) => task.id)
      assert.deepEqual(await ids({ query, order: { name: 'asc' } }), [a.id, b.id, c.id])
      assert.deepEqual(await ids({ query, order: { name: 'desc' }, offset: 1, limit: 1 }), [b.id])
      assert.equal((await list(bench, { query, limit: 1 })).count, 3)
      assert.deepEqual(await ids({ query, type: 2 }), [a.id])
      assert.deepEqual(await ids({ query, tag_type: 1 }), [c.id])
      for (const field of ['_id', 'id'])
        assert.deepEqual(await ids({ query: { [field]: { $eq: b.id } } }), [b.id])
      assert.deepEqual(await ids({ query: { name: { $eq: named('a') }, _id: { $eq: b.id } } }), [])
      for (const body of [
        { query: { status: { $eq: 1 } } },
        { query: { name: { $near: 'x' } } },
        { offset: -1 },
      ]) {
        await bench.refused(4001001, 'FIELD_INVALID', 'POST', listPath, {
          body: { product_id: bench.subject.productId, ...body },
        })
      }
      await bench.refused(4001158, 'ORDER_UNKNOWN', 'POST', listPath, {
        body: { product_id: bench.subject.productId, order: { name: 'up' } },
      })
      await bench.refused(4001002, 'FIELD_MISSING', 'POST', listPath, { body: {} })
    },
  },
  {
    name: '7, 14: surplus_count for wifi only, audit_member_id only under review',
    async run(bench) {
      const wifi = await bench.get((await bench.create()).id)
      assert.equal(typeof wifi.surplus_count, 'number')
      assert.equal(wifi.audit_member_id ?? '', '')
      const mcu = await bench.get((await bench.create({ type: 2, identify: 1 })).id)
      assert.ok(!('surplus_count' in mcu) || mcu.surplus_count === null)
    },
  },
  {
    name: 'an unknown task is 404/4041013 everywhere, an unknown address 404/4041001',
    async run(bench) {
      const base = '/v2/upgrade/firmware/tasks/no-such-task'
      await bench.refused(4041013, 'TASK_UNKNOWN', 'GET', base)
      await bench.refused(4041013, 'TASK_UNKNOWN', 'GET', `${base}/op-logs`)
      await bench.refused(4041013, 'TASK_UNKNOWN', 'PUT', `${base}/product-tag`, { body: {} })
      await bench.refused(4041013, 'TASK_UNKNOWN', 'PUT', `${base}/submit-audit`, {
        body: { audit_member_id: bench.subject.reviewerId },
      })
      await bench.refused(4041013, 'TASK_UNKNOWN', 'PUT', `${base}/audit`, { body: { audit_result: 1 } })
      await bench.refused(4041013, 'TASK_UNKNOWN', 'PUT', `${base}/devices`, {
        body: { opt: 1, device_list: bench.subject.deviceIds.slice(0, 1) },
      })
      await bench.refused(4041001, null, 'GET', '/v2/upgrade/no-such-address')
    },
  },
  {
    name: 'the whole life: test, devices, start, check, issue, report, promote, submit, reject, submit, approve, stop, start',
    async run(bench) {
      const [device = '', second = ''] = bench.subject.deviceIds
      const task = await bench.create({ tag_type: 1 })
      const base = `/v2/upgrade/firmware/tasks/${task.id}`
      const devices = (opt: number, device_list: string[]) =>
        bench.ok('PUT', `${base}/devices`, { body: { opt, device_list } })
      await devices(1, [device, second])
      await devices(2, [second])
      await devices(3, [device, second])
      await bench.setStatus(task.id, 1)
      const checked = await bench.ok('POST', `/v2/upgrade/firmware/check/${device}`, {
        as: 'device',
        body: {
          product_id: bench.subject.productId,
          type: 1,
          identify: 0,
          current_version: task.from_version,
        },
      })
      assert.equal(asJson(checked.body).id, task.id)
      await bench.ok('POST', '/v2/upgrade/ota-log', {
        as: 'platform',
        headers: { 'Corp-ID': bench.subject.corpId },
        body: { device_id: device, task_id: task.id },
      })
      await bench.ok('POST', `/v2/upgrade/firmware/report/${device}`, {
        as: 'device',
        body: {
          type: 1,
          mod: 'conf',
          identify: 0,
          last_version: task.from_version,
          current_version: task.target_version,
          result: 0,
        },
      })
      assert.equal((await bench.get(task.id)).upgrade_count, 1)
      await bench.ok('PUT', `${base}/product-tag`, { body: {} })
      const submit = () =>
        bench.ok('PUT', `${base}/submit-audit`, { body: { audit_member_id: bench.subject.reviewerId } })
      const audit = (audit_result: number) =>
        bench.ok('PUT', `${base}/audit`, { as: 'reviewer', body: { audit_result } })
      await submit()
      await audit(2)
      await submit()
      await audit(1)
      await bench.setStatus(task.id, 0)
      await bench.setStatus(task.id, 1)
      const read = await bench.get(task.id)
      assert.deepEqual([read.status, read.tag_type, read.upgrade_count], [1, 0, 1])

      const operations = await bench.operations(task.id)
      // create, three changes of devices, start, promote, submit, reject, submit, approve, stop, start
      assert.equal(operations.length, 12)
      for (const operation of operations) {
        for (const field of ['id', 'content', 'opt_id', 'opt_name', 'opt_account', 'create_date']) {
          assert.equal(typeof operation[field], 'string', field)
        }
      }
      const times = operations.map((operation) => String(operation.create_date))
      assert.deepEqual(times, times.toSorted().toReversed(), 'newest first')
      const byReviewer = operations.filter((operation) => operation.opt_id === bench.subject.reviewerId)
      assert.equal(byReviewer.length, 2)
    },
  },
]

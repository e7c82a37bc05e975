// Endpoints 5, 6, 8, 9 and 16: check, report, issued upgrades, and what is counted.
import assert from 'node:assert/strict'
import { asJson, type Bench, type Case, type Json } from './bench.ts'

const [checkBase, reportBase] = ['/v2/upgrade/firmware/check', '/v2/upgrade/firmware/report']
const corp = (bench: Bench) => ({ 'Corp-ID': bench.subject.corpId })
const first = (bench: Bench) => bench.subject.deviceIds[0] ?? ''

const checkBody = (bench: Bench, task: Json, change: Json = {}) => ({
  product_id: bench.subject.productId,
  type: task.type,
  identify: task.identify,
  current_version: task.from_version,
  ...change,
})
const check = (bench: Bench, task: Json, change: Json = {}) =>
  bench.call('POST', `${checkBase}/${first(bench)}`, { as: 'device', body: checkBody(bench, task, change) })
const reportBody = (task: Json, change: Json = {}) => ({
  type: task.type,
  mod: 'conf',
  identify: task.identify,
  last_version: task.from_version,
  current_version: task.target_version,
  result: 0,
  ...change,
})
const report = (bench: Bench, task: Json, change: Json = {}) =>
  bench.ok('POST', `${reportBase}/${first(bench)}`, { as: 'device', body: reportBody(task, change) }, true)
const issue = (bench: Bench, taskId: string, deviceId = first(bench)) =>
  bench.ok(
    'POST',
    '/v2/upgrade/ota-log',
    { as: 'platform', headers: corp(bench), body: { device_id: deviceId, task_id: taskId } },
    true,
  )
const logsOf = (bench: Bench, taskId: string) => bench.otaLogs({ query: { task_id: { $eq: taskId } } })

export const resultCases: readonly Case[] = [
  {
    name: '5: finds the running task of the device at its version, with the fields of the document',
    async run(bench) {
      const task = await bench.createRunningTest([first(bench)])
      const answer = await check(bench, task)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      const found = asJson(answer.body)
      assert.deepEqual([found.id, found.status, found.target_version], [task.id, 1, task.target_version])
      for (const field of ['task_type', 'tag_type', 'create_time']) assert.ok(!(field in found), field)
    },
  },
  {
    name: '5: type and identify left out are wifi and 0; current_version is mandatory',
    async run(bench) {
      const task = await bench.createRunningTest([first(bench)])
      const answer = await check(bench, task, { type: undefined, identify: undefined })
      assert.equal(asJson(answer.body).id, task.id)
      await bench.refused(4001002, 'FIELD_MISSING', 'POST', `${checkBase}/${first(bench)}`, {
        as: 'device',
        body: checkBody(bench, task, { current_version: null }),
      })
    },
  },
  {
    name: '5: another version, part or device, or a task that does not run, is 404/4041013',
    async run(bench) {
      const task = await bench.createRunningTest(bench.subject.deviceIds.slice(0, 2))
      const other = await bench.createRunningTest(bench.subject.deviceIds.slice(1, 2))
      const pending = await bench.create()
      const path = `${checkBase}/${first(bench)}`
      for (const body of [
        checkBody(bench, task, { current_version: task.target_version }),
        checkBody(bench, task, { type: 2, identify: 0 }),
        checkBody(bench, task, { identify: 1 }),
        checkBody(bench, other),
        checkBody(bench, pending),
      ]) {
        await bench.refused(4041013, null, 'POST', path, { as: 'device', body })
      }
      await bench.setStatus(task.id, 0)
      await bench.refused(4041013, null, 'POST', path, { as: 'device', body: checkBody(bench, task) })
    },
  },
  {
    name: '5, 6: a device token speaks for its own device only: 4001114',
    async run(bench) {
      const task = await bench.createRunningTest(bench.subject.deviceIds.slice(0, 2))
      const other = bench.subject.deviceIds[1] ?? ''
      await bench.refused(4001114, 'DEVICE_NOT_OF_TOKEN', 'POST', `${checkBase}/${other}`, {
        as: 'device',
        body: checkBody(bench, task),
      })
      await bench.refused(4001114, 'DEVICE_NOT_OF_TOKEN', 'POST', `${reportBase}/${other}`, {
        as: 'device',
        body: reportBody(task),
      })
    },
  },
  {
    name: '6: a success counts once, however often it is told; a failure and an announcement do not',
    async run(bench) {
      const task = await bench.createRunningTest([first(bench)])
      const count = async () => (await bench.get(task.id)).upgrade_count
      await report(bench, task, { result: 1, desc: 'write failed' })
      assert.equal(await count(), 0)
      await report(bench, task, { last_version: task.target_version })
      assert.equal(await count(), 0)
      await report(bench, task)
      await report(bench, task, {
        result: '0',
        start_date: '2026-01-02T03:04:05Z',
        end_date: '2026-01-02T03:05:05Z',
      })
      assert.equal(await count(), 1)
      // A result that fits no task is taken, and counts for none.
      await report(bench, task, { current_version: bench.nextVersion() })
      assert.equal(await count(), 1)
    },
  },
  {
    name: '6: missing fields are 4001002, a result or model that is none 4001001',
    async run(bench) {
      const task = await bench.createRunningTest([first(bench)])
      const path = `${reportBase}/${first(bench)}`
      for (const field of Object.keys(reportBody(task))) {
        const body = reportBody(task, { [field]: null })
        // A type that is left out is wifi, as at the other calls.
        if (field === 'type' || field === 'identify') continue
        await bench.refused(4001002, 'FIELD_MISSING', 'POST', path, { as: 'device', body })
      }
      for (const change of [{ result: 2 }, { mod: 'm'.repeat(21) }, { current_version: -1 }]) {
        const body = reportBody(task, change)
        await bench.refused(4001001, 'FIELD_INVALID', 'POST', path, { as: 'device', body })
      }
    },
  },
  {
    name: '8: one open upgrade per device and task; Corp-ID is mandatory; a success completes it',
    async run(bench) {
      const task = await bench.createRunningTest([first(bench)])
      await issue(bench, task.id)
      await issue(bench, task.id)
      const open = await logsOf(bench, task.id)
      assert.equal(open.count, 1)
      assert.deepEqual(
        [open.list[0]?.status, open.list[0]?.execute_time ?? null, open.list[0]?.device_id],
        [1, null, first(bench)],
      )
      await report(bench, task, { result: 1 })
      assert.equal((await logsOf(bench, task.id)).list[0]?.status, 1)
      await report(bench, task)
      const done = await logsOf(bench, task.id)
      assert.deepEqual([done.count, done.list[0]?.status], [1, 2])
      assert.match(String(done.list[0]?.execute_time), /^\d{4}-\d\d-\d\dT/)

      const body = { device_id: first(bench), task_id: task.id }
      const path = '/v2/upgrade/ota-log'
      await bench.refused(4001002, 'FIELD_MISSING', 'POST', path, { as: 'platform', body })
      const headers = corp(bench)
      for (const field of Object.keys(body)) {
        await bench.refused(4001002, 'FIELD_MISSING', 'POST', path, {
          as: 'platform',
          headers,
          body: { ...body, [field]: '' },
        })
      }
      await bench.refused(4041013, 'TASK_UNKNOWN', 'POST', path, {
        as: 'platform',
        headers,
        body: { ...body, task_id: 'no-such-task' },
      })
      await bench.refused(4041008, 'DEVICE_UNKNOWN', 'POST', path, {
        as: 'platform',
        headers,
        body: { ...body, device_id: 'no-such-device' },
      })
    },
  },
  {
    name: '9: every operator, several together, order, page and filter',
    async run(bench) {
      const ids = bench.subject.deviceIds.slice(0, 4).toSorted()
      const task = await bench.createRunningTest(ids)
      for (const id of ids) await issue(bench, task.id, id)
      const found = async (device_id: Json) =>
        (await bench.otaLogs({ query: { task_id: { $eq: task.id }, device_id }, limit: 100 })).list
          .map((log) => String(log.device_id))
          .toSorted()
      const [one = '', two = '', three = '', four = ''] = ids
      assert.deepEqual(await found({ $eq: two }), [two])
      assert.deepEqual(await found({ $in: [one, four, 'nobody'] }), [one, four].toSorted())
      assert.deepEqual(
        await found({ $like: three.slice(1) }),
        ids.filter((id) => id.includes(three.slice(1))),
      )
      assert.deepEqual(await found({ $gt: one, $lt: four }), [two, three].toSorted())
      assert.deepEqual(await found({ $gte: two, $lte: three }), [two, three].toSorted())
      assert.deepEqual(await found({ $in: [] }), [])

      const query = { task_id: { $eq: task.id } }
      for (const [direction, sorted] of [
        ['asc', ids],
        ['desc', ids.toReversed()],
      ] as const) {
        const page = await bench.otaLogs({ query, order: { device_id: direction }, offset: 1, limit: 2 })
        assert.equal(page.count, 4)
        assert.deepEqual(
          page.list.map((log) => log.device_id),
          sorted.slice(1, 3),
        )
      }
      const filtered = await bench.otaLogs({
        query,
        filter: ['device_id', 'status', 'no-such-field'],
        limit: 1,
      })
      assert.deepEqual(Object.keys(filtered.list[0] ?? {}).toSorted(), ['device_id', 'status'])
      const whole = await bench.otaLogs({ query, limit: 1 })
      for (const field of [
        'id',
        'product_id',
        'task_id',
        'device_id',
        'device_mac',
        'device_sn',
        'status',
        'execute_time',
      ])
        assert.ok(field in (whole.list[0] ?? {}), field)
      assert.equal((await bench.otaLogs({ query, offset: 100 })).list.length, 0)
      assert.equal((await bench.otaLogs({ query, limit: 0 })).list.length, 1, 'the limit is at least 1')
    },
  },
  {
    name: '9: an unknown field or operator is 4001001, a sort direction 4001158, a negative offset 4001001',
    async run(bench) {
      const path = '/v2/upgrade/ota-logs'
      for (const body of [
        { query: { colour: { $eq: 'red' } } },
        { query: { task_id: { $near: 'x' } } },
        { query: { task_id: 'x' } },
        { query: { task_id: { $in: 'x' } } },
        { offset: -1 },
      ]) {
        await bench.refused(4001001, 'FIELD_INVALID', 'POST', path, { body })
      }
      await bench.refused(4001158, 'ORDER_UNKNOWN', 'POST', path, { body: { order: { device_id: 'up' } } })
    },
  },
  {
    name: '16: the shares of versions among the devices of the task',
    async run(bench) {
      const ids = bench.subject.deviceIds.slice(0, 3)
      const task = await bench.createRunningTest(ids)
      const path = `/v2/statistics/ota/customize-task/${task.id}/device-firmware-version`
      const shares = async () => {
        const { total, ratios } = asJson((await bench.ok('GET', path)).body)
        assert.equal(total, ids.length)
        assert.ok(Array.isArray(ratios))
        return new Map(ratios.map(asJson).map((ratio) => [ratio.firmware_version, ratio.devices]))
      }
      await report(bench, task)
      assert.equal((await shares()).get(task.target_version), 1)
      await bench.refused(4041013, 'TASK_UNKNOWN', 'GET', path.replace(task.id, 'no-such-task'))
    },
  },
]

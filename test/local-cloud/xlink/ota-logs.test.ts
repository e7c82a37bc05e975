import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenDesk, openDesk } from '../open-desk.ts'

let open: OpenDesk
const tasks: Record<'wifi' | 'mcu', string> = { wifi: '', mcu: '' }
let ids: string[] = []

// One cloud for all: what is asked here changes nothing.
beforeAll(async () => {
  open = await openDesk({ now: () => new Date('2026-01-02T03:04:05.006Z') })
  const { admin } = open.cloud
  await admin.addDevice({ deviceId: '1100001', productId: 'p1', mac: 'aa:bb:cc:00:00:03', sn: 'KETTLE-3' })
  const image = { productId: 'p1', fromVersion: 10_000, toVersion: 20_001, firmware: open.firmware }
  tasks.wifi = await admin.addTask({ ...image, taskId: 'task-a' })
  tasks.mcu = await admin.addTask({ ...image, taskId: 'task-b', part: { type: 'mcu', identify: 1 } })
  const corp = { 'Corp-ID': 'flashline' }
  for (const [device_id, task_id] of [
    ['d1', tasks.wifi],
    ['d2', tasks.wifi],
    [1_100_001, tasks.wifi],
    ['d1', tasks.mcu],
  ]) {
    await open.as('platform', 'POST', '/v2/upgrade/ota-log', { device_id, task_id }, corp)
  }
  const report = { type: 1, mod: 'm', identify: 0, last_version: 10_000, current_version: 20_001 }
  const say = (deviceId: string, more: object) =>
    open.as('platform', 'POST', `/v2/upgrade/firmware/report/${deviceId}`, { ...report, ...more })
  await say('d1', { result: 1, desc: 'no power' })
  await say('d1', { result: 0, desc: 'done', end_date: '2026-01-01T00:00:00.000Z' })
  await say('d2', { result: 1, desc: 'no power' })
  ids = (await admin.listOtaLogs()).map((log) => String(log.ota_log_id))
})
afterAll(() => open[Symbol.asyncDispose]())

const list = (body: unknown = {}, who: 'lead' | 'thirdParty' | 'stranger' = 'lead') =>
  open.as(who, 'POST', '/v2/upgrade/ota-logs', body)
const found = async (body: unknown) => {
  const { count, list: rows } = (await list(body)).body as { count: number; list: { id: string }[] }
  return [count, ...rows.map((row) => ids.indexOf(row.id))]
}

describe('ota-logs (9)', () => {
  it('tells what was issued and what was completed, oldest first', async () => {
    const rest = { product_id: 'p1', task_id: 'task-a' }
    expect(await list()).toEqual({
      status: 200,
      body: {
        count: 4,
        list: [
          {
            id: ids[0],
            ...rest,
            device_id: 'd1',
            device_mac: 'AABBCC000001',
            device_sn: 'SN1',
            status: 2,
            execute_time: '2026-01-01T00:00:00.000Z',
            result: 0,
            desc: 'done',
          },
          {
            id: ids[1],
            ...rest,
            device_id: 'd2',
            device_mac: '',
            device_sn: '',
            status: 1,
            execute_time: null,
            result: 1,
            desc: 'no power',
          },
          {
            id: ids[2],
            ...rest,
            device_id: '1100001',
            device_mac: 'AABBCC000003',
            device_sn: 'KETTLE-3',
            status: 1,
            execute_time: null,
            result: null,
            desc: '',
          },
          {
            id: ids[3],
            product_id: 'p1',
            task_id: 'task-b',
            device_id: 'd1',
            device_mac: 'AABBCC000001',
            device_sn: 'SN1',
            status: 1,
            execute_time: null,
            result: null,
            desc: '',
          },
        ],
      },
    })
    expect(await list({}, 'thirdParty')).toEqual(await list(''))
  })

  it.each([
    [{ task_id: { $eq: 'task-b' } }, [3]],
    [{ task_id: { $in: ['task-b', 'task-a', 'x'] } }, [0, 1, 2, 3]],
    [{ task_id: { $in: [] } }, []],
    [{ task_id: { $like: 'SK-' } }, [0, 1, 2, 3]],
    [{ task_id: { $like: 't_sk' } }, []],
    [{ task_id: { $lt: 'task-b' } }, [0, 1, 2]],
    [{ task_id: { $lte: 'task-b', $gt: 'task-a' } }, [3]],
    [{ device_id: { $eq: 1_100_001 } }, [2]],
    [{ device_id: { $in: ['1100001', 'd2'] } }, [1, 2]],
    [{ device_id: { $gte: 'd' } }, [0, 1, 3]],
    [{ device_mac: { $eq: 'aa-bb-cc-00-00-01' } }, [0, 3]],
    [{ device_mac: { $like: 'bbcc' } }, [0, 2, 3]],
    [{ device_sn: { $eq: '' } }, [1]],
    [{ device_sn: { $like: 'kettle' } }, [2]],
    [{ device_sn: { $like: '' } }, [0, 1, 2, 3]],
    [{ task_id: { $eq: 'task-a' }, device_mac: { $like: 'AABB' } }, [0, 2]],
    [{ task_id: { $gt: 'task-a' }, device_id: { $eq: 'd1' } }, [3]],
    [{ task_id: { $like: 'task' }, device_sn: { $like: 'SN' } }, [0, 3]],
  ])('finds by %j', async (query, expected) => {
    expect(await found({ query })).toEqual([expected.length, ...expected])
  })

  it.each([
    [{ id: 'desc' }, [3, 2, 1, 0]],
    [{ task_id: 'desc' }, [3, 2, 1, 0]],
    [{ product_id: 'asc' }, [0, 1, 2, 3]],
    [{ device_id: 'asc' }, [2, 0, 3, 1]],
    [{ device_mac: 'desc' }, [2, 3, 0, 1]],
    [{ device_sn: 'asc' }, [1, 2, 0, 3]],
    [{ status: 'desc', device_id: 'asc' }, [0, 2, 3, 1]],
    [{ execute_time: 'desc' }, [0, 3, 2, 1]],
  ])('orders by %j', async (order, expected) => {
    expect(await found({ order })).toEqual([4, ...expected])
    expect(await found({ order, query: { task_id: { $like: 'task' } }, limit: '2', offset: '1' })).toEqual([
      4,
      ...expected.slice(1, 3),
    ])
  })

  it('pages, and counts all', async () => {
    expect(await found({ limit: 1 })).toEqual([4, 0])
    expect(await found({ offset: 2, limit: 1 })).toEqual([4, 2])
    expect(await found({ offset: 3 })).toEqual([4, 3])
    expect(await found({ offset: 4 })).toEqual([4])
    expect(await found({ offset: 2_147_483_647, limit: 0 })).toEqual([4])
  })

  it('answers only the fields that are asked for', async () => {
    const fields = async (filter: unknown) =>
      ((await list({ filter, limit: 1 })).body as { list: unknown[] }).list[0]
    expect(await fields(['task_id', 'status', 'nonsense'])).toEqual({ task_id: 'task-a', status: 2 })
    expect(await fields(['desc'])).toEqual({ desc: 'done' })
    expect(Object.keys((await fields([])) as object)).toHaveLength(10)
  })

  it('shows another corp nothing', async () => {
    expect(await list({}, 'stranger')).toEqual({ status: 200, body: { count: 0, list: [] } })
  })

  it.each([
    [{ offset: -1 }, 4001001, 'FIELD_INVALID'],
    [{ limit: 'all' }, 4001001, 'FIELD_INVALID'],
    [{ filter: 'id' }, 4001001, 'FIELD_INVALID'],
    [{ query: { status: { $eq: 1 } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { constructor: { $eq: 1 } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: { $ne: 'a' } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: 'a' } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: ['a'] } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: { $eq: null } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: { $in: 'a' } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { task_id: { $in: Array(1001).fill('a') } } }, 4001001, 'FIELD_INVALID'],
    [{ query: 'task-a' }, 4001001, 'FIELD_INVALID'],
    [{ order: { desc: 'asc' } }, 4001001, 'FIELD_INVALID'],
    [{ order: { id: 'up' } }, 4001158, 'ORDER_UNKNOWN'],
    [{ order: { 'id; DROP TABLE ota_logs': 'asc' } }, 4001001, 'FIELD_INVALID'],
    [[1], 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (body, code, reason) => {
    await open.refuses(code, reason, () => list(body))
  })
})

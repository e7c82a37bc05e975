import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

const v2 = { 'Api-Version': '2' }
const list = (change: object = {}, headers: Record<string, string> = v2) =>
  open.call('POST', '/v2/upgrade/firmware/tasks', { product_id: 'p1', ...change }, headers)
const get = (id: string, headers: Record<string, string> = v2) =>
  open.call('GET', `/v2/upgrade/firmware/tasks/${id}`, undefined, headers)
const addTask = (change: object = {}) =>
  open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
    ...change,
  })
const ids = (answer: { body: unknown }) =>
  (answer.body as { list: { id: string }[] }).list.map((task) => task.id)

describe('get', () => {
  it('answers all documented fields', async () => {
    const id = await addTask({ name: 'Kettle', tag: 'test', mode: 'manual', deviceIds: ['d1'] })
    const answer = await get(id)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      id,
      name: 'Kettle',
      status: 1,
      task_type: 1,
      tag_type: 1,
      scope: { category: 1, device_list: ['d1'] },
      surplus_count: 1,
      audit_member_id: '',
    })
    expect((answer.body as { create_time: string }).create_time).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
    )
  })

  it('counts the devices that are left only for wifi', async () => {
    const wifi = await addTask()
    const mcu = await addTask({ part: { type: 'mcu', identify: 1 } })
    expect((await get(wifi)).body).toMatchObject({ surplus_count: 2 })
    expect((await get(mcu)).body).not.toHaveProperty('surplus_count')
  })

  it.each([
    ['stopped', 0, 0],
    ['running', 1, 1],
    ['pending', 2, 0],
    ['review', 3, 0],
  ] as const)('shows %s as %i with Api-Version 2 and as %i without', async (status, withV2, without) => {
    const id = await addTask({ status })
    expect((await get(id)).body).toMatchObject({ status: withV2 })
    expect((await get(id, {})).body).toMatchObject({ status: without })
    expect((await get(id, { 'Api-Version': '1' })).body).toMatchObject({ status: without })
    expect((await list()).body).toMatchObject({ list: [{ status: withV2 }] })
    expect((await list({}, {})).body).toMatchObject({ list: [{ status: without }] })
    expect((await open.cloud.admin.getTask(id))?.status).toBe(status)
  })

  it('answers 404 with 4041013 for an unknown id', async () => {
    expect(await get('nope')).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
  })
})

/** Newest first. */
async function addTwelve(): Promise<string[]> {
  const added: string[] = []
  for (let day = 10; day < 22; day += 1) {
    added.unshift(await addTask({ createdAt: `2026-01-${day}T00:00:00.000Z` }))
  }
  return added
}

describe('list', () => {
  it('pages, newest first, ten by default, and counts all', async () => {
    const added = await addTwelve()
    const first = await list()
    expect(first.body).toMatchObject({ count: 12 })
    expect(ids(first)).toEqual(added.slice(0, 10))
    expect(ids(await list({ offset: '10', limit: '10' }))).toEqual(added.slice(10))
    expect(ids(await list({ offset: 3, limit: 2 }))).toEqual(added.slice(3, 5))
    expect(ids(await list({ limit: 0 }))).toHaveLength(1)
    expect(ids(await list({ limit: 100_000 }))).toHaveLength(12)
  })

  it('shows only the tasks of the product, type and tag', async () => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await addTask({ productId: 'p2' })
    const wifi = await addTask({ createdAt: '2026-01-02T00:00:00.000Z' })
    const mcu = await addTask({
      part: { type: 'mcu', identify: 1 },
      tag: 'test',
      createdAt: '2026-01-01T00:00:00.000Z',
    })
    expect(ids(await list())).toEqual([wifi, mcu])
    expect(ids(await list({ type: '2' }))).toEqual([mcu])
    expect(ids(await list({ tag_type: 0 }))).toEqual([wifi])
  })

  it('searches by id and name, takes wildcards literally, and orders', async () => {
    const a = await addTask({ name: 'Kettle 100% red' })
    const b = await addTask({ name: 'Kettle blue' })
    expect(ids(await list({ query: { _id: { $eq: a } } }))).toEqual([a])
    expect(ids(await list({ query: { id: { $in: [b, 'x'] } } }))).toEqual([b])
    expect(ids(await list({ query: { name: { $like: 'kettle' } }, order: { name: 'asc' } }))).toEqual([a, b])
    expect(ids(await list({ query: { name: { $like: '0%' } } }))).toEqual([a])
    expect(ids(await list({ query: { name: { $like: 'K_ttle' } } }))).toEqual([])
    expect(ids(await list({ order: { name: 'desc' } }))).toEqual([b, a])
    const range = { name: { $gt: 'Kettle 1', $lte: 'Kettle blue' } }
    expect(ids(await list({ query: range, order: { name: 'asc' } }))).toEqual([a, b])
  })

  it.each([
    [{ product_id: '' }, 4001002, 'FIELD_MISSING'],
    [{ product_id: 'p9' }, 4041005, 'PRODUCT_UNKNOWN'],
    [{ offset: -1 }, 4001001, 'FIELD_INVALID'],
    [{ limit: 'all' }, 4001001, 'FIELD_INVALID'],
    [{ type: 9 }, 4001113, 'TYPE_UNKNOWN'],
    [{ query: { status: { $eq: 1 } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { constructor: { $eq: 1 } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { name: { $regex: 'a' } } }, 4001001, 'FIELD_INVALID'],
    [{ query: { name: 'Kettle' } }, 4001001, 'FIELD_INVALID'],
    [{ query: { name: { $eq: { a: 1 } } } }, 4001001, 'FIELD_INVALID'],
    [{ order: { name: 'up' } }, 4001158, 'ORDER_UNKNOWN'],
    [{ order: { 'name; DROP TABLE tasks': 'asc' } }, 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (change, code, reason) => {
    expect(await list(change)).toMatchObject(refused(code, reason) as object)
  })
})

describe('list by GET', () => {
  const bare = async (query: string, headers: Record<string, string> = v2) =>
    (await open.call('GET', `/v2/upgrade/firmware/tasks?${query}`, undefined, headers)).body
  const bareIds = async (query: string) => ((await bare(query)) as { id: string }[]).map((task) => task.id)

  it('answers a bare page, newest first, as the list by POST', async () => {
    const added = await addTwelve()
    expect(await bareIds('product_id=p1')).toEqual(added.slice(0, 10))
    expect(await bareIds('product_id=p1&offset=10&limit=5')).toEqual(added.slice(10))
    expect(await bareIds('product_id=p1&offset=3&limit=0')).toEqual(added.slice(3, 4))
    expect(await bareIds('product_id=p1&offset=12')).toEqual([])
    expect(await bare('product_id=p1&limit=3')).toEqual(
      ((await list({ limit: 3 })).body as { list: unknown[] }).list,
    )
  })

  it('shows a reader without Api-Version 2 what it knows', async () => {
    await addTask({ status: 'review' })
    expect(await bare('product_id=p1')).toMatchObject([{ status: 3 }])
    expect(await bare('product_id=p1', {})).toMatchObject([{ status: 0 }])
  })

  it.each([
    ['', 4001002, 'FIELD_MISSING'],
    ['product_id=', 4001002, 'FIELD_MISSING'],
    ['product_id=p9', 4041005, 'PRODUCT_UNKNOWN'],
    ['product_id=p1&offset=-1', 4001001, 'FIELD_INVALID'],
    ['product_id=p1&limit=all', 4001001, 'FIELD_INVALID'],
    ['product_id=p1&product_id=p1', 4001001, 'FIELD_INVALID'],
  ])('refuses ?%s with %i', async (query, code, reason) => {
    expect(await open.call('GET', `/v2/upgrade/firmware/tasks?${query}`)).toMatchObject(
      refused(code, reason) as object,
    )
  })
})

describe('what is counted about a task', () => {
  it('follows the devices, for all and for some', async () => {
    await open.cloud.admin.addDevice({ deviceId: 'd3', productId: 'p1', version: 10_000 })
    const forAll = await addTask()
    const forSome = await addTask({ deviceIds: ['d1', 'd3'] })
    const report = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    await open.call('POST', '/v2/upgrade/firmware/report/d1', report)
    expect((await list()).body).toMatchObject({
      list: [
        { id: forSome, surplus_count: 1, upgrade_count: 1, scope: { device_list: ['d1', 'd3'] } },
        { id: forAll, surplus_count: 2, upgrade_count: 0, scope: { device_list: [] } },
      ],
    })
  })
})

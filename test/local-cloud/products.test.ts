import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDesk, openDesk } from './open-desk.ts'

let open: OpenDesk
beforeEach(async () => {
  open = await openDesk()
})
afterEach(() => open[Symbol.asyncDispose]())

const addProduct = (body: unknown, who: 'lead' | 'thirdParty' | 'stranger' | 'platform' = 'lead') =>
  open.as(who, 'POST', '/v2/products', body)
const addDevice = (body: unknown, productId = 'p1') =>
  open.as('lead', 'POST', `/v2/product/${productId}/device`, body)
const list = (body: unknown = {}, productId = 'p1') =>
  open.as('lead', 'POST', `/v2/product/${productId}/devices`, body)
const ids = async (body: unknown) => {
  const { count, list: rows } = (await list(body)).body as { count: number; list: { id: string }[] }
  return [count, ...rows.map((row) => row.id)]
}

describe('products and devices over HTTP', () => {
  it('fills a cloud so that a task can be made for its devices', async () => {
    expect(await addProduct({ product_id: 'kettle', name: 'Kettle' }, 'thirdParty')).toEqual({
      status: 200,
      body: { id: 'kettle', name: 'Kettle' },
    })
    const device = { device_id: 7001, mac: 'aa:bb:cc:dd:ee:ff', sn: ' K-1 ' }
    expect(await addDevice(device, 'kettle')).toEqual({
      status: 200,
      body: { id: '7001', product_id: 'kettle', mac: 'AABBCCDDEEFF', sn: 'K-1' },
    })
    expect(await addDevice({ device_id: '7002' }, 'kettle')).toMatchObject({ status: 200 })
    const id = await open.create({ product_id: 'kettle', scope: { category: 1, device_list: ['7001'] } })
    expect((await open.cloud.admin.getTask(id))?.scope.deviceIds).toEqual(['7001'])
    expect((await list({}, 'kettle')).body).toEqual({
      count: 2,
      list: [
        { id: '7001', product_id: 'kettle', mac: 'AABBCCDDEEFF', sn: 'K-1', firmware_version: null },
        { id: '7002', product_id: 'kettle', mac: '', sn: '', firmware_version: null },
      ],
    })
  })

  it('takes a product and a device again, with other facts', async () => {
    await addProduct({ product_id: 'p1', name: 'Renamed' })
    await addDevice({ device_id: 'd1', mac: 'AABBCC000001', sn: 'SN9' })
    expect((await list({ query: { id: { $eq: 'd1' } } })).body).toMatchObject({
      list: [{ id: 'd1', sn: 'SN9', firmware_version: 10_000 }],
    })
  })

  it('lists by query, order, page and fields', async () => {
    for (const [device_id, mac, sn] of [
      ['e1', '0102030405A1', 'B'],
      ['e2', '0102030405A2', 'A'],
      ['e3', 'F102030405A3', 'C'],
    ]) {
      await addDevice({ device_id, mac, sn })
    }
    expect(await ids({ query: { mac: { $like: '0405a' } } })).toEqual([3, 'e1', 'e2', 'e3'])
    expect(await ids({ query: { mac: { $eq: '01:02:03:04:05:a2' } } })).toEqual([1, 'e2'])
    expect(await ids({ query: { id: { $gte: 'e' }, sn: { $in: ['A', 'C'] } } })).toEqual([2, 'e2', 'e3'])
    expect(await ids({ order: { sn: 'desc' }, limit: 2 })).toEqual([5, 'd1', 'e3'])
    expect(await ids({ order: { sn: 'desc' }, limit: 2, offset: 4 })).toEqual([5, 'd2'])
    expect(await ids({ offset: 3, limit: 1 })).toEqual([5, 'e2'])
    expect(await ids({ offset: 9 })).toEqual([5])
    expect((await list({ filter: ['sn', 'nonsense'], query: { id: { $eq: 'e1' } } })).body).toEqual({
      count: 1,
      list: [{ sn: 'B' }],
    })
  })

  it('refuses what does not fit', async () => {
    const { refuses } = open
    await refuses(4001002, 'FIELD_MISSING', () => addProduct({ name: 'x' }))
    await refuses(4001002, 'FIELD_MISSING', () => addProduct({ product_id: 'x' }))
    await refuses(4031001, 'FORBIDDEN', () => addProduct({ product_id: 'p1', name: 'mine' }, 'stranger'))
    await refuses(4031004, 'CORP_NEEDED', () => addProduct({ product_id: 'x', name: 'x' }, 'platform'))
    await refuses(4041005, 'PRODUCT_UNKNOWN', () => addDevice({ device_id: 'e1' }, 'p9'))
    await refuses(4041005, 'PRODUCT_UNKNOWN', () => addDevice({ device_id: 'e1' }, 'q1'))
    await refuses(4041005, 'PRODUCT_UNKNOWN', () => list({}, 'q1'))
    await refuses(4001002, 'FIELD_MISSING', () => addDevice({ mac: '0102030405A1' }))
    await refuses(4001001, 'FIELD_INVALID', () => addDevice({ device_id: 'e1', mac: '0102' }))
    await refuses(4001001, 'FIELD_INVALID', () => addDevice({ device_id: 'e1', mac: 'AABBCC000001' }))
    await refuses(4001274, 'DEVICE_OF_OTHER_PRODUCT', () => addDevice({ device_id: 'x1' }))
    await refuses(4001001, 'FIELD_INVALID', () => list({ query: { product_id: { $eq: 'p1' } } }))
    await refuses(4001158, 'ORDER_UNKNOWN', () => list({ order: { sn: 'up' } }))
  })
})

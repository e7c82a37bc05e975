import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

const v2 = { 'Api-Version': '2' }
const newTask = () => ({
  product_id: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  from_version: '10000',
  from_version_url: 'http://elsewhere.example/from.bin',
  from_version_md5: 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
  from_version_size: '7',
  target_version: 20_001,
  target_version_url: open.cloud.baseUrl + open.firmware.urlPath,
  target_version_md5: open.firmware.md5,
  target_version_size: 1000,
})
const create = (change: object = {}, headers: Record<string, string> = v2) =>
  open.call('POST', '/v2/upgrade/firmware/task', { ...newTask(), ...change }, headers)
const idOf = (answer: { body: unknown }) => (answer.body as { id: string }).id

describe('create', () => {
  it('is pending with Api-Version 2 and stopped without', async () => {
    const answer = await create()
    expect(answer).toMatchObject({
      status: 200,
      body: {
        product_id: 'p1',
        name: 'Kettle',
        from_version: 10_000,
        from_version_url: 'http://elsewhere.example/from.bin',
        from_version_md5: 'ffffffffffffffffffffffffffffffff',
        target_version_url: open.cloud.baseUrl + open.firmware.urlPath,
        upgrade_count: 0,
        status: 2,
        type: 1,
        identify: 0,
        task_type: 0,
        tag_type: 0,
        scope: { category: 0, device_list: [] },
      },
    })
    expect((await open.cloud.admin.getTask(idOf(answer)))?.status).toBe('pending')
    const legacy = await create({ name: 'Other', from_version: 5 }, {})
    expect(legacy.body).toMatchObject({ status: 0 })
  })

  it('makes a test task for nobody when it names no scope', async () => {
    expect((await create({ tag_type: 1 })).body).toMatchObject({ scope: { category: 1, device_list: [] } })
  })

  it('keeps its devices', async () => {
    const scope = { category: '1', device_list: ['d2', 'd1', 'd1'] }
    expect((await create({ scope })).body).toMatchObject({
      scope: { category: 1, device_list: ['d1', 'd2'] },
    })
  })

  it('is unique by name and by part and start version', async () => {
    await create()
    expect(await create({ from_version: 5 })).toMatchObject(refused(4001035, 'NAME_EXISTS') as object)
    expect(await create({ name: 'Other' })).toMatchObject(refused(4001037, 'FROM_VERSION_EXISTS') as object)
    expect(await create({ name: 'Other', type: 'mcu', identify: 0 })).toMatchObject({ status: 200 })
    expect(await create({ name: 'Test', tag_type: 1 })).toMatchObject(
      refused(4001037, 'FROM_VERSION_EXISTS') as object,
    )
  })

  it.each([
    [{ name: '' }, 4001002, 'FIELD_MISSING'],
    [{ target_version_md5: null }, 4001002, 'FIELD_MISSING'],
    [{ type: 2 }, 4001002, 'FIELD_MISSING'],
    [{ name: 'x'.repeat(33) }, 4001001, 'FIELD_INVALID'],
    [{ description: 'x'.repeat(251) }, 4001001, 'FIELD_INVALID'],
    [{ from_version: 2_147_483_648 }, 4001001, 'FIELD_INVALID'],
    [{ target_version: 10_000 }, 4001001, 'FIELD_INVALID'],
    [{ target_version_md5: 'MD5' }, 4001001, 'FIELD_INVALID'],
    [{ target_version_url: 'file:///etc/passwd' }, 4001095, 'URL_INVALID'],
    [{ from_version_url: 'not a url' }, 4001095, 'URL_INVALID'],
    [{ from_version_url: `http://a/${'x'.repeat(2048)}` }, 4001001, 'FIELD_INVALID'],
    [{ from_version_url: 7 }, 4001001, 'FIELD_INVALID'],
    [{ type: 'toaster' }, 4001113, 'TYPE_UNKNOWN'],
    [{ scope: { category: 2 } }, 4001275, 'SCOPE_UNKNOWN'],
    [{ scope: { category: 1 } }, 4001275, 'SCOPE_EMPTY'],
    [{ scope: { category: 1, device_list: [] } }, 4001275, 'SCOPE_EMPTY'],
    [{ tag_type: 1, scope: { category: 1 } }, 4001275, 'SCOPE_EMPTY'],
    [{ scope: 7 }, 4001001, 'FIELD_INVALID'],
    [{ scope: { category: 1, device_list: 'd1' } }, 4001001, 'FIELD_INVALID'],
    [{ task_type: 2 }, 4001001, 'FIELD_INVALID'],
    [{ tag_type: 2 }, 4001001, 'FIELD_INVALID'],
    [{ identify: -1 }, 4001001, 'FIELD_INVALID'],
    [{ from_version: 1.5 }, 4001001, 'FIELD_INVALID'],
    [{ name: '', target_version: 'new' }, 4001002, 'FIELD_MISSING'],
    [{ tag_type: 1, scope: { category: 0 } }, 4001275, 'SCOPE_UNKNOWN'],
    [{ scope: { category: 1, device_list: ['d9'] } }, 4041008, 'DEVICE_UNKNOWN'],
    [{ product_id: 'p9' }, 4041005, 'PRODUCT_UNKNOWN'],
  ])('refuses %j with %i', async (change, code, reason) => {
    expect(await create(change)).toMatchObject(refused(code, reason) as object)
  })

  it('takes devices without a category for what they are', async () => {
    expect((await create({ scope: { device_list: ['d1'] } })).body).toMatchObject({
      scope: { category: 1, device_list: ['d1'] },
    })
    const others = { name: 'Other', from_version: 5, scope: {} }
    expect((await create(others)).body).toMatchObject({ scope: { category: 0, device_list: [] } })
  })

  it('takes device ids as numbers', async () => {
    await open.cloud.admin.addDevice({ deviceId: '1100001', productId: 'p1' })
    const scope = { category: 1, device_list: [1_100_001] }
    expect((await create({ scope })).body).toMatchObject({ scope: { device_list: ['1100001'] } })
  })

  it('writes down who made it', async () => {
    const id = idOf(await create())
    const [operation, ...others] = await open.cloud.admin.listOperations(id)
    expect(operation).toMatchObject({ content: 'create', operator_id: expect.stringMatching(/^token-/) })
    expect(others).toEqual([])
  })

  it('with its rules: one start version for each tag, and a test task for all', async () => {
    const rules = { uniquePerTag: true, testForAll: true }
    const ruled = await openCloud({ rules })
    try {
      const post = (change: object) =>
        ruled.call('POST', '/v2/upgrade/firmware/task', { ...newTask(), ...change }, v2)
      const target_version_url = 'http://elsewhere.example/to.bin'
      const forAll = { tag_type: 1, scope: { category: 0 }, name: 'Test', target_version_url }
      expect((await post({ target_version_url })).status).toBe(200)
      expect((await post(forAll)).body).toMatchObject({ scope: { category: 0 }, tag_type: 1 })
      expect(await post({ ...forAll, name: 'Third' })).toMatchObject(
        refused(4001037, 'FROM_VERSION_EXISTS') as object,
      )
    } finally {
      await ruled[Symbol.asyncDispose]()
    }
  })

  it('counts characters, not code units', async () => {
    expect(await create({ name: '🫖'.repeat(32) })).toMatchObject({ status: 200 })
  })

  it('refuses a device of another product', async () => {
    await open.cloud.admin.addProduct({ productId: 'p2' })
    await open.cloud.admin.addDevice({ deviceId: 'e1', productId: 'p2' })
    expect(await create({ scope: { category: 1, device_list: ['e1'] } })).toMatchObject(
      refused(4001274, 'DEVICE_OF_OTHER_PRODUCT') as object,
    )
  })
})

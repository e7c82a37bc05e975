import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
let nowMs: number
beforeEach(async () => {
  nowMs = Date.parse('2026-01-02T03:04:05.006Z')
  open = await openCloud({ now: () => new Date(nowMs) })
  await open.cloud.admin.addProduct({ productId: 'p1', activeCode: 'active-code-of-p1' })
})
afterEach(() => open[Symbol.asyncDispose]())

const device = { product_id: 'p1', mac: 'aa:bb:cc:00:00:01' }
const post = (url: string, body: unknown, token?: string) =>
  open.call('POST', url, body, { 'Access-Token': token })
const activate = (change: object = {}) =>
  post('/v2/device_active', { ...device, active_code: 'active-code-of-p1', ...change })
const login = (code: unknown, change: object = {}) =>
  post('/v2/device_login', { ...device, authorize_code: code, ...change })
const check = (deviceId: string, token: string) =>
  post(`/v2/upgrade/firmware/check/${deviceId}`, { product_id: 'p1', current_version: 1 }, token)
const no = (code: number, reason: string) => refused(code, reason) as object
const codeOf = ({ body }: { body: unknown }) => (body as { authorize_code: string }).authorize_code
const sessionOf = ({ body }: { body: unknown }) =>
  body as { access_token: string; refresh_token: string; expire_in: number }

describe('a device', () => {
  it('is activated, logs in, and speaks for itself alone', async () => {
    const active = await activate({ mcu_mod: 'x', firmware_version: '30000' })
    expect(active).toMatchObject({ status: 200, body: { device_id: 'd1' } })
    expect(await open.cloud.admin.deviceVersion('d1')).toBe(30_000)
    const answer = await login(codeOf(active))
    expect(answer).toMatchObject({ status: 200, body: { device_id: 'd1', expire_in: 7200 } })
    const { access_token } = sessionOf(answer)
    expect(await check('d1', access_token)).toMatchObject(no(4041013, 'TASK_UNKNOWN'))
    expect(await check('d2', access_token)).toMatchObject(no(4001114, 'DEVICE_NOT_OF_TOKEN'))
  })

  it('gets another code with every activation', async () => {
    const first = codeOf(await activate())
    const second = codeOf(await activate())
    expect(await login(first)).toMatchObject(no(4001097, 'AUTHORIZE_CODE_WRONG'))
    expect((await login(second)).status).toBe(200)
  })

  it('logs in with the code that its owner gave it', async () => {
    const { admin } = open.cloud
    await admin.addDevice({
      deviceId: 'd3',
      productId: 'p1',
      mac: '0102030405AF',
      authorizeCode: 'code of d3',
    })
    const mac = '01-02-03-04-05-af'
    expect(await login('code of d3', { mac })).toMatchObject({ status: 200, body: { device_id: 'd3' } })
    expect(await login('code of d4', { mac })).toMatchObject(no(4001097, 'AUTHORIZE_CODE_WRONG'))
  })

  it('refreshes its session before it is over', async () => {
    const first = sessionOf(await login(codeOf(await activate())))
    const refresh = (session: { access_token: string; refresh_token: string }) =>
      post('/v2/device_refresh', { refresh_token: session.refresh_token }, session.access_token)
    const answer = await refresh(first)
    expect(answer).toMatchObject({ status: 200, body: { device_id: 'd1', expire_in: 7200 } })
    const second = sessionOf(answer)
    expect(await check('d1', first.access_token)).toMatchObject(no(4031022, 'TOKEN_REPLACED'))
    expect(await check('d1', second.access_token)).toMatchObject(no(4041013, 'TASK_UNKNOWN'))
    expect(await check('d2', second.access_token)).toMatchObject(no(4001114, 'DEVICE_NOT_OF_TOKEN'))
    nowMs += 7200 * 1000
    expect(await refresh(second)).toMatchObject(no(4001010, 'REFRESH_TOKEN_WRONG'))
    const member = await open.cloud.admin.issueToken(['corp'])
    expect(await refresh({ access_token: member, refresh_token: 'x' })).toMatchObject(
      no(4031001, 'FORBIDDEN'),
    )
  })

  it('is refused when product, device or code do not fit', async () => {
    const { admin } = open.cloud
    await admin.addProduct({ productId: 'p2' })
    await admin.addDevice({ deviceId: 'e1', productId: 'p2', mac: '010203040506' })
    expect(await activate({ product_id: 'p9' })).toMatchObject(no(4041005, 'PRODUCT_UNKNOWN'))
    expect(await activate({ mac: '000000000000' })).toMatchObject(no(4041008, 'DEVICE_UNKNOWN'))
    expect(await activate({ active_code: 'guess' })).toMatchObject(no(4001097, 'AUTHORIZE_CODE_WRONG'))
    expect(await activate({ mac: '' })).toMatchObject(no(4001002, 'FIELD_MISSING'))
    // Nobody set an active code for this product, and none for that device.
    expect(await activate({ product_id: 'p2', mac: '010203040506' })).toMatchObject(
      no(4001097, 'AUTHORIZE_CODE_WRONG'),
    )
    expect(await login('guess')).toMatchObject(no(4001097, 'AUTHORIZE_CODE_WRONG'))
    expect(await login('')).toMatchObject(no(4001002, 'FIELD_MISSING'))
    expect(await login('x', { product_id: 'p9' })).toMatchObject(no(4041005, 'PRODUCT_UNKNOWN'))
    expect(await login('x', { product_id: 'p2' })).toMatchObject(no(4041008, 'DEVICE_UNKNOWN'))
  })

  it('is locked for a minute after ten wrong codes', async () => {
    const code = codeOf(await activate())
    for (let index = 0; index < 10; index += 1) await login('guess')
    expect(await login(code)).toMatchObject(no(4031001, 'ACCOUNT_LOCKED'))
    nowMs += 60_000
    expect((await login(code)).status).toBe(200)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LivingCloud, openLivingCloud } from './open-living-cloud.ts'
import { envelope } from './signed-call.ts'

let cloud: LivingCloud
beforeEach(async () => {
  cloud = await openLivingCloud()
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('envelope', () => {
  it('carries the id back, and makes one where there is none', async () => {
    expect(await cloud.get({ iotId: 'd1' })).toEqual({
      id: '1',
      code: 200,
      message: null,
      localizedMsg: null,
      data: null,
    })
    const { id: _id, ...rest } = envelope(cloud.caller, { iotId: 'd1' })
    expect((await cloud.get({}, { body: JSON.stringify(rest) })).id).toMatch(/^[\da-f-]{36}$/)
    expect((await cloud.get({}, { body: JSON.stringify({ ...rest, id: 15 }) })).id).toBe('15')
  })

  it.each<[string, (whole: Record<string, unknown>) => unknown, number]>([
    ['no JSON', () => undefined, 400],
    ['no object', () => [], 400],
    ['no request', ({ request: _request, ...rest }) => rest, 400],
    ['no version of the call', (whole) => ({ ...whole, request: { iotToken: 't' } }), 400],
    ['another version of the call', (whole) => ({ ...whole, request: { apiVer: '1.0.1' } }), 404],
    ['no token', (whole) => ({ ...whole, request: { apiVer: '1.0.0' } }), 401],
    ['a token of nobody', (whole) => ({ ...whole, request: { apiVer: '1.0.0', iotToken: 't' } }), 401],
    ['no params', ({ params: _params, ...rest }) => rest, 460],
    ['params of a wrong type', (whole) => ({ ...whole, params: { iotId: {} } }), 460],
  ])('refuses %s', async (_name, spoil, code) => {
    const spoiled = spoil(envelope(cloud.caller, { iotId: 'd1' }))
    const body = spoiled === undefined ? '{"id":' : JSON.stringify(spoiled)
    expect(await cloud.get({}, { body })).toMatchObject({
      code,
      data: null,
      message: expect.stringMatching(/\.$/),
    })
  })

  it('says what is wrong in the words of the document', async () => {
    expect(await cloud.get({ iotId: 'nobody' })).toEqual({
      id: '1',
      code: 403,
      message: 'request forbidden.',
      localizedMsg: '请求被禁止',
      data: null,
    })
  })

  it('ends a token with its time', async () => {
    const iotToken = await cloud.open.cloud.admin.issueIotToken({ lifetimeMs: 60_000 })
    cloud.caller = { ...cloud.caller, iotToken }
    cloud.nowMs += 59_999
    expect(await cloud.get()).toMatchObject({ code: 200 })
    cloud.nowMs += 1
    expect(await cloud.get()).toMatchObject({ code: 401 })
  })
})

describe('which device', () => {
  beforeEach(async () => cloud.issue(await cloud.addTask()))

  it.each<[string, object, number, string?]>([
    ['by its id', { iotId: 'd1' }, 200, 'd1'],
    ['by product and id', { productKey: 'p1', deviceName: 'd1' }, 200, 'd1'],
    ['by product and SN', { productKey: 'p1', deviceName: 'SN1' }, 200, 'd1'],
    [
      'by its id, whatever pair stands beside it',
      { iotId: 'd1', productKey: 'p9', deviceName: 'd2' },
      200,
      'd1',
    ],
    ['by its id, half a pair beside it', { iotId: 'd1', productKey: 'p1' }, 200, 'd1'],
    ['with an empty id by the pair', { iotId: '', productKey: 'p1', deviceName: 'd1' }, 200, 'd1'],
    ['not by half a pair', { productKey: 'p1' }, 460],
    ['not by the other half', { deviceName: 'd1', iotId: null }, 460],
    ['not by nothing', {}, 460],
    ['not an unknown one', { iotId: 'nobody' }, 403],
    ['not one of another product', { productKey: 'p2', deviceName: 'd1' }, 403],
  ])('%s', async (_name, params, code, iotId) => {
    const answer = await cloud.get(params)
    expect(answer.code).toBe(code)
    if (iotId !== undefined) expect(answer.data).toMatchObject({ iotId })
  })

  it('is nobody of another corp', async () => {
    const { admin } = cloud.open.cloud
    await admin.addCorp({ corpId: 'others' })
    cloud.caller = { ...cloud.caller, iotToken: await admin.issueIotToken({ corpId: 'others' }) }
    expect(await cloud.get({ iotId: 'd1' })).toMatchObject({ code: 403 })
    expect(await cloud.get({ productKey: 'p1', deviceName: 'd1' })).toMatchObject({ code: 403 })
    expect(await cloud.tell({ iotId: 'd1', firmwareVersion: '20001', step: '5' })).toBe(403)
  })
})

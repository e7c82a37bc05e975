import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  list,
  MINUTE_MS,
  openRpcCloud,
  type Query,
  type RpcChange,
  type RpcCloud,
  startMs,
  timestamp,
} from './open-rpc-cloud.ts'

let cloud: RpcCloud
beforeEach(async () => {
  cloud = await openRpcCloud()
})
afterEach(() => cloud[Symbol.asyncDispose]())

describe('signature', () => {
  it.each<[string, Query, RpcChange?]>([
    ['of the document', list],
    [
      'with the parameters of the older vendor',
      { ...list, Version: '2018-01-20', Format: 'JSON', SignatureVersion: '1.0', RegionId: 'cn-shanghai' },
    ],
    ['of a form', list, { method: 'POST' }],
    ['without naming the method', { ...list, SignatureMethod: undefined }],
    ['of unicode and of what URLs escape in other ways', { ...list, DestVersion: "~!*'()烧 录+%20&=" }],
    ['of an empty value', { ...list, DestVersion: '' }],
    ['fifteen minutes off', { ...list, Timestamp: timestamp(startMs + 15 * MINUTE_MS) }],
  ])('accepts a call %s', async (_name, parameters, change) => {
    expect(await cloud.askJson(parameters, change)).toMatchObject({
      status: 200,
      body: { success: true, code: '' },
    })
  })

  it.each<[string, Query, RpcChange, number, string]>([
    ['without a key', { ...list, AccessKeyId: undefined }, {}, 400, 'MissingAccessKeyId'],
    ['without a signature', list, { spoil: { Signature: undefined } }, 400, 'MissingSignature'],
    ['without a nonce', { ...list, SignatureNonce: undefined }, {}, 400, 'MissingSignatureNonce'],
    ['without a time', { ...list, Timestamp: undefined }, {}, 400, 'MissingTimestamp'],
    ['without an action', { CurrentPage: '1' }, {}, 400, 'MissingAction'],
    ['with an unknown key', { ...list, AccessKeyId: 'me' }, {}, 404, 'InvalidAccessKeyId.NotFound'],
    ['with another signature', list, { spoil: { Signature: 'AAAA' } }, 400, 'SignatureDoesNotMatch'],
    ['with another page', list, { spoil: { CurrentPage: '2' } }, 400, 'SignatureDoesNotMatch'],
    ['with one more parameter', list, { more: '&ProductKey=p1' }, 400, 'SignatureDoesNotMatch'],
    [
      'with one more parameter beside the form',
      list,
      { method: 'POST', more: '?ProductKey=p1' },
      400,
      'SignatureDoesNotMatch',
    ],
    ['with a parameter given twice', list, { more: '&PageSize=100' }, 400, 'SignatureDoesNotMatch'],
    ['with another method', { ...list, SignatureMethod: 'HMAC-MD5' }, {}, 400, 'InvalidParameter'],
    ['with an endless nonce', { ...list, SignatureNonce: 'n'.repeat(101) }, {}, 400, 'InvalidParameter'],
    ['with a time that is none', { ...list, Timestamp: 'now' }, {}, 400, 'InvalidTimeStamp.Format'],
    [
      '16 minutes early',
      { ...list, Timestamp: timestamp(startMs + 16 * MINUTE_MS) },
      {},
      400,
      'InvalidTimeStamp.Expired',
    ],
    [
      '16 minutes late',
      { ...list, Timestamp: timestamp(startMs - 16 * MINUTE_MS) },
      {},
      400,
      'InvalidTimeStamp.Expired',
    ],
    ['of an unknown action', { ...list, Action: 'toString' }, {}, 404, 'InvalidApi.NotFound'],
    ['without a page', { ...list, CurrentPage: undefined }, {}, 400, 'MissingCurrentPage'],
    ['without a size', { ...list, PageSize: '' }, {}, 400, 'MissingPageSize'],
    ['with a page that is no number', { ...list, CurrentPage: 'one' }, {}, 400, 'InvalidParameter'],
    ['of a firmware without its id', { Action: 'QueryOTAFirmware' }, {}, 400, 'MissingFirmwareId'],
  ])('refuses a call %s', async (_name, parameters, change, status, code) => {
    expect(await cloud.askJson(parameters, change)).toEqual({
      status,
      body: {
        Code: code,
        Message: expect.stringMatching(/./),
        RequestId: expect.stringMatching(/^[\dA-F-]{36}$/),
        HostId: new URL(cloud.open.cloud.baseUrl).host,
      },
    })
  })

  it('takes a nonce once in fifteen minutes, and only of a call that was signed right', async () => {
    const once = { ...list, SignatureNonce: 'same' }
    const spoil = { Signature: 'AAAA' }
    expect(await cloud.askJson(once, { spoil })).toMatchObject({ status: 400 })
    expect(await cloud.askJson(once)).toMatchObject({ status: 200 })
    expect(await cloud.askJson(once)).toMatchObject({ status: 400, body: { Code: 'SignatureNonceUsed' } })
    cloud.key = await cloud.open.cloud.admin.addAccessKeyPair()
    expect(await cloud.askJson(once)).toMatchObject({ status: 200 })
    cloud.nowMs += 16 * MINUTE_MS
    expect(await cloud.askJson({ ...once, Timestamp: timestamp(cloud.nowMs) })).toMatchObject({ status: 200 })
  })

  it('says what it would have signed, and nothing secret', async () => {
    const { body } = await cloud.askJson(list, { spoil: { Signature: 'AAAA' } })
    expect(body.Message).toContain('server string to sign is:GET&%2F&AccessKeyId%3D')
    expect(JSON.stringify(cloud.open.cloud.admin.requests())).not.toContain('AAAA')
  })
})

describe('format', () => {
  it('is XML for who asks for it, for refusals too', async () => {
    await cloud.add('1.0.0', { name: 'a<b' })
    const found = await cloud.ask({ ...list, Format: 'XML' })
    expect(found).toMatchObject({ status: 200, type: 'application/xml' })
    expect(found.text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><ListOTAFirmwareResponse>/)
    expect(found.text).toContain(
      '<FirmwareInfo><SimpleFirmwareInfo><FirmwareId>1</FirmwareId><FirmwareName>a&lt;b<',
    )
    expect(found.text).toContain('<Success>true</Success>')
    const refused = await cloud.ask({ ...list, Format: 'xml', Timestamp: 'now' })
    expect(refused).toMatchObject({ status: 400, type: 'application/xml' })
    expect(refused.text).toContain('<Error>')
    expect(refused.text).toContain('<Code>InvalidTimeStamp.Format</Code>')
  })

  it('has names in Pascal case where the rule says so', async () => {
    await cloud[Symbol.asyncDispose]()
    cloud = await openRpcCloud({ rules: { pascal: true } })
    await cloud.add('1.0.0')
    expect((await cloud.askJson(list)).body).toMatchObject({
      Success: true,
      Code: '',
      Total: 1,
      FirmwareInfo: { SimpleFirmwareInfo: [{ DestVersion: '1.0.0', FirmwareSize: 1000 }] },
    })
  })

  it('refuses a body that is no form', async () => {
    const response = await fetch(`${cloud.open.cloud.baseUrl}/`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({ Code: 'InvalidParameter' })
  })
})

import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ProgressQuery } from '../../../main/clouds/cloud.ts'
import type { CloudLine, LineCall } from '../../../main/clouds/line/line.ts'
import { createLivingClient } from '../../../main/clouds/living/index.ts'
import { livingConnectionSchema } from '../../../preload/contract/index.ts'
import { lineTo } from '../test-line.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { envelope, NOW, openLiving } from './open-living.ts'

const never = new AbortController().signal
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

async function paramsOf(query: ProgressQuery): Promise<unknown> {
  await using open = await openLiving()
  open.server.answer = answerWith(200, envelope(200))
  await open.client.progress?.getProgress(query, never)
  return JSON.parse(open.server.received[0]?.body ?? '').params
}

describe('the request', () => {
  it('is enveloped and signed as the gateway documents it', async () => {
    await using open = await openLiving({ stage: 'PRE' })
    open.server.answer = answerWith(200, envelope(200))
    await open.client.progress?.getProgress({ deviceId: 'dev1' }, never)
    const [request] = open.server.received
    const headers = request?.headers ?? {}
    expect(`${request?.method} ${request?.url}`).toBe('POST /living/ota/progress/get')
    expect(JSON.parse(request?.body ?? '')).toEqual({
      id: expect.stringMatching(UUID),
      version: '1.0',
      request: { apiVer: '1.0.0', iotToken: 'the-iot-token' },
      params: { iotId: 'dev1' },
    })
    const md5 = createHash('md5')
      .update(request?.body ?? '')
      .digest('base64')
    expect(headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
      'content-md5': md5,
      'x-ca-key': 'app-key',
      'x-ca-nonce': expect.stringMatching(UUID),
      'x-ca-signature-method': 'HmacSHA256',
      'x-ca-stage': 'PRE',
      'x-ca-timestamp': String(NOW.getTime()),
    })
    expect(headers.date).toBeUndefined()
    const names = ['x-ca-key', 'x-ca-nonce', 'x-ca-signature-method', 'x-ca-stage', 'x-ca-timestamp']
    expect(String(headers['x-ca-signature-headers']).split(',').sort()).toEqual(names)
    const text = [
      'POST\napplication/json',
      md5,
      'application/json; charset=utf-8',
      '',
      ...names.map((name) => `${name}:${headers[name]}`),
      '/living/ota/progress/get',
    ].join('\n')
    expect(headers['x-ca-signature']).toBe(
      createHmac('sha256', 'the-app-secret').update(text).digest('base64'),
    )
  })

  it('is signed with the path and the query that the connection adds', async () => {
    await using open = await openLiving({
      prefix: '/gate/',
      pathSuffix: '/geapp',
      extraQuery: { useHttps: 'true', note: 'a b&c', empty: '' },
    })
    open.server.answer = answerWith(200, envelope(200))
    await open.client.progress?.getProgress({ deviceId: 'dev1' }, never)
    const [request] = open.server.received
    const headers = request?.headers ?? {}
    const path = '/gate/living/ota/progress/get/geapp'
    expect(request?.url).toBe(`${path}?useHttps=true&note=a%20b%26c&empty=`)
    const names = String(headers['x-ca-signature-headers']).split(',').sort()
    const text = [
      'POST\napplication/json',
      headers['content-md5'],
      'application/json; charset=utf-8',
      '',
      ...names.map((name) => `${name}:${headers[name]}`),
      `${path}?empty&note=a b&c&useHttps=true`,
    ].join('\n')
    expect(headers['x-ca-signature']).toBe(
      createHmac('sha256', 'the-app-secret').update(text).digest('base64'),
    )
  })

  it('is logged without its token and its signature', async () => {
    await using open = await openLiving()
    open.server.answer = answerWith(200, envelope(200))
    await open.client.progress?.getProgress({ deviceId: 'dev1' }, never)
    const log = JSON.stringify(open.entries)
    expect(log).toContain('/living/ota/progress/get')
    expect(log).not.toContain('the-iot-token')
    expect(log).not.toContain(open.server.received[0]?.headers['x-ca-signature'])
  })

  it('has another nonce when the line repeats it', async () => {
    await using open = await openLiving()
    open.server.answer = (response) => {
      answerWith(open.server.received.length < 2 ? 503 : 200, envelope(200))(response)
    }
    expect(await open.client.progress?.getProgress({ deviceId: 'dev1' }, never)).toBeNull()
    const nonces = open.server.received.map(({ headers }) => headers['x-ca-nonce'])
    expect(new Set(nonces).size).toBe(2)
  })

  it('has three seconds for its answer', async () => {
    const connection = livingConnectionSchema.parse({
      kind: 'living',
      connectionId: 'living-1',
      baseUrl: 'http://127.0.0.1:9',
      appKey: 'app-key',
    })
    const { line } = lineTo(connection.baseUrl)
    const calls: LineCall[] = []
    const send: CloudLine['send'] = async (call) => {
      calls.push(call)
      return { status: 200, headers: {}, text: JSON.stringify(envelope(200)) }
    }
    const client = createLivingClient(connection, { line: { ...line, send }, secret: () => 's' })
    await client.progress?.getProgress({ deviceId: 'dev1' }, never)
    await line.close()
    expect(calls.map(({ timeoutMs, repeatable }) => ({ timeoutMs, repeatable }))).toEqual([
      { timeoutMs: 3000, repeatable: true },
    ])
  })

  it('has as long as the connection says', async () => {
    await using open = await openLiving({ timeoutMs: 150 })
    open.server.answer = () => {}
    await expect(open.client.progress?.getProgress({ deviceId: 'dev1' }, never)).rejects.toMatchObject({
      code: 'CLOUD_TIMEOUT',
      context: { timeoutMs: 150, call: '/living/ota/progress/get' },
    })
  })

  it.each(['appSecret', 'iotToken'] as const)('is not sent without the %s', async (name) => {
    await using open = await openLiving({ secrets: { appSecret: 's', iotToken: 't', [name]: '' } })
    await expect(open.client.progress?.getProgress({ deviceId: 'dev1' }, never)).rejects.toMatchObject({
      code: 'SECRET_MISSING',
      context: { connectionId: 'living-1', secret: name },
    })
    expect(open.server.received).toEqual([])
  })
})

describe('the parameters', () => {
  it('the device id wins: a contradicting pair is not sent, half a pair does no harm', async () => {
    expect(await paramsOf({ deviceId: 'dev1', productKey: 'p', deviceName: 'n' })).toEqual({ iotId: 'dev1' })
    expect(await paramsOf({ deviceId: 'dev1', deviceName: 'n' })).toEqual({ iotId: 'dev1' })
  })

  it('the pair where there is no device id', async () => {
    expect(await paramsOf({ deviceId: '', productKey: 'p', deviceName: 'n' })).toEqual({
      productKey: 'p',
      deviceName: 'n',
    })
  })

  it('module and versions, what is blank left out', async () => {
    expect(
      await paramsOf({ deviceId: 'd', module: 'ble', currentVersion: '1.0.0', firmwareVersion: '1.0.1' }),
    ).toEqual({ iotId: 'd', moduleName: 'ble', currentVersion: '1.0.0', firmwareVersion: '1.0.1' })
    expect(await paramsOf({ deviceId: 'd', module: 'default', firmwareVersion: ' ' })).toEqual({
      iotId: 'd',
      moduleName: 'default',
    })
    expect(await paramsOf({ deviceId: 'd', module: '' })).toEqual({ iotId: 'd' })
  })

  it.each([
    ['deviceId', {}],
    ['deviceId', { deviceId: ' ', productKey: '' }],
    ['deviceName', { productKey: 'p' }],
    ['productKey', { deviceName: 'n' }],
    ['firmwareVersion', { deviceId: 'd', module: 'ble' }],
  ] as const)('%s missing in %j: nothing is sent', async (field, query) => {
    await using open = await openLiving()
    await expect(open.client.progress?.getProgress(query, never)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      context: { field },
    })
    expect(open.server.received).toEqual([])
  })
})

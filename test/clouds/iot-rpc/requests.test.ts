import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { answerWith, type ReceivedRequest } from '../xlink/scripted-server.ts'
import { ACCESS_KEY_SECRET, errorOf, openRpc, wirePage } from './open-rpc.ts'

const never = new AbortController().signal
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** By the wire alone: the pairs as they were sent, sorted, and encoded once more. */
function expectedSignature(request: ReceivedRequest | undefined): string {
  const pairs = (request?.url.split('?')[1] ?? '').split('&').filter((pair) => !pair.startsWith('Signature='))
  const text = `GET&%2F&${encodeURIComponent(pairs.sort().join('&'))}`
  return createHmac('sha1', `${ACCESS_KEY_SECRET}&`).update(text).digest('base64')
}

describe('the request', () => {
  it('of the dialect tuya: as in the example of the document, and nothing more', async () => {
    await using open = await openRpc()
    open.server.answer = answerWith(200, wirePage([]))
    await open.catalogue.listFirmware({ productKey: 'k1nhvyl0000', version: '1.0.0 (b)' }, never)
    const [request] = open.server.received
    expect(request?.method).toBe('GET')
    expect(request?.url).toMatch(/^\/\?Action=ListOTAFirmware&SignatureNonce=/)
    expect(request?.url).toContain('&DestVersion=1.0.0%20%28b%29&')
    expect(Object.fromEntries(open.queries()[0] ?? [])).toEqual({
      Action: 'ListOTAFirmware',
      SignatureNonce: expect.stringMatching(UUID),
      AccessKeyId: 'the-access-key-id',
      SignatureMethod: 'HMAC-SHA1',
      Timestamp: '2024-11-19T09:47:43Z',
      CurrentPage: '1',
      PageSize: '100',
      ProductKey: 'k1nhvyl0000',
      DestVersion: '1.0.0 (b)',
      Signature: expectedSignature(request),
    })
  })

  it('of the dialect aliyun-iot: with version, format, region and instance', async () => {
    await using open = await openRpc({
      dialect: 'aliyun-iot',
      regionId: 'eu-central-1',
      iotInstanceId: 'iot-1',
    })
    open.server.answer = answerWith(200, wirePage([]))
    await open.catalogue.listFirmware({}, never)
    expect(Object.fromEntries(open.queries()[0] ?? [])).toEqual({
      Action: 'ListOTAFirmware',
      SignatureNonce: expect.stringMatching(UUID),
      AccessKeyId: 'the-access-key-id',
      SignatureMethod: 'HMAC-SHA1',
      Timestamp: '2024-11-19T09:47:43Z',
      Version: '2018-01-20',
      Format: 'JSON',
      SignatureVersion: '1.0',
      RegionId: 'eu-central-1',
      IotInstanceId: 'iot-1',
      CurrentPage: '1',
      PageSize: '100',
      Signature: expectedSignature(open.server.received[0]),
    })
  })

  it('without an instance there is no such parameter', async () => {
    await using open = await openRpc({ dialect: 'aliyun-iot' })
    open.server.answer = answerWith(200, wirePage([]))
    await open.catalogue.listFirmware({}, never)
    expect(open.queries()[0]?.has('IotInstanceId')).toBe(false)
  })

  it('for a file', async () => {
    await using open = await openRpc()
    open.server.answer = answerWith(404, { Code: 'InvalidApi.NotFound' })
    await open.catalogue.findFile('167', never)
    const query = open.queries()[0]
    expect([query?.get('Action'), query?.get('FirmwareId')]).toEqual(['QueryOTAFirmware', '167'])
    expect(query?.get('Signature')).toBe(expectedSignature(open.server.received[0]))
  })

  it("is signed with the connection's own query, which is sent along", async () => {
    await using open = await openRpc({ extraQuery: { tenant: "a'b *" }, pathSuffix: '/rpc' })
    open.server.answer = answerWith(200, wirePage([]))
    await open.catalogue.listFirmware({}, never)
    const [request] = open.server.received
    expect(request?.url).toMatch(/^\/rpc\?.*&tenant=a%27b%20%2A$/)
    expect(open.queries()[0]?.get('Signature')).toBe(expectedSignature(request))
  })

  it('has another nonce when the line repeats it', async () => {
    await using open = await openRpc()
    open.server.answer = (response) => {
      answerWith(open.server.received.length < 2 ? 503 : 200, wirePage([]))(response)
    }
    await open.catalogue.listFirmware({}, never)
    const nonces = open.queries().map((query) => query.get('SignatureNonce'))
    expect(new Set(nonces).size).toBe(2)
  })

  it('is logged without its signature', async () => {
    await using open = await openRpc()
    open.server.answer = answerWith(200, wirePage([]))
    await open.catalogue.listFirmware({}, never)
    const signature = open.queries()[0]?.get('Signature') ?? ''
    expect(open.entries.map(({ call, status }) => ({ call, status }))).toEqual([
      { call: 'ListOTAFirmware', status: 200 },
    ])
    expect(decodeURIComponent(JSON.stringify(open.entries))).not.toContain(signature)
  })

  it('is not sent without the secret', async () => {
    await using open = await openRpc({ secret: '' })
    expect(await errorOf(open.catalogue.listFirmware({}, never))).toMatchObject({
      code: 'SECRET_MISSING',
      context: { connectionId: 'rpc-1', secret: 'accessKeySecret' },
    })
    expect(open.server.received).toEqual([])
  })
})

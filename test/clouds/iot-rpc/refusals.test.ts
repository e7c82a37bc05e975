import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { FlashlineError } from '../../../preload/contract/index.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { ACCESS_KEY_SECRET, answerText, errorOf, NOW, openRpc, wireEntry, wirePage } from './open-rpc.ts'

const never = new AbortController().signal
const gateway = (Code: string, Message = 'said') => ({ Code, Message, RequestId: 'r-1', HostId: 'h' })
const xml = (code: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>r-1</RequestId><HostId>h</HostId>` +
  `<Code>${code}</Code><Message>a &lt;b&gt; &amp; c</Message></Error>`

async function refusalOf(answer: (response: ServerResponse) => void): Promise<FlashlineError> {
  await using open = await openRpc()
  open.server.answer = answer
  return await errorOf(open.catalogue.listFirmware({}, never))
}

describe('codes', () => {
  it.each([
    [400, 'SignatureDoesNotMatch', 'CLOUD_SIGNATURE'],
    [403, 'SignatureDoesNotMatch', 'CLOUD_SIGNATURE'],
    [400, 'IncompleteSignature', 'CLOUD_SIGNATURE'],
    [404, 'InvalidAccessKeyId.NotFound', 'CLOUD_CREDENTIALS'],
    [400, 'InvalidAccessKeyId.Inactive', 'CLOUD_CREDENTIALS'],
    [400, 'Throttling', 'CLOUD_BUSY'],
    [400, 'Throttling.User', 'CLOUD_BUSY'],
    [503, 'ServiceUnavailable', 'CLOUD_SERVER'],
    [500, 'InternalError', 'CLOUD_SERVER'],
    [400, 'MissingParameter', 'CLOUD_REFUSED'],
    [400, 'MissingCurrentPage', 'CLOUD_REFUSED'],
    [400, 'InvalidParameter', 'CLOUD_REFUSED'],
    [400, 'SignatureNonceUsed', 'CLOUD_REFUSED'],
    [400, 'UnsupportedHTTPMethod', 'CLOUD_REFUSED'],
    [404, 'InvalidApi.NotFound', 'CLOUD_REFUSED'],
    [403, 'Forbidden.RAM', 'CLOUD_FORBIDDEN'],
  ])('%i %s is %s, in JSON and in XML', async (status, cloudCode, code) => {
    const error = await refusalOf(answerWith(status, gateway(cloudCode)))
    expect(error.code).toBe(code)
    expect(error.context).toMatchObject({
      cloud: 'iot-rpc',
      status,
      cloudCode,
      message: 'said',
      requestId: 'r-1',
      call: 'ListOTAFirmware',
    })
    expect(await refusalOf(answerText(status, 'text/xml', xml(cloudCode)))).toMatchObject({
      code,
      context: { status, cloudCode, message: 'a <b> & c', requestId: 'r-1' },
    })
  })

  it.each([
    ['iot.system.SystemException', 'CLOUD_SERVER'],
    ['iot.common.InvalidPageParams', 'CLOUD_REFUSED'],
    ['', 'CLOUD_REFUSED'],
  ])('a service that answers 200 and says no: "%s"', async (cloudCode, code) => {
    for (const success of [false, 'false', 0]) {
      const camel = { success, code: cloudCode, errorMessage: '系统异常', requestId: 'r-2' }
      const pascal = { Success: success, Code: cloudCode, ErrorMessage: '系统异常', RequestId: 'r-2' }
      for (const body of [camel, pascal])
        expect(await refusalOf(answerWith(200, body))).toMatchObject({
          code,
          context: { status: 200, cloudCode: cloudCode || null, message: '系统异常', requestId: 'r-2' },
        })
    }
  })

  it('an error in XML with status 200', async () => {
    const body = '<R><Success>false</Success><Code>iot.x</Code><ErrorMessage>no</ErrorMessage></R>'
    expect(await refusalOf(answerText(200, 'text/xml', body))).toMatchObject({
      code: 'CLOUD_REFUSED',
      context: { cloudCode: 'iot.x', message: 'no' },
    })
  })

  it('neither the secret nor the text that the server would have signed', async () => {
    const message = `no match ${ACCESS_KEY_SECRET}. server string to sign is:GET&%2F&AccessKeyId%3Dabc`
    const error = await refusalOf(answerWith(400, gateway('SignatureDoesNotMatch', message)))
    expect(error.context.message).toBe('no match ***')
  })

  it('a page with code in it is no error of the service', async () => {
    const page = '<!-- proxy --><html><p><code>/x</code> is blocked</html>'
    const error = await refusalOf(answerText(404, 'text/html', page))
    expect(error).toMatchObject({ code: 'CLOUD_REFUSED', context: { status: 404, cloudCode: null } })
  })

  it.each([
    [401, 'CLOUD_CREDENTIALS'],
    [403, 'CLOUD_FORBIDDEN'],
    [404, 'CLOUD_REFUSED'],
    [429, 'CLOUD_BUSY'],
    [502, 'CLOUD_SERVER'],
    [302, 'CLOUD_REPLY'],
  ])('status %i without a code is %s', async (status, code) => {
    expect(await refusalOf(answerText(status, 'text/html', '<html>no</html>'))).toMatchObject({
      code,
      context: { status },
    })
  })
})

describe('asked once more', () => {
  const cloudNow = new Date(NOW.getTime() + 16 * 60_000)

  it.each(['InvalidTimeStamp.Expired', 'InvalidTimeStamp.Format'])(
    '%s: with the time of the cloud',
    async (code) => {
      await using open = await openRpc()
      open.server.answer = (response) => {
        response.setHeader('Date', cloudNow.toUTCString())
        if (open.server.received.length === 1) answerWith(400, gateway(code))(response)
        else answerWith(200, wirePage([wireEntry()]))(response)
      }
      expect((await open.catalogue.listFirmware({}, never)).entries).toHaveLength(1)
      expect(open.queries().map((query) => query.get('Timestamp'))).toEqual([
        '2024-11-19T09:47:43Z',
        '2024-11-19T10:03:43Z',
      ])
    },
  )

  it('and then the clock is blamed', async () => {
    await using open = await openRpc()
    open.server.answer = (response) => {
      response.setHeader('Date', cloudNow.toUTCString())
      answerWith(400, gateway('InvalidTimeStamp.Expired'))(response)
    }
    const error = await errorOf(open.catalogue.listFirmware({}, never))
    expect(error.code).toBe('CLOUD_CLOCK')
    // A Date header knows no fractions of a second.
    expect(error.context.skewMs).toBe(-16 * 60_000 + 456)
    expect(open.server.received).toHaveLength(2)
  })

  it('SignatureNonceUsed: with another nonce', async () => {
    await using open = await openRpc()
    open.server.answer = (response) => {
      if (open.server.received.length === 1) answerWith(400, gateway('SignatureNonceUsed'))(response)
      else answerWith(200, wirePage([wireEntry()]))(response)
    }
    expect((await open.catalogue.listFirmware({}, never)).entries).toHaveLength(1)
    const [first, second] = open.queries().map((query) => query.get('SignatureNonce'))
    expect(first).not.toBe(second)
  })
})

describe('answers that make no sense', () => {
  it.each([
    ['a page', answerText(200, 'text/html', '<!DOCTYPE html><p>Sign in'), { reason: 'html' }],
    ['a success in XML', answerText(200, 'text/xml', '<R><Success>true</Success></R>'), { reason: 'xml' }],
    ['XML of something else', answerText(200, 'text/xml', '<a/>'), { reason: 'xml' }],
    ['truncated JSON', answerText(200, 'application/json', '{"success":true,"firm'), { reason: 'json' }],
    ['nothing', answerText(200, 'application/json', ''), { reason: 'json' }],
    ['a list', answerWith(200, []), { reason: 'json' }],
    ['an object of somebody else', answerWith(200, { ok: 1 }), { reason: 'field', field: 'success' }],
    ['text for a list', answerWith(200, wirePage([], { firmwareInfo: 'none' })), { field: 'firmwareInfo' }],
    ['a count of what is not there', answerWith(200, wirePage([], { total: 5 })), { field: 'firmwareInfo' }],
    [
      'text inside of the wrapper',
      answerWith(200, wirePage([], { firmwareInfo: { simpleFirmwareInfo: 7 } })),
      { field: 'firmwareInfo.simpleFirmwareInfo' },
    ],
  ])('%s', async (_name, answer, context) => {
    expect(await refusalOf(answer)).toMatchObject({ code: 'CLOUD_REPLY', context })
  })
})

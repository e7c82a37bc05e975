import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentMd5 } from '../../../main/clouds/living/sign.ts'
import { type OpenCloud, openCloud } from '../open-cloud.ts'
import { openOutside } from '../outside-database.ts'
import { type CallChange, callLiving, type LivingCaller } from './signed-call.ts'

const PATH = '/living/ota/progress/get'
const startMs = Date.parse('2026-01-02T03:00:00Z')
const minutes = (count: number) => String(startMs + count * 60_000)

let open: OpenCloud
let caller: LivingCaller
let nowMs: number

beforeEach(async () => {
  nowMs = startMs
  const now = () => new Date(nowMs)
  open = await openCloud({ now })
  const { admin, baseUrl } = open.cloud
  caller = { baseUrl, ...(await admin.addAppKey()), iotToken: await admin.issueIotToken(), now }
})
afterEach(() => open[Symbol.asyncDispose]())

const ask = (change: CallChange = {}, from = caller) => callLiving(from, PATH, { iotId: 'd1' }, change)
const accepted = { status: 200, gateway: null, body: { id: '1', code: 200, data: null } }

describe('gateway', () => {
  it.each<[string, CallChange]>([
    ['as the client does it', {}],
    ['with HMAC-SHA1', { method: 'HmacSHA1' }],
    ['without naming the method', { headers: { 'x-ca-signature-method': undefined } }],
    ['with a query', { url: `${PATH}?b=2&a=%E7%83%A7&c=&a=again&d=x+y%2B` }],
    ['with a signed date', { headers: { date: 'Fri, 02 Jan 2026 03:00:00 GMT' } }],
    ['with header names in capitals', { headers: { 'x-ca-signature-headers': 'X-Ca-Key,X-Ca-Nonce' } }],
    ['with spaces in the list', { headers: { 'x-ca-signature-headers': 'x-ca-nonce, x-ca-key' } }],
    ['with nothing but the usual parts signed', { headers: { 'x-ca-signature-headers': undefined } }],
    ['at the edge of the time window', { headers: { 'x-ca-timestamp': minutes(15) } }],
    ['with another media type', { headers: { 'content-type': 'text/plain' } }],
  ])('accepts a call %s', async (_name, change) => {
    expect(await ask(change)).toMatchObject(accepted)
  })

  it.each<[string, CallChange, number, string]>([
    ['without a key', { headers: { 'x-ca-key': undefined } }, 400, 'Invalid AppKey'],
    ['with an unknown key', { headers: { 'x-ca-key': '1' } }, 400, 'Invalid AppKey'],
    ['without a signature', { spoil: { headers: { 'x-ca-signature': undefined } } }, 404, 'Empty Signature'],
    [
      'with an unknown method',
      { spoil: { headers: { 'x-ca-signature-method': 'none' } } },
      400,
      'Invalid Signature',
    ],
    [
      'with another signature',
      { spoil: { headers: { 'x-ca-signature': 'AAAA' } } },
      400,
      'Invalid Signature',
    ],
    ['with another path', { spoil: { url: '/living/ota/progress/report' } }, 400, 'Invalid Signature'],
    ['with a query that was not signed', { spoil: { url: `${PATH}?a=1` } }, 400, 'Invalid Signature'],
    [
      'with a query behind the signed one',
      { url: `${PATH}?a=1`, spoil: { url: `${PATH}?a=1&b=2` } },
      400,
      'Invalid Signature',
    ],
    ['with another stage', { spoil: { headers: { 'x-ca-stage': 'TEST' } } }, 400, 'Invalid Signature'],
    ['with another accept', { spoil: { headers: { accept: '*/*' } } }, 400, 'Invalid Signature'],
    [
      'with another media type',
      { spoil: { headers: { 'content-type': 'application/json' } } },
      400,
      'Invalid Signature',
    ],
    ['with another date', { spoil: { headers: { date: 'today' } } }, 400, 'Invalid Signature'],
    ['with another nonce', { spoil: { headers: { 'x-ca-nonce': 'n' } } }, 400, 'Invalid Signature'],
    ['with another body', { spoil: { body: '{}' } }, 400, 'Invalid Content-MD5'],
    [
      'with another body and its digest',
      { spoil: { body: '{}', headers: { 'content-md5': contentMd5('{}') } } },
      400,
      'Invalid Signature',
    ],
    ['without the digest of the body', { headers: { 'content-md5': undefined } }, 400, 'Invalid Content-MD5'],
    ['with a digest of an empty body', { body: '' }, 400, 'Invalid Content-MD5'],
    ['without a time', { headers: { 'x-ca-timestamp': undefined } }, 400, 'Invalid Timestamp'],
    ['with a time that is none', { headers: { 'x-ca-timestamp': 'now' } }, 400, 'Invalid Timestamp'],
    ['16 minutes early', { headers: { 'x-ca-timestamp': minutes(16) } }, 400, 'Timestamp Expired'],
    ['16 minutes late', { headers: { 'x-ca-timestamp': minutes(-16) } }, 400, 'Timestamp Expired'],
    ['without a nonce', { headers: { 'x-ca-nonce': undefined } }, 400, 'Invalid Nonce'],
    ['with an endless nonce', { headers: { 'x-ca-nonce': 'n'.repeat(101) } }, 400, 'Invalid Nonce'],
  ])('refuses a call %s', async (_name, change, status, message) => {
    const refused = await ask(change)
    expect(refused).toMatchObject({ status, text: '' })
    expect(refused.gateway).toMatch(new RegExp(`^${message}`))
    expect(refused.requestId).toMatch(/^[\da-f-]{36}$/)
  })

  it('takes a nonce once, and only of a call that was signed right', async () => {
    const headers = { 'x-ca-nonce': 'same' }
    expect(await ask({ headers, spoil: { headers: { 'x-ca-signature': 'AAAA' } } })).toMatchObject({
      status: 400,
    })
    expect(await ask({ headers })).toMatchObject(accepted)
    expect(await ask({ headers })).toMatchObject({ status: 400, gateway: 'Nonce Used', text: '' })
    const other = { ...caller, ...(await open.cloud.admin.addAppKey()) }
    expect(await ask({ headers }, other)).toMatchObject(accepted)
    nowMs += 16 * 60_000
    expect(await ask({ headers })).toMatchObject(accepted)
  })

  it('says what it would have signed, in one line of ASCII, and nothing secret', async () => {
    const url = `${PATH}?name=${encodeURIComponent('烧\n录')}`
    const { gateway } = await ask({ url, spoil: { headers: { 'x-ca-signature': 'AAAA' } } })
    expect(gateway).toContain('Server StringToSign:POST#application/json#')
    expect(gateway).toContain(`#x-ca-key:${caller.appKey}#`)
    expect(gateway).toContain(`#${PATH}?name=${encodeURIComponent('烧')}#${encodeURIComponent('录')}`)
    expect(gateway).not.toContain(caller.appSecret)
  })

  it('does not keep signatures and tokens in the journal', async () => {
    await ask()
    const [entry] = open.cloud.admin.requests().slice(-1)
    expect(entry).toMatchObject({
      headers: { 'x-ca-key': caller.appKey, 'x-ca-signature': '(set)' },
      body: { request: { apiVer: '1.0.0', iotToken: '(set)' }, params: { iotId: 'd1' } },
    })
  })

  it('accepts the signature of a call written down with its key', async () => {
    await using database = await openOutside(open.dataDir)
    await database.rows(`INSERT INTO app_keys (app_key, app_secret) VALUES ('appKey', 'appSecret')`)
    nowMs = 1_700_000_000_000
    const body =
      '{"id":"1","version":"1.0","request":{"apiVer":"1.0.0","iotToken":"token"},"params":{"iotId":"dev1"}}'
    const response = await fetch(open.cloud.baseUrl + PATH, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json; charset=utf-8',
        'content-md5': 'EkB0hkEhPY7Ulb93IHfdhw==',
        'x-ca-key': 'appKey',
        'x-ca-nonce': '00000000-0000-4000-8000-000000000001',
        'x-ca-signature-method': 'HmacSHA256',
        'x-ca-timestamp': '1700000000000',
        'x-ca-signature-headers': 'x-ca-key,x-ca-nonce,x-ca-signature-method,x-ca-timestamp',
        'x-ca-signature': 'MrogEk5XgG0lWFZvMlAMsvIBy/IWBr0EOHkyvGTlaoY=',
      },
      body,
    })
    // Signed right; the token is of nobody.
    expect(await response.json()).toMatchObject({ id: '1', code: 401 })
  })

  it('refuses a body that is too large before it is read', async () => {
    expect(await ask({ body: JSON.stringify({ id: 'x'.repeat(1024 * 1024) }) })).toMatchObject({
      status: 413,
      gateway: 'Invalid Request',
    })
  })
})

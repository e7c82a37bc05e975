import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentEncode } from '../../../main/clouds/line/address.ts'
import { logEntry } from '../../../main/clouds/line/log-entry.ts'
import { redact } from '../../../main/clouds/line/redact.ts'

describe('redact', () => {
  it.each([
    ['{"password":"p","account":"a"}', '{"password":"***","account":"a"}'],
    ['{"Access_Token" : "x\\"y", "expire_in":7200}', '{"Access_Token" : "***", "expire_in":7200}'],
    ['{"token":123456,"tokens":{"refresh_token":"r"}}', '{"token":"***","tokens":{"refresh_token":"***"}}'],
    ['{"request":{"iotToken":"i","apiVer":"1.0.0"}}', '{"request":{"iotToken":"***","apiVer":"1.0.0"}}'],
    ['{"authorize_code":"cut off', '{"authorize_code":"***"'],
    ['{"secret":"cut off\\', '{"secret":"***"'],
    ['id=k&secret=s%2B1&x=', 'id=k&secret=***&x='],
    ['/?Action=List&Signature=a%3D&Zone=1', '/?Action=List&Signature=***&Zone=1'],
    ['Access-Token: abc\nApi-Version: 2', 'Access-Token: ***\nApi-Version: 2'],
    ['proxy-authorization:Basic YTpi', 'proxy-authorization:***'],
    [
      'X-Ca-Signature: a=\nx-ca-signature-headers: x-ca-key',
      'X-Ca-Signature: ***\nx-ca-signature-headers: x-ca-key',
    ],
    ['{"msg":"a token is needed"}', '{"msg":"a token is needed"}'],
  ])('%j', (text, shown) => {
    expect(redact(text, [])).toBe(shown)
  })

  it.each([
    'Access-Token',
    'Authorization',
    'Proxy-Authorization',
    'x-ca-signature',
    'Signature',
    'AccessKeySecret',
    'password',
    'secret',
    'token',
    'access_token',
    'refresh_token',
    'authorize_code',
    'iotToken',
    'appSecret',
  ])('hides the value of %s in any case, in JSON, forms and headers', (name) => {
    for (const written of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(redact(`{"${written}":"v4lue"}`, [])).toBe(`{"${written}":"***"}`)
      expect(redact(`a=1&${written}=v4lue&b=2`, [])).toBe(`a=1&${written}=***&b=2`)
      expect(redact(`A: 1\n${written}: v4lue\nB: 2`, [])).toBe(`A: 1\n${written}: ***\nB: 2`)
    }
  })

  it('hides the longer of two secrets first, and no text that is merely short', () => {
    expect(redact('secret-2 secret-22 abc', ['secret-2', 'secret-22', 'abc', ''])).toBe('*** *** abc')
  })

  it('lets no secret through, however it is written', () => {
    type Carrier = readonly [write: (secret: string) => string, read: (text: string) => string]
    const carriers: Carrier[] = [
      [(secret) => `code is ${secret}, sorry`, (text) => text],
      [(secret) => JSON.stringify({ msg: `no ${secret} here` }), (text) => JSON.parse(text).msg],
      [(secret) => `/path?q=${encodeURIComponent(secret)}`, decodeURIComponent],
      [(secret) => `/path?q=${percentEncode(secret)}`, decodeURIComponent],
      [
        (secret) => new URLSearchParams({ q: secret }).toString(),
        (text) => new URLSearchParams(text).get('q') ?? '',
      ],
    ]
    const long = fc.string({ minLength: 4, unit: 'grapheme' })
    fc.assert(
      fc.property(long, fc.constantFrom(...carriers), (secret, [write, read]) => {
        fc.pre(!write('').includes(secret) && !secret.includes('*'))
        expect(read(redact(write(secret), [secret]))).not.toContain(secret)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a log entry', () => {
  const facts = {
    at: '2024-05-01T12:00:00.000Z',
    host: 'http://h',
    call: 'c',
    method: 'POST',
    attempt: 1,
    error: null,
    path: '/',
    headers: {},
    body: null,
    reply: null,
    durationMs: 1.7,
  }

  it('keeps two thousand characters, with secrets gone before the cut', () => {
    const body = `${'x'.repeat(1990)}supersecret-tail`
    const { sentBody } = logEntry({ ...facts, body }, ['supersecret'])
    expect(sentBody).toBe(`${'x'.repeat(1990)}***-tail`.slice(0, 2000))
  })

  it('names the size of a file instead of showing it', () => {
    expect(logEntry({ ...facts, body: new Uint8Array(12) }, []).sentBody).toBe('12 bytes')
  })

  it('shows what was answered only when that was no success', () => {
    const answered = (status: number) =>
      logEntry({ ...facts, reply: { status, headers: {}, text: '{"token":"t"}' } }, [])
    expect(answered(200)).toMatchObject({ status: 200, answer: '', durationMs: 2 })
    expect(answered(302).answer).toBe('{"token":"***"}')
    expect(answered(403).answer).toBe('{"token":"***"}')
  })
})

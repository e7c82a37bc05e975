import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { redactBody, redactHeaders, redactPath } from '../../main/local-cloud/redacted.ts'

describe('redacted', () => {
  it('hides the values of secret headers', () => {
    expect(
      redactHeaders({
        'access-token': 't',
        'x-ca-signature': 's',
        'x-ca-key': 'k',
        authorization: 'Basic x',
      }),
    ).toEqual({
      'access-token': '(set)',
      'x-ca-signature': '(set)',
      'x-ca-key': 'k',
      authorization: '(set)',
    })
  })

  it('hides them in a query, whatever else is in it', () => {
    expect(redactPath('/?Action=List&Signature=a%3D&PageSize=1')).toBe(
      '/?Action=List&Signature=(set)&PageSize=1',
    )
    expect(redactPath('/firmware/a/b?expires=1&sign=abc')).toBe('/firmware/a/b?expires=1&sign=(set)')
    expect(redactPath('/v2/x?token')).toBe('/v2/x?token')
  })

  it('hides them in bodies: nested, in lists, in forms', () => {
    expect(
      redactBody({
        request: { apiVer: '1.0.0', iotToken: 'secret' },
        list: [{ password: 'p', refresh_token: 'r', authorize_code: 'a' }],
        token: null,
      }),
    ).toEqual({
      request: { apiVer: '1.0.0', iotToken: '(set)' },
      list: [{ password: '(set)', refresh_token: '(set)', authorize_code: '(set)' }],
      token: '(set)',
    })
    expect(redactBody(new URLSearchParams('Action=A&Signature=s'))).toEqual({
      Action: 'A',
      Signature: '(set)',
    })
    expect(redactBody(undefined)).toBeUndefined()
  })

  it('keeps no bytes, and no end of nesting', () => {
    for (const body of [Buffer.alloc(5), new Readable(), new Date()]) expect(redactBody(body)).toBe('(bytes)')
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"password"${']'.repeat(100_000)}`)
    expect(JSON.stringify(redactBody(deep))).toBe(`${'['.repeat(10)}"(deep)"${']'.repeat(10)}`)
  })
})

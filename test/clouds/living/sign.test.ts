import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contentMd5,
  type GatewayRequest,
  isSignatureMethod,
  sign,
  stringToSign,
} from '../../../main/clouds/living/sign.ts'

const SECRET = 'appSecret'

describe('vectors', () => {
  it('G1: with signed headers', () => {
    const text = stringToSign({
      method: 'GET',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-ca-key': 'appKey',
        'x-ca-nonce': '787dd0c2-7bd8-41cd-9c19-62c05ea524a2',
        'x-ca-timestamp': '1646365291734',
      },
      signedHeaders: ['x-ca-key', 'x-ca-nonce', 'x-ca-timestamp'],
      path: '/Third/Tools/checkSign',
      parameters: [],
    })
    expect(sign(SECRET, text)).toBe('EdJSFAMOWyXZOpXhevZnjuS0ZafnwnCqaSk5hz+tXo8=')
  })

  it('G2: without signed headers and content type', () => {
    const text = stringToSign({
      method: 'get',
      headers: { accept: 'application/json' },
      signedHeaders: [],
      path: '/Third/Tools/checkSign',
      parameters: [],
    })
    expect(text).toBe('GET\napplication/json\n\n\n\n/Third/Tools/checkSign')
    expect(sign(SECRET, text)).toBe('ZpJhkHdtjLTJiR6CJWHL8ikLtPB2z6CoztG21wG3PT4=')
  })

  it('G5: the digest of a body', () => {
    expect(contentMd5('abc')).toBe('kAFQmDzST7DWlj99KOF/cg==')
    expect(contentMd5(Buffer.from('abc'))).toBe('kAFQmDzST7DWlj99KOF/cg==')
  })

  it('G6: the call for progress', () => {
    const body =
      '{"id":"1","version":"1.0","request":{"apiVer":"1.0.0","iotToken":"token"},"params":{"iotId":"dev1"}}'
    expect(contentMd5(body)).toBe('EkB0hkEhPY7Ulb93IHfdhw==')
    const text = stringToSign({
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-md5': contentMd5(body),
        'content-type': 'application/json; charset=utf-8',
        'x-ca-key': 'appKey',
        'x-ca-nonce': '00000000-0000-4000-8000-000000000001',
        'x-ca-signature-method': 'HmacSHA256',
        'x-ca-timestamp': '1700000000000',
      },
      signedHeaders: ['x-ca-key', 'x-ca-nonce', 'x-ca-signature-method', 'x-ca-timestamp'],
      path: '/living/ota/progress/get',
      parameters: [],
    })
    expect(sign(SECRET, text)).toBe('MrogEk5XgG0lWFZvMlAMsvIBy/IWBr0EOHkyvGTlaoY=')
  })
})

describe('what is signed', () => {
  const request: GatewayRequest = {
    method: 'POST',
    headers: { accept: 'a', 'content-md5': 'm', 'content-type': 't', date: 'd', 'x-ca-key': 'k', 'x-b': '' },
    signedHeaders: ['X-Ca-Key', 'x-b'],
    path: '/p',
    parameters: [
      ['b', '2'],
      ['a', ''],
      ['b', '1'],
      ['c', 'ü &=!'],
    ],
  }

  it('sorted names as they are listed, the first of repeated keys, keys without a value, nothing encoded', () => {
    expect(stringToSign(request)).toBe('POST\na\nm\nt\nd\nX-Ca-Key:k\nx-b:\n/p?a&b=2&c=ü &=!')
  })

  it('never the signature and its list, nor the headers that have a place of their own', () => {
    const more = ['X-Ca-Signature', 'x-ca-signature-headers', 'Accept', 'Content-MD5', 'content-type', 'Date']
    expect(stringToSign({ ...request, signedHeaders: [...request.signedHeaders, ...more] })).toBe(
      stringToSign(request),
    )
  })

  it('HMAC of the UTF-8 bytes, by either method', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (secret, text) => {
        const hmac = (hash: string) => createHmac(hash, secret).update(Buffer.from(text)).digest('base64')
        expect(sign(secret, text)).toBe(hmac('sha256'))
        expect(sign(secret, text, 'HmacSHA256')).toBe(hmac('sha256'))
        expect(sign(secret, text, 'HmacSHA1')).toBe(hmac('sha1'))
      }),
    )
    expect(['HmacSHA256', 'HmacSHA1', 'HmacMD5', 'constructor'].map(isSignatureMethod)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  const name = fc.string({ unit: 'grapheme', minLength: 1 })
  const pairs = fc.uniqueArray(fc.tuple(name, fc.string({ unit: 'grapheme' })), { selector: ([key]) => key })

  it('the same in any order of headers and of different keys', () => {
    fc.assert(
      fc.property(pairs, pairs, fc.infiniteStream(fc.nat()), (parameters, headers, order) => {
        const shuffle = <T>(list: readonly T[]) =>
          list
            .map((item) => ({ item, at: order.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item)
        const build = (one: typeof parameters, other: typeof headers) =>
          stringToSign({
            method: 'GET',
            headers: Object.fromEntries(other.map(([key, value]) => [key.toLowerCase(), value])),
            signedHeaders: other.map(([key]) => key),
            path: '/',
            parameters: one,
          })
        expect(build(shuffle(parameters), shuffle(headers))).toBe(build(parameters, headers))
      }),
    )
  })

  it('a repeated key counts with its first value, however many follow', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.string()), (parameters, values) => {
        const more = parameters.flatMap(([key]) => values.map((value) => [key, value] as const))
        const build = (all: readonly (readonly [string, string])[]) =>
          stringToSign({ method: 'GET', headers: {}, signedHeaders: [], path: '/', parameters: all })
        expect(build([...parameters, ...more])).toBe(build(parameters))
      }),
    )
  })
})

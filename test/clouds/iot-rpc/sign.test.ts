import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sign, stringToSign } from '../../../main/clouds/iot-rpc/sign.ts'

const SECRET = 'testsecret'
const regions = {
  AccessKeyId: 'testid',
  Action: 'DescribeRegions',
  Format: 'XML',
  SignatureMethod: 'HMAC-SHA1',
  SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
  SignatureVersion: '1.0',
  Timestamp: '2016-02-23T12:46:24Z',
  Version: '2014-05-26',
}
const firmware = {
  AccessKeyId: 'testid',
  Action: 'ListOTAFirmware',
  CurrentPage: '1',
  DestVersion: '1.0.0',
  PageSize: '10',
  ProductKey: 'k1nhvyl0000',
  SignatureMethod: 'HMAC-SHA1',
  SignatureNonce: '9e6189124f5a4716ad2de849467b0000',
  Timestamp: '2024-11-19T09:47:43Z',
}
const signatureOf = (method: string, parameters: Readonly<Record<string, string>>) =>
  sign(SECRET, stringToSign(method, Object.entries(parameters)))

describe('vectors', () => {
  it('R1: the text of the vendor page', () => {
    expect(stringToSign('GET', Object.entries(regions))).toBe(
      'GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1' +
        '%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0' +
        '%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26',
    )
  })

  const { Timestamp, ...others } = regions
  it.each([
    ['R1', 'GET', regions, 'OLeaidS1JvxuMvnyHOwuJ+uX5qY='],
    [
      'R2, as older pages spell it',
      'GET',
      { ...others, TimeStamp: Timestamp },
      'CT9X0VtwR86fNWSnsc6v8YGOjuE=',
    ],
    ['R4', 'POST', regions, 'MxbnVAM4w6sft9xjVpe/GCKueuk='],
    ['R5 by GET', 'GET', firmware, 'oVeYOZoruYMaqXKn2MPv1DCBmH8='],
    ['R5 by POST', 'post', firmware, 'Kvfn5IFtSj2N7ON7ry+24HdrEAA='],
  ])('%s', (_name, method, parameters, signature) => {
    expect(signatureOf(method, parameters)).toBe(signature)
  })
})

describe('what is signed', () => {
  it('everything but Signature, also what is no name of ours', () => {
    expect(signatureOf('GET', { ...regions, Signature: 'x' })).toBe(signatureOf('GET', regions))
    expect(signatureOf('GET', { ...regions, signature: 'x' })).not.toBe(signatureOf('GET', regions))
  })

  it('characters that an address encoder leaves, twice encoded; empty values stand', () => {
    const text = stringToSign('GET', [
      ['b', "!'()*~-_. +/"],
      ['a', ''],
      ['Z', 'ü😀'],
    ])
    expect(text).toBe(
      'GET&%2F&Z%3D%25C3%25BC%25F0%259F%2598%2580%26a%3D%26b%3D%2521%2527%2528%2529%252A~-_.%2520%252B%252F',
    )
  })

  const pairs = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })))

  it('the same in any order, repeated names too', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.nat()), (parameters, order) => {
        const shuffled = parameters
          .map((pair, index) => ({ pair, at: order[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ pair }) => pair)
        expect(stringToSign('GET', shuffled)).toBe(stringToSign('GET', parameters))
      }),
    )
  })

  it('nothing but unreserved characters reaches the text, and all of them come back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, value) => {
        fc.pre(name !== 'Signature')
        const text = stringToSign('GET', [[name, value]])
        expect(text).toMatch(/^GET&%2F&[A-Za-z0-9._~%-]*$/)
        const once = decodeURIComponent(text.slice('GET&%2F&'.length))
        const [encodedName = '', encodedValue = ''] = once.split('=')
        expect([decodeURIComponent(encodedName), decodeURIComponent(encodedValue)]).toEqual([name, value])
      }),
    )
  })
})

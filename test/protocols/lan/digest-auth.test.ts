// The digest against the vectors of its RFCs, and the challenges that devices send.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DigestChallenge,
  digestAuthorization,
  parseDigestChallenge,
} from '../../../main/protocols/lan/digest-auth.ts'
import { runs } from '../../runs.ts'

const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v'
const opaque = 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS'
const of7616 = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="${opaque}"`

const mufasa = {
  method: 'GET',
  path: '/dir/index.html',
  userName: 'Mufasa',
  password: 'Circle of Life',
  clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  count: 1,
}

const challengeIn = (header: string): DigestChallenge => {
  const challenge = parseDigestChallenge(header)
  if (!challenge) throw new Error(`no challenge in ${header}`)
  return challenge
}
const responseTo = (header: string, change: Partial<typeof mufasa> = {}) =>
  /response="([0-9a-f]+)"/.exec(digestAuthorization(challengeIn(header), { ...mufasa, ...change }))?.[1]

describe('published vectors', () => {
  it('RFC 7616, 3.9.1', () => {
    expect(responseTo(of7616('MD5'))).toBe('8ca523f5e9506fed4657c9700eebdbec')
    expect(responseTo(of7616('SHA-256'))).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    )
    expect(digestAuthorization(challengeIn(of7616('MD5')), mufasa)).toBe(
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="${nonce}", uri="/dir/index.html", algorithm=MD5, qop=auth, nc=00000001, cnonce="${mufasa.clientNonce}", response="8ca523f5e9506fed4657c9700eebdbec", opaque="${opaque}"`,
    )
  })

  it('RFC 2617, 3.5', () => {
    const header =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    expect(responseTo(header, { password: 'Circle Of Life', clientNonce: '0a4f113b' })).toBe(
      '6629fae49393a05397450978507c4ef1',
    )
  })
})

describe('a challenge', () => {
  it('is the strongest of several, in whatever order', () => {
    const both = [of7616('MD5'), 'Basic realm="a, b"', of7616('SHA-256')]
    expect(challengeIn(both.join(', ')).algorithm).toBe('SHA-256')
    expect(challengeIn(both.toReversed().join(', ')).algorithm).toBe('SHA-256')
    expect(challengeIn(`Negotiate, ${of7616('MD5')}`)).toMatchObject({ algorithm: 'MD5', opaque, nonce })
  })

  it('may have no algorithm and no qop, or be for a session', () => {
    expect(challengeIn('Digest realm="r", nonce=n')).toEqual({
      ...{ realm: 'r', nonce: 'n', opaque: null, algorithm: 'MD5', isSession: false, hasQop: false },
    })
    expect(challengeIn('digest realm="a \\"b\\"",nonce="n",algorithm="sha-256-SESS",qop=auth')).toMatchObject(
      {
        ...{ realm: 'a "b"', algorithm: 'SHA-256', isSession: true, hasQop: true },
      },
    )
  })

  it('that is not understood is none', () => {
    for (const header of [
      '',
      'Basic realm="r"',
      'Digest realm="r"',
      of7616('SHA-512-256'),
      of7616('MD5').replace('auth, ', ''),
    ])
      expect(parseDigestChallenge(header)).toBeNull()
  })

  it('is never more than text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        parseDigestChallenge(text)
        parseDigestChallenge(`Digest ${text}`)
      }),
      runs(300),
    )
  })
})

describe('an answer', () => {
  const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
  const challenges = fc.record({
    realm: printable,
    nonce: printable,
    opaque: fc.option(printable),
    algorithm: fc.constantFrom('MD5', 'SHA-256'),
    isSession: fc.boolean(),
    hasQop: fc.boolean(),
  })

  it('carries what it was asked with, whatever characters that has', () => {
    fc.assert(
      fc.property(challenges, printable, printable, (challenge, userName, password) => {
        const shown = digestAuthorization(challenge, { ...mufasa, userName, password })
        // The parameters of an answer are written as those of a challenge are.
        const back = parseDigestChallenge(shown)
        expect(back).toMatchObject({
          realm: challenge.realm,
          nonce: challenge.nonce,
          opaque: challenge.opaque,
        })
        expect(shown).not.toMatch(/[\r\n]/)
      }),
      runs(300),
    )
  })

  it('of another password, path, count or nonce is another one', () => {
    const header = of7616('SHA-256')
    const answers = [
      responseTo(header),
      responseTo(header, { password: 'x' }),
      responseTo(header, { path: '/' }),
      responseTo(header, { count: 2 }),
      responseTo(header, { clientNonce: 'x' }),
    ]
    expect(new Set(answers).size).toBe(answers.length)
  })
})

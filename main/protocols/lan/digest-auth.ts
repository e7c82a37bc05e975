// Digest access authentication: a challenge in, the value of the Authorization header out. Pure. Source: RFC 7616 (and
// RFC 2069 for devices that know no qop). MD5, SHA-256 and their session forms; no auth-int, no hashed user names.
//
//   WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256, opaque="o"
//   Authorization: Digest username="u", realm="r", uri="/p", algorithm=SHA-256, nonce="n", nc=00000001, cnonce="c",
//                  qop=auth, response="H(H(u:r:password):n:00000001:c:auth:H(METHOD:/p))", opaque="o"
import { createHash } from 'node:crypto'

export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  readonly algorithm: 'MD5' | 'SHA-256'
  /** H(u:r:password) is mixed with both nonces once more. */
  readonly isSession: boolean
  /** False: a device of before 1999, which counts no requests. */
  readonly hasQop: boolean
}

export interface DigestRequest {
  readonly method: string
  /** As it stands in the request line. */
  readonly path: string
  readonly userName: string
  readonly password: string
  /** Ours, fresh for every challenge. */
  readonly clientNonce: string
  /** How many requests used this challenge, this one counted. */
  readonly count: number
}

/** Longer ones are no header of a device. */
const maxHeaderChars = 4096
const parameter = /^([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,\s*|$)/
const scheme = /^([A-Za-z0-9_-]+)(?:\s*,\s*|\s+|$)/

/** The strongest challenge of a WWW-Authenticate header that is understood here; null: none is. */
export function parseDigestChallenge(header: string): DigestChallenge | null {
  const found = challengesIn(header.slice(0, maxHeaderChars))
    .filter(({ name }) => name.toLowerCase() === 'digest')
    .map(({ parameters }) => challengeOf(parameters))
    .filter((one) => one !== null)
  return found.find(({ algorithm }) => algorithm === 'SHA-256') ?? found[0] ?? null
}

function challengeOf(parameters: ReadonlyMap<string, string>): DigestChallenge | null {
  const [, algorithm, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(parameters.get('algorithm') ?? 'MD5') ?? []
  const realm = parameters.get('realm')
  const nonce = parameters.get('nonce')
  const qop = parameters.get('qop')
  if (algorithm === undefined || realm === undefined || nonce === undefined) return null
  if (qop !== undefined && !/(^|,)\s*auth\s*(,|$)/i.test(qop)) return null
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    algorithm: algorithm.toUpperCase() === 'MD5' ? 'MD5' : 'SHA-256',
    isSession: session !== undefined,
    hasQop: qop !== undefined,
  }
}

/** Several challenges stand in one header, divided like their own parameters: a scheme is a word without a value. */
function challengesIn(header: string): { name: string; parameters: Map<string, string> }[] {
  const challenges: { name: string; parameters: Map<string, string> }[] = []
  let rest = header.trim()
  while (rest !== '') {
    const [whole = '', key = '', quoted, token] = parameter.exec(rest) ?? []
    const current = challenges.at(-1)
    if (whole !== '' && current) {
      current.parameters.set(key.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
      rest = rest.slice(whole.length)
      continue
    }
    const [head, name] = scheme.exec(rest) ?? []
    if (head === undefined || name === undefined) return challenges
    challenges.push({ name, parameters: new Map() })
    rest = rest.slice(head.length)
  }
  return challenges
}

/** The value of the Authorization header. */
export function digestAuthorization(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, isSession, hasQop } = challenge
  const { method, path, userName, password, clientNonce } = request
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const count = request.count.toString(16).padStart(8, '0')
  const secret = hash(`${userName}:${realm}:${password}`)
  const key = isSession ? hash(`${secret}:${nonce}:${clientNonce}`) : secret
  const what = hash(`${method}:${path}`)
  const response = hash(
    hasQop ? `${key}:${nonce}:${count}:${clientNonce}:auth:${what}` : `${key}:${nonce}:${what}`,
  )
  return `Digest ${[
    `username=${quoted(userName)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(path)}`,
    `algorithm=${algorithm}${isSession ? '-sess' : ''}`,
    ...(hasQop ? [`qop=auth`, `nc=${count}`] : []),
    ...(hasQop || isSession ? [`cnonce=${quoted(clientNonce)}`] : []),
    `response="${response}"`,
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')}`
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

// The signature of the API gateway in front of the Living Platform, seen from both sides: what is signed, and how. Pure,
// no clock and no chance in it. Sources: the gateway's page on digest authentication, its published Node client, and the
// Higress documentation of the same scheme. The text to be signed:
//   METHOD \n Accept \n Content-MD5 \n Content-Type \n Date \n (name:value \n)* path?key=value&key...
import { createHash, createHmac } from 'node:crypto'

export interface GatewayRequest {
  readonly method: string
  /** Lower-case names; what is not there counts as empty. */
  readonly headers: Readonly<Record<string, string>>
  /** The names of `x-ca-signature-headers`, in any order, written as they are listed there. */
  readonly signedHeaders: readonly string[]
  /** Without the query. */
  readonly path: string
  /** Of the query and, for a form, of the body; decoded, in the order in which they were sent. */
  readonly parameters: readonly (readonly [string, string])[]
}

/** They have a place of their own in the text, or stand for the signature itself. */
const neverSigned: ReadonlySet<string> = new Set([
  'x-ca-signature',
  'x-ca-signature-headers',
  'accept',
  'content-md5',
  'content-type',
  'date',
])

const hashes = { HmacSHA256: 'sha256', HmacSHA1: 'sha1' } as const
export type SignatureMethod = keyof typeof hashes

export function isSignatureMethod(name: string): name is SignatureMethod {
  return Object.hasOwn(hashes, name)
}

/** Of keys that come several times only the first value counts; a key without a value stands alone. */
export function stringToSign(request: GatewayRequest): string {
  const header = (name: string) => request.headers[name.toLowerCase()] ?? ''
  const first = new Map<string, string>()
  for (const [key, value] of request.parameters) if (!first.has(key)) first.set(key, value)
  const query = [...first]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join('&')
  return [
    request.method.toUpperCase(),
    ...['accept', 'content-md5', 'content-type', 'date'].map(header),
    ...request.signedHeaders
      .filter((name) => !neverSigned.has(name.toLowerCase()))
      .sort(compare)
      .map((name) => `${name}:${header(name)}`),
    query === '' ? request.path : `${request.path}?${query}`,
  ].join('\n')
}

/** Base64. */
export function sign(secret: string, text: string, method: SignatureMethod = 'HmacSHA256'): string {
  return createHmac(hashes[method], secret).update(text, 'utf8').digest('base64')
}

/** Base64 of the sixteen bytes; only for a body that is neither empty nor a form. */
export function contentMd5(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('base64')
}

/** By code units: localeCompare would sort by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

// The API gateway in front of the Living calls: who signs, when, and whether it is signed right. What it refuses is a 4xx
// without a body, named in X-Ca-Error-Message. Sources: the gateway's pages on digest authentication and its error codes.
import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contentMd5, isSignatureMethod, sign, stringToSign } from '../../clouds/living/sign.ts'
import { digestOf, isSecret } from '../accounts/secret.ts'
import { type CallFreshness, NONCE_MAX_CHARS } from '../call-freshness.ts'
import type { LivingKeys } from './living-keys.ts'

const MESSAGE_MAX_CHARS = 4000
const METHOD_HEADER = 'x-ca-signature-method'

export class GatewayRefusal extends Error {
  readonly status: number

  /** `message` is what the gateway says. */
  constructor(status: number, message: string) {
    super(message)
    this.name = 'GatewayRefusal'
    this.status = status
  }
}

export function answerRefusal(reply: FastifyReply, refusal: GatewayRefusal): FastifyReply {
  return reply
    .code(refusal.status)
    .headers({ 'X-Ca-Error-Message': asHeader(refusal.message), 'X-Ca-Request-Id': randomUUID() })
    .send()
}

/** Returns when the call is fresh and signed by a known key. GatewayRefusal. */
export async function checkSignature(
  request: FastifyRequest,
  body: Uint8Array,
  parts: { readonly keys: LivingKeys; readonly freshness: CallFreshness },
): Promise<void> {
  const header = (name: string) => String(request.headers[name] ?? '')
  const appKey = header('x-ca-key')
  const secret = await parts.keys.findSecret(appKey)
  if (secret === null) throw new GatewayRefusal(400, 'Invalid AppKey')
  const given = header('x-ca-signature')
  if (given === '') throw new GatewayRefusal(404, 'Empty Signature')
  const method = header(METHOD_HEADER) || 'HmacSHA256'
  if (!isSignatureMethod(method)) throw new GatewayRefusal(400, `Invalid Signature, unknown ${METHOD_HEADER}`)

  const timestamp = header('x-ca-timestamp')
  if (!/^\d{1,15}$/.test(timestamp)) throw new GatewayRefusal(400, 'Invalid Timestamp')
  if (!parts.freshness.isTimely(Number(timestamp))) throw new GatewayRefusal(400, 'Timestamp Expired')
  const nonce = header('x-ca-nonce')
  if (nonce === '' || nonce.length > NONCE_MAX_CHARS) throw new GatewayRefusal(400, 'Invalid Nonce')

  // Without the digest the signature would say nothing about the body.
  const rightMd5 = body.length === 0 ? '' : contentMd5(body)
  if (header('content-md5') !== rightMd5) throw new GatewayRefusal(400, 'Invalid Content-MD5')

  const path = request.url.replace(/\?.*$/s, '')
  const signed = stringToSign({
    method: request.method,
    headers: Object.fromEntries(Object.keys(request.headers).map((name) => [name, header(name)])),
    signedHeaders: header('x-ca-signature-headers').split(',').flatMap(trimmed),
    path,
    parameters: [...new URLSearchParams(request.url.slice(path.length))],
  })
  if (!isSecret(given, digestOf(sign(secret, signed, method)))) {
    throw new GatewayRefusal(400, `Invalid Signature, Server StringToSign:${signed.replaceAll('\n', '#')}`)
  }
  if (!(await parts.freshness.spendNonce(appKey, nonce, Number(timestamp)))) {
    throw new GatewayRefusal(400, 'Nonce Used')
  }
}

const trimmed = (name: string) => (name.trim() === '' ? [] : [name.trim()])

/** A header carries visible ASCII only. */
function asHeader(text: string): string {
  return text
    .slice(0, MESSAGE_MAX_CHARS)
    .toWellFormed()
    .replace(/[^\x20-\x7e]/gu, (character) => encodeURIComponent(character))
}

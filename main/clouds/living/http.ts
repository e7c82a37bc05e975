// One call to the Living Platform through its gateway: envelope, signature, and failures as codes of our table. The only
// place of this cloud that uses the line. Sources: the platform's document of the call, the gateway client's README (the
// envelope) and the gateway's page on digest authentication (the headers).
import { randomUUID } from 'node:crypto'
import {
  type ErrorCode,
  type ErrorContext,
  FlashlineError,
  type LivingConnection,
  type SecretName,
} from '../../../preload/contract/index.ts'
import type { CloudParts } from '../cloud.ts'
import { readAddress } from '../line/address.ts'
import type { LineReply, LineRequest } from '../line/line.ts'
import { notJson, quote, sendSigned, type Verdict } from '../signed-call.ts'
import { codeOfStatus, gatewayRefusal } from './gateway-refusal.ts'
import { readEnvelope } from './schema.ts'
import { contentMd5, sign, stringToSign } from './sign.ts'

/** As the platform's document names it. */
const USUAL_TIMEOUT_MS = 3000

export interface LivingCall {
  readonly path: string
  readonly apiVer: string
  readonly params: Readonly<Record<string, string>>
  readonly probe?: boolean
}

/**
 * What the envelope carries as `data`, unread. The call must be one that may be repeated.
 * CLOUD_TOKEN, CLOUD_FORBIDDEN, CLOUD_REFUSED, CLOUD_BUSY, CLOUD_SERVER {cloud, status, cloudCode, message},
 * CLOUD_SIGNATURE and CLOUD_CREDENTIALS {reason}, CLOUD_CLOCK {skewMs}, CLOUD_REPLY, SECRET_MISSING, and those of the line.
 */
export async function callLiving(
  connection: LivingConnection,
  parts: CloudParts,
  call: LivingCall,
  signal: AbortSignal,
): Promise<unknown> {
  const secret = (name: SecretName) => {
    const value = parts.secret(name)
    if (value !== '') return value
    throw new FlashlineError('SECRET_MISSING', { connectionId: connection.connectionId, secret: name })
  }
  const secrets = [secret('appSecret'), secret('iotToken')]
  return sendSigned(
    parts.line,
    {
      label: call.path,
      request: () => signedRequest(connection, call, secret, parts.line.now()),
      repeatable: true,
      timeoutMs: connection.timeoutMs ?? USUAL_TIMEOUT_MS,
      probe: call.probe ?? false,
    },
    (reply) => judge(reply, secrets),
    signal,
  )
}

function signedRequest(
  connection: LivingConnection,
  call: LivingCall,
  secret: (name: SecretName) => string,
  now: Date,
): LineRequest {
  const id = randomUUID()
  const request = { apiVer: call.apiVer, iotToken: secret('iotToken') }
  const body = JSON.stringify({ id, version: '1.0', request, params: call.params })
  const signed = {
    'x-ca-key': connection.appKey,
    'x-ca-nonce': id,
    'x-ca-signature-method': 'HmacSHA256',
    'x-ca-stage': connection.stage,
    'x-ca-timestamp': String(now.getTime()),
  }
  const headers = {
    // Said in full: a library's own choice would change the signature.
    accept: 'application/json',
    'content-md5': contentMd5(body),
    'content-type': 'application/json; charset=utf-8',
    ...signed,
  }
  const signedHeaders = Object.keys(signed)
  const text = stringToSign({
    method: 'POST',
    headers,
    signedHeaders,
    // The server signs what arrives: with all that the line puts around the path.
    path: readAddress({ ...connection, extraQuery: {} }).pathOf({ path: call.path }),
    parameters: Object.entries(connection.extraQuery),
  })
  return {
    method: 'POST',
    path: call.path,
    headers: {
      ...headers,
      'x-ca-signature-headers': signedHeaders.join(','),
      'x-ca-signature': sign(secret('appSecret'), text),
    },
    body,
  }
}

const envelopeCodes: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'CLOUD_TOKEN'],
  [403, 'CLOUD_FORBIDDEN'],
  [429, 'CLOUD_BUSY'],
  [500, 'CLOUD_SERVER'],
  [503, 'CLOUD_SERVER'],
])

function judge(reply: LineReply, secrets: readonly string[]): Verdict<unknown> {
  const refusal = gatewayRefusal(reply, secrets)
  if (refusal !== null) return refusal
  const envelope = readEnvelope(reply.text)
  const context: ErrorContext = { cloud: 'living', status: reply.status }
  if (envelope !== null && envelope.code !== 200) {
    const said = { cloudCode: envelope.code, message: quote(envelope.message, secrets) }
    const code = envelopeCodes.get(envelope.code) ?? 'CLOUD_REFUSED'
    return { kind: 'refusal', code, context: { ...context, ...said } }
  }
  if (reply.status < 200 || reply.status >= 300) {
    const reason = { cloudCode: null, reason: 'status' }
    return { kind: 'refusal', code: codeOfStatus(reply.status), context: { ...context, ...reason } }
  }
  if (envelope !== null) return { kind: 'value', value: envelope.data }
  return { kind: 'refusal', code: 'CLOUD_REPLY', context: { ...context, ...unreadable(reply.text) } }
}

function unreadable(text: string): ErrorContext {
  try {
    JSON.parse(text)
    return { reason: 'field', field: 'code' }
  } catch {
    return { reason: notJson(text) }
  }
}

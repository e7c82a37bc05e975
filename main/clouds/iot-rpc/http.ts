// One call to an IoT RPC service: common parameters, signature, and failures as codes of our table. The only place of this
// cloud that uses the line. Sources: the document of ListOTAFirmware and its example, the vendor's pages on common
// parameters, the RPC signature 1.0 and the gateway's error codes.
import { randomUUID } from 'node:crypto'
import {
  type ErrorCode,
  type ErrorContext,
  FlashlineError,
  type IotRpcConnection,
} from '../../../preload/contract/index.ts'
import type { CloudParts } from '../cloud.ts'
import type { LineReply, LineRequest } from '../line/line.ts'
import { notJson, quote, type Refusal, sendSigned, type Verdict } from '../signed-call.ts'
import { readSaid, type Said } from './said.ts'
import { sign, stringToSign } from './sign.ts'

export type Parameters = readonly (readonly [string, string])[]

export interface RpcCall {
  readonly action: 'ListOTAFirmware' | 'QueryOTAFirmware'
  readonly parameters: Parameters
  readonly probe?: boolean
}

/**
 * The answer's fields, unread, their names with a lower-case first letter. The call must be one that may be repeated.
 * CLOUD_SIGNATURE, CLOUD_CREDENTIALS, CLOUD_FORBIDDEN, CLOUD_REFUSED, CLOUD_BUSY, CLOUD_SERVER {cloud, status, cloudCode,
 * message, requestId}, CLOUD_CLOCK {skewMs}, CLOUD_REPLY, SECRET_MISSING, and those of the line.
 */
export async function callRpc(
  connection: IotRpcConnection,
  parts: CloudParts,
  call: RpcCall,
  signal: AbortSignal,
): Promise<Said['fields']> {
  const secret = () => {
    const value = parts.secret('accessKeySecret')
    if (value !== '') return value
    const { connectionId } = connection
    throw new FlashlineError('SECRET_MISSING', { connectionId, secret: 'accessKeySecret' })
  }
  const secrets = [secret()]
  return sendSigned(
    parts.line,
    {
      label: call.action,
      request: () => signedRequest(connection, call, secret(), parts.line.now()),
      repeatable: true,
      probe: call.probe ?? false,
    },
    (reply) => judge(reply, secrets),
    signal,
  )
}

function signedRequest(connection: IotRpcConnection, call: RpcCall, secret: string, now: Date): LineRequest {
  const query: Parameters = [
    ['Action', call.action],
    ['SignatureNonce', randomUUID()],
    ['AccessKeyId', connection.accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['Timestamp', `${now.toISOString().slice(0, 19)}Z`],
    ...dialectParameters(connection),
    ...call.parameters,
  ]
  // The line adds the connection's own query, and the server signs all that arrives.
  const text = stringToSign('GET', [...query, ...Object.entries(connection.extraQuery)])
  // The line puts the suffix behind, which has a slash of its own.
  const path = connection.pathSuffix === '' ? '/' : ''
  return { method: 'GET', path, query: [...query, ['Signature', sign(secret, text)]] }
}

function dialectParameters({ dialect, regionId, iotInstanceId }: IotRpcConnection): Parameters {
  if (dialect === 'tuya') return []
  return [
    ['Version', '2018-01-20'],
    ['Format', 'JSON'],
    ['SignatureVersion', '1.0'],
    ['RegionId', regionId],
    ...(iotInstanceId === '' ? [] : [['IotInstanceId', iotInstanceId] as const]),
  ]
}

interface Row {
  readonly codes: RegExp
  readonly code: ErrorCode
  readonly stale?: 'time' | 'nonce'
}

const rows: readonly Row[] = [
  { codes: /^InvalidTimeStamp/i, code: 'CLOUD_CLOCK', stale: 'time' },
  { codes: /^SignatureNonceUsed$/, code: 'CLOUD_REFUSED', stale: 'nonce' },
  { codes: /^(SignatureDoesNotMatch|IncompleteSignature)$/, code: 'CLOUD_SIGNATURE' },
  { codes: /^InvalidAccessKeyId/, code: 'CLOUD_CREDENTIALS' },
  { codes: /^Throttling/, code: 'CLOUD_BUSY' },
  { codes: /^(ServiceUnavailable|InternalError|iot\.system\.SystemException)$/, code: 'CLOUD_SERVER' },
  { codes: /^Forbidden/, code: 'CLOUD_FORBIDDEN' },
]

function judge(reply: LineReply, secrets: readonly string[]): Verdict<Said['fields']> {
  const said = readSaid(reply.text)
  if (said !== null && succeeded(reply.status, said)) {
    return said.form === 'json' ? { kind: 'value', value: said.fields } : unread(reply, 'xml')
  }
  const code = said?.code ?? ''
  const done = reply.status >= 200 && reply.status < 300
  if (said === null && done) return unread(reply, notJson(reply.text))
  if (code === '' && said?.success !== false && done) return unread(reply, 'field', 'success')
  // Behind these words comes the text that the server would have signed; it belongs in the log alone.
  const [message = ''] = (said?.message ?? '').split(/[,;.]?\s*server string to sign/i)
  const context: ErrorContext = {
    cloud: 'iot-rpc',
    status: reply.status,
    cloudCode: code === '' ? null : quote(code, secrets),
    message: quote(message, secrets),
    requestId: said?.requestId ?? null,
  }
  const row = rows.find(({ codes }) => codes.test(code))
  const stale = row?.stale === undefined ? {} : { stale: row.stale }
  const usual = code === '' ? codeOfStatus(reply.status) : 'CLOUD_REFUSED'
  return { kind: 'refusal', code: row?.code ?? usual, context, ...stale }
}

/** The answer's own word decides, then the HTTP status; an answer that says nothing at all is no success. */
function succeeded(status: number, said: Said): boolean {
  if (said.success !== null) return said.success
  return status >= 200 && status < 300 && 'firmwareInfo' in said.fields
}

function unread(reply: LineReply, reason: string, field?: string): Refusal {
  const where = field === undefined ? {} : { field }
  const context = { cloud: 'iot-rpc', status: reply.status, reason, ...where }
  return { kind: 'refusal', code: 'CLOUD_REPLY', context }
}

/** What a refusal means that says nothing but its HTTP status. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'CLOUD_CREDENTIALS'
  if (status === 403) return 'CLOUD_FORBIDDEN'
  if (status === 429) return 'CLOUD_BUSY'
  if (status >= 500) return 'CLOUD_SERVER'
  return status >= 400 || status < 300 ? 'CLOUD_REFUSED' : 'CLOUD_REPLY'
}

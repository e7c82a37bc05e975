// What the gateway itself refused, before the platform behind it was asked. Older gateways name it by the first words of
// X-Ca-Error-Message alone, newer ones also by X-Ca-Error-Code. Sources: the gateway's error code pages (both kinds of
// instances) and the Higress documentation. Pure.
import type { ErrorCode, ErrorContext } from '../../../preload/contract/index.ts'
import type { LineReply } from '../line/line.ts'
import { quote, type Refusal } from '../signed-call.ts'

const MESSAGE_MAX_CHARS = 500

interface Row {
  readonly names: RegExp
  readonly code: ErrorCode
  readonly stale?: 'time' | 'nonce'
}

// The first that fits counts.
const rows: readonly Row[] = [
  { names: /timestamp|invalid date/i, code: 'CLOUD_CLOCK', stale: 'time' },
  { names: /nonce.*used/i, code: 'CLOUD_REFUSED', stale: 'nonce' },
  { names: /^invalid (app)?key\b/i, code: 'CLOUD_CREDENTIALS' },
  { names: /signature|content-md5|appsecret/i, code: 'CLOUD_SIGNATURE' },
  { names: /throttled|flow control|^quota/i, code: 'CLOUD_BUSY' },
  { names: /unauthori[sz]ed/i, code: 'CLOUD_FORBIDDEN' },
]

/** Null: it was not the gateway that refused. */
export function gatewayRefusal(reply: LineReply, secrets: readonly string[]): Refusal | null {
  const message = reply.headers['x-ca-error-message']?.slice(0, MESSAGE_MAX_CHARS).trim() ?? ''
  const gatewayCode = reply.headers['x-ca-error-code']?.trim() ?? ''
  if (reply.status < 300 || (message === '' && gatewayCode === '')) return null
  // Behind these words comes the text that the server would have signed; it belongs in the log alone.
  const [before = ''] = message.split(/[,;]?\s*server stringtosign/i)
  const name = before === '' && message !== '' ? 'Invalid Signature' : before
  const row = rows.find(({ names }) => names.test(name))
  const reason = quote(name, secrets)
  const context: ErrorContext = {
    cloud: 'living',
    status: reply.status,
    cloudCode: quote(gatewayCode, secrets) || reason,
    reason,
    message: reason,
    requestId: reply.headers['x-ca-request-id']?.slice(0, 100) ?? null,
  }
  const stale = row?.stale === undefined ? {} : { stale: row.stale }
  return { kind: 'refusal', code: row?.code ?? codeOfStatus(reply.status), context, ...stale }
}

/** What a refusal means that says nothing but its HTTP status. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'CLOUD_TOKEN'
  if (status === 403) return 'CLOUD_FORBIDDEN'
  if (status === 429) return 'CLOUD_BUSY'
  if (status >= 500) return 'CLOUD_SERVER'
  return status >= 400 ? 'CLOUD_REFUSED' : 'CLOUD_REPLY'
}

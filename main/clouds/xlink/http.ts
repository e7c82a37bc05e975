// One call to the XLINK v2 service: headers, deadline, bounded JSON, and failures as codes of our table. The only
// place of this cloud that touches the network; knows no endpoint. Error shape: {"error":{"code","msg","reason"}}.
import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import type { CloudConnection } from '../cloud.ts'
import { wireInt, wireTextOptional, xlinkCodes } from './wire.ts'

const REPLY_MAX_BYTES = 1024 * 1024
const DEFAULT_TIMEOUT_MS = 10_000
const MESSAGE_MAX_CHARS = 200

export interface XlinkConnection extends CloudConnection {
  /** Connections, proxy and private CA; the caller's own, as the firmware store's. */
  readonly fetchDispatcher: Dispatcher
  /** For the whole call, from connect to the last byte. */
  readonly timeoutMs?: number
}

export interface XlinkCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const tokenCodes: ReadonlySet<number> = new Set([
  xlinkCodes.tokenNeeded,
  xlinkCodes.tokenInvalid,
  xlinkCodes.tokenExpired,
  xlinkCodes.tokenReplaced,
])
const timeoutErrors = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

const errorReader = z.object({
  error: z.object({
    code: wireInt(0, 9_999_999).nullable().catch(null),
    msg: wireTextOptional(REPLY_MAX_BYTES).catch(''),
    reason: wireTextOptional(REPLY_MAX_BYTES).catch(''),
  }),
})

/**
 * The parsed answer; undefined when the body is empty, as documented for the calls that only acknowledge.
 * CLOUD_UNREACHABLE, CLOUD_TIMEOUT, CLOUD_SERVER, CLOUD_BUSY, CLOUD_TOKEN, CLOUD_FORBIDDEN,
 * CLOUD_REFUSED {status, cloudCode, reason, message}, CLOUD_REPLY, INPUT_INVALID (unusable address). On abort rejects with `signal.reason`.
 */
export async function callXlink(
  connection: XlinkConnection,
  call: XlinkCall,
  signal: AbortSignal,
): Promise<unknown> {
  signal.throwIfAborted()
  const token = connection.accessToken()
  // A header cannot carry it, and the library's own complaint is not ours to show.
  if (!/^[\x21-\x7e]*$/.test(token)) throw new FlashlineError('CLOUD_TOKEN', { reason: 'characters' })
  const { status, text } = await exchange(connection, call, token, signal)
  const reply = parse(text)
  const failure = refusal(status, reply, token)
  if (failure !== null) throw failure
  if (text === null) throw new FlashlineError('CLOUD_REPLY', { status, reason: 'size' })
  // A sign-in page in between also answers 200; it must not pass for an acknowledgement.
  if (reply === undefined && text.trim() !== '')
    throw new FlashlineError('CLOUD_REPLY', { status, reason: 'json' })
  return reply
}

/** `text` is null when the body is larger than we read. */
async function exchange(
  connection: XlinkConnection,
  call: XlinkCall,
  token: string,
  signal: AbortSignal,
): Promise<{ status: number; text: string | null }> {
  const timeoutMs = connection.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const stop = new AbortController()
  const onAbort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  let late = false
  const timer = setTimeout(() => {
    late = true
    stop.abort()
  }, timeoutMs)
  try {
    const response = await request(connection.baseUrl.replace(/\/+$/, '') + call.path, {
      method: call.method,
      headers: { 'Content-Type': 'application/json', 'Access-Token': token, ...call.headers },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      dispatcher: connection.fetchDispatcher,
      signal: stop.signal,
    })
    return { status: response.statusCode, text: await readBounded(response.body) }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (late) throw new FlashlineError('CLOUD_TIMEOUT', { timeoutMs })
    throw networkError(error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.length
    if (sizeBytes > REPLY_MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function networkError(error: unknown): FlashlineError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (timeoutErrors.has(code)) return new FlashlineError('CLOUD_TIMEOUT', { cause: code }, { cause: error })
  // Not HTTP, or HTTP that contradicts itself.
  if (/^(HPE_|UND_ERR_(HEADERS_OVERFLOW|RES_CONTENT_LENGTH))/.test(code)) {
    return new FlashlineError('CLOUD_REPLY', { reason: code }, { cause: error })
  }
  // The address or the corp id cannot be put into a request.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') {
    return new FlashlineError('INPUT_INVALID', { reason: code }, { cause: error })
  }
  return new FlashlineError('CLOUD_UNREACHABLE', { cause: code }, { cause: error })
}

function parse(text: string | null): unknown {
  try {
    return text === null || text.trim() === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The failure that an answer stands for; null for success. A success status with an error inside is a failure. */
function refusal(status: number, reply: unknown, token: string): FlashlineError | null {
  const parsed = errorReader.safeParse(reply)
  const error = parsed.success ? parsed.data.error : null
  if (status >= 200 && status < 300 && error === null) return null
  const cloudCode = error?.code ?? null
  // The first three digits of a code are its HTTP status.
  const said = status >= 400 || cloudCode === null ? status : Math.floor(cloudCode / 10_000)
  const clean = (text: string) =>
    (token === '' ? text : text.replaceAll(token, '***')).slice(0, MESSAGE_MAX_CHARS)
  const context: ErrorContext = {
    status,
    cloudCode,
    reason: clean(error?.reason ?? ''),
    message: clean(error?.msg ?? ''),
  }
  if (said >= 500) return new FlashlineError('CLOUD_SERVER', context)
  if (said === 429) return new FlashlineError('CLOUD_BUSY', context)
  if (cloudCode !== null && tokenCodes.has(cloudCode)) return new FlashlineError('CLOUD_TOKEN', context)
  if (said === 401) return new FlashlineError('CLOUD_TOKEN', context)
  if (said === 403) return new FlashlineError('CLOUD_FORBIDDEN', context)
  if (said >= 400) return new FlashlineError('CLOUD_REFUSED', context)
  // A redirect, or an error object that names no status.
  return new FlashlineError('CLOUD_REPLY', { ...context, reason: 'status' })
}

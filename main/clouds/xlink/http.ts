// One exchange with the XLINK v2 upgrade service: headers, token, JSON there and back, failures as codes of our table.
// The only place of this cloud that uses the line; knows no endpoint and no session.
import { type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import { type CloudLine, LineFailure, type LineReply, type LineRequest } from '../line/line.ts'
import { hideValues } from '../line/redact.ts'
import type { XlinkCall } from './calls.ts'
import { type Answer, cloudWords, judge, parseReply, readJson } from './judge.ts'

export interface HttpOptions {
  readonly line: CloudLine
  /** Write numbers in bodies as text. */
  readonly numericStrings: boolean
  /** What must be neither shown nor logged although the service repeats it; asked at every call. */
  readonly secrets: () => readonly string[]
}

export interface XlinkHttp {
  /**
   * What `call.read` makes of the answer. Without a token for the calls that give one.
   * CLOUD_TOKEN, CLOUD_FORBIDDEN, CLOUD_REFUSED, CLOUD_SERVER, CLOUD_BUSY, CLOUD_REPLY, each with
   * {cloud, status, cloudCode, reason, message, call, host}; what the line rejects with; INPUT_INVALID {field} for a
   * header that no request can carry.
   */
  send<T>(call: XlinkCall<T>, token: string | null, signal: AbortSignal): Promise<T>
}

export function createXlinkHttp(options: HttpOptions): XlinkHttp {
  const { line, numericStrings } = options
  return {
    async send(call, token, signal) {
      signal.throwIfAborted()
      const secrets = [token ?? '', ...options.secrets()]
      const request = { ...toRequest(call, token, numericStrings), secrets }
      const said = (answer: Answer) => ({
        cloud: 'xlink',
        ...cloudWords(answer, (text) => hideValues(text, secrets)),
        call: call.name,
        host: line.host,
      })
      const answer = parseReply(await sendOverLine(line, call, request, said, signal))
      const context = said(answer)
      const code = judge(answer, context.cloudCode)
      if (code === 'CLOUD_REPLY') throw new FlashlineError(code, { ...context, reason: 'status' })
      if (code !== null) throw new FlashlineError(code, context)
      try {
        return call.read(readJson(answer))
      } catch (error) {
        if (!(error instanceof FlashlineError) || error.code !== 'CLOUD_REPLY') throw error
        throw new FlashlineError('CLOUD_REPLY', { ...context, ...error.context }, { cause: error })
      }
    },
  }
}

/** The line cannot read what a server of status 5xx or 429 said; its words are added here. */
async function sendOverLine<T>(
  line: CloudLine,
  call: XlinkCall<T>,
  request: LineRequest,
  said: (answer: Answer) => ErrorContext,
  signal: AbortSignal,
): Promise<LineReply> {
  const { name: label, repeatable, probe = false } = call
  try {
    return await line.send({ label, request: () => request, repeatable, probe }, signal)
  } catch (error) {
    if (!(error instanceof FlashlineError) || !(error.cause instanceof LineFailure)) throw error
    const context = { ...error.context, ...said(parseReply(error.cause.reply)) }
    throw new FlashlineError(error.code, context, { cause: error.cause })
  }
}

function toRequest<T>(call: XlinkCall<T>, token: string | null, numericStrings: boolean): LineRequest {
  const { method, path, query, body } = call
  // A header cannot carry everything, and the library's own complaint would show it.
  if (token !== null && !isHeaderText(token))
    throw new FlashlineError('CLOUD_TOKEN', { reason: 'characters' })
  for (const [field, value] of Object.entries(call.headers ?? {}))
    if (!isHeaderText(value)) throw new FlashlineError('INPUT_INVALID', { field, reason: 'characters' })
  const headers = {
    // The document wants it on all of them, also on those without a body.
    'Content-Type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
    ...(token === null ? {} : { 'Access-Token': token }),
    ...call.headers,
  }
  return {
    method,
    path,
    headers,
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : toJson(body, numericStrings) }),
  }
}

function toJson(body: Readonly<Record<string, unknown>>, numericStrings: boolean): string {
  return JSON.stringify(body, (_name, value: unknown) =>
    numericStrings && typeof value === 'number' ? String(value) : value,
  )
}

function isHeaderText(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text)
}

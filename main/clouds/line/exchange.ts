// One attempt: a request out, its whole answer in, within one deadline that covers everything from connect to the last
// byte. Judges nothing: every answer is an answer, and what breaks is thrown as it came.
import type { Dispatcher } from 'undici'
import type { LineReply } from './line.ts'
import { readableEncodings, readBody } from './read-body.ts'

export interface WireRequest {
  readonly origin: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
  readonly timeoutMs: number
}

export class DeadlinePassed extends Error {
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`no whole answer within ${timeoutMs} ms`)
    this.name = 'DeadlinePassed'
    this.timeoutMs = timeoutMs
  }
}

/** `onHead` is called when the answer begins. DeadlinePassed, NoConnection, UnreadableBody, undici's own; `signal.reason`. */
export async function exchange(
  dispatcher: Dispatcher,
  wanted: WireRequest,
  onHead: (headers: LineReply['headers']) => void,
  signal: AbortSignal,
): Promise<LineReply> {
  signal.throwIfAborted()
  const stop = new AbortController()
  const stopped = Promise.withResolvers<never>()
  const end = (reason: unknown) => {
    stop.abort(reason)
    stopped.reject(reason)
  }
  const onAbort = () => end(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => end(new DeadlinePassed(wanted.timeoutMs)), wanted.timeoutMs)
  try {
    // undici heeds the signal only when a connection stands; then it drops the request unsent.
    return await Promise.race([ask(dispatcher, wanted, onHead, stop.signal), stopped.promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

async function ask(
  dispatcher: Dispatcher,
  wanted: WireRequest,
  onHead: (headers: LineReply['headers']) => void,
  signal: AbortSignal,
): Promise<LineReply> {
  const { origin, path, method, body } = wanted
  const headers = { 'accept-encoding': readableEncodings, ...lowerCase(wanted.headers) }
  const response = await dispatcher.request({ origin, path, method, headers, body, signal })
  const answered = lowerCase(response.headers)
  onHead(answered)
  return { status: response.statusCode, headers: answered, text: await readBody(response.body, answered) }
}

function lowerCase(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}

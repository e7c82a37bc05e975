// How much one caller may have under way at once. Our screens need a fraction of it; without a bound a single connection
// could fill the station's memory with calls that it never waits for.
import { ORPCError } from '@orpc/server'
import type { StandardHandleResult, StandardHandlerInterceptorOptions } from '@orpc/server/standard'
import { FlashlineError } from '../../preload/contract/index.ts'
import type { CallContext, Caller } from '../station/caller.ts'

export interface CallLimits {
  readonly calls: number
  /** Event streams, which end only with the caller. */
  readonly streams: number
}

export const usualCallLimits: CallLimits = { calls: 256, streams: 16 }

type Handling = StandardHandlerInterceptorOptions<CallContext> & { next(): Promise<StandardHandleResult> }
type Stream = AsyncIterator<unknown, unknown, undefined>

interface UnderWay {
  calls: number
  streams: number
}

/** An interceptor of an RPC handler whose callers live as long as their connection. CALLS_TOO_MANY {limit}. */
export function limitCalls(
  limits: CallLimits = usualCallLimits,
): (handling: Handling) => Promise<StandardHandleResult> {
  const callers = new WeakMap<Caller, UnderWay>()
  return async ({ context: { caller }, request, next }) => {
    const underWay = callers.get(caller) ?? { calls: 0, streams: 0 }
    callers.set(caller, underWay)
    if (underWay.calls >= limits.calls) throw tooMany(limits.calls)
    underWay.calls += 1
    try {
      const result = await next()
      const body: unknown = result.response?.body
      if (!result.matched || !isStream(body)) return result
      if (underWay.streams >= limits.streams) {
        await body.return?.()
        throw tooMany(limits.streams)
      }
      underWay.streams += 1
      const counted = whenOver(body, request.signal, () => {
        underWay.streams -= 1
      })
      return { ...result, response: { ...result.response, body: counted } }
    } finally {
      underWay.calls -= 1
    }
  }
}

function tooMany(limit: number) {
  const { code, context, message } = new FlashlineError('CALLS_TOO_MANY', { limit })
  return new ORPCError('FLASHLINE', { defined: true, status: 429, message, data: { code, context } })
}

function isStream(body: unknown): body is Stream {
  return (
    typeof body === 'object' &&
    body !== null &&
    Symbol.asyncIterator in body &&
    'next' in body &&
    typeof body.next === 'function'
  )
}

/** The same stream; `onOver` is called once, however it ends, also if nobody ever read of it. */
function whenOver(
  stream: Stream,
  signal: AbortSignal | undefined,
  onOver: () => void,
): AsyncIterableIterator<unknown> {
  let isOver = false
  const over = () => {
    if (isOver) return
    isOver = true
    signal?.removeEventListener('abort', over)
    onOver()
  }
  signal?.addEventListener('abort', over)
  if (signal?.aborted) over()
  return {
    async next() {
      try {
        const result = await stream.next()
        if (result.done) over()
        return result
      } catch (error) {
        over()
        throw error
      }
    },
    async return(value?: unknown) {
      over()
      return (await stream.return?.(value)) ?? { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

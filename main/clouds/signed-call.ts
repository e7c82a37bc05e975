// A call whose signature carries a time and a nonce, as two clouds want it: refused for either, it is made once more with
// fresh ones, the clock set by the cloud's. Knows no cloud: each says what an answer means.
import { type ErrorCode, type ErrorContext, FlashlineError } from '../../preload/contract/index.ts'
import { type CloudLine, type LineCall, LineFailure, type LineReply } from './line/line.ts'
import { hideValues } from './line/redact.ts'
import { readRetryAfter } from './line/retry-plan.ts'

const MESSAGE_MAX_CHARS = 200

/** `stale`: refused for this alone, so that a fresh one may be accepted. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly code: ErrorCode
  readonly context: ErrorContext
  readonly stale?: 'time' | 'nonce'
}

export type Verdict<T> = { readonly kind: 'value'; readonly value: T } | Refusal

/**
 * The value of the answer. Rejects with what `judge` names, and with the errors of `line.send`; CLOUD_CLOCK {skewMs} when
 * the time was refused again after our clock had been set by the cloud's. Every context has `host` and `call`.
 */
export async function sendSigned<T>(
  line: CloudLine,
  call: LineCall,
  judge: (reply: LineReply) => Verdict<T>,
  signal: AbortSignal,
): Promise<T> {
  let verdict = await ask(line, call, judge, signal)
  if (verdict.kind === 'refusal' && verdict.stale !== undefined) {
    // Its outcome is not asked: another call may have corrected the clock after this one was signed.
    if (verdict.stale === 'time') line.correctClock()
    verdict = await ask(line, call, judge, signal)
  }
  if (verdict.kind === 'value') return verdict.value
  const skew = verdict.code === 'CLOUD_CLOCK' ? { skewMs: line.skewMs() } : {}
  throw new FlashlineError(verdict.code, { host: line.host, call: call.label, ...verdict.context, ...skew })
}

async function ask<T>(
  line: CloudLine,
  call: LineCall,
  judge: (reply: LineReply) => Verdict<T>,
  signal: AbortSignal,
): Promise<Verdict<T>> {
  try {
    const reply = await line.send(call, signal)
    const verdict = judge(reply)
    if (verdict.kind === 'value' || verdict.code !== 'CLOUD_BUSY') return verdict
    // The line reads this of a 429 alone; both clouds ask to wait with other statuses too.
    const retryAfterMs = readRetryAfter(reply.headers, line.now())
    return retryAfterMs === null ? verdict : { ...verdict, context: { ...verdict.context, retryAfterMs } }
  } catch (error) {
    if (!(error instanceof FlashlineError) || !(error.cause instanceof LineFailure)) throw error
    const verdict = judge(error.cause.reply)
    // A failing server whose words say nothing has failed all the same.
    if (verdict.kind === 'value' || verdict.code === 'CLOUD_REPLY') throw error
    return { ...verdict, context: { ...error.context, ...verdict.context } }
  }
}

/** What a server said, fit for an error's context: secrets replaced, of bounded length. */
export function quote(text: string, secrets: readonly string[]): string {
  return hideValues(text, secrets).trim().slice(0, MESSAGE_MAX_CHARS)
}

/** Pages begin in many ways; a comment or a declaration may stand before the mark. */
const HEAD_MAX_CHARS = 1000

/** Why a text that should have been JSON is not: `html` is a page of something in between. */
export function notJson(text: string): 'html' | 'xml' | 'json' {
  if (!/^\s*</.test(text)) return 'json'
  return /<(!doctype\s+html|html|head|body)\b/i.test(text.slice(0, HEAD_MAX_CHARS)) ? 'html' : 'xml'
}

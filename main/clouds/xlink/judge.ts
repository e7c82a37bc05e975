// What an answer of the XLINK v2 upgrade service stands for: its JSON, or a failure as a code of our table. Pure.
// Error shape: {"error":{"code","msg","reason"}}; the first three digits of a code are its HTTP status.
import { z } from 'zod'
import { type ErrorCode, type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'
import type { LineReply } from '../line/line.ts'
import { blankToUndefined, wireInt, wireTextOptional, xlinkCodes } from './wire.ts'

const TEXT_MAX_CHARS = 200
const READ_MAX_CHARS = 1024 * 1024

const tokenCodes: ReadonlySet<number> = new Set([
  xlinkCodes.tokenNeeded,
  xlinkCodes.tokenInvalid,
  xlinkCodes.tokenExpired,
  xlinkCodes.tokenReplaced,
])
/** Those after which a new session may do. */
const endedCodes: ReadonlySet<number> = new Set([
  xlinkCodes.tokenInvalid,
  xlinkCodes.tokenExpired,
  xlinkCodes.tokenReplaced,
])
const forbiddenCodes: ReadonlySet<number> = new Set([
  xlinkCodes.forbidden,
  xlinkCodes.corpNeeded,
  xlinkCodes.adminNeeded,
  xlinkCodes.rightTooLow,
  xlinkCodes.rightDenied,
])

const errorReader = z.object({
  error: z.object({
    code: wireInt(0, 9_999_999).nullable().catch(null),
    msg: wireTextOptional(READ_MAX_CHARS).catch(''),
    reason: wireTextOptional(READ_MAX_CHARS).catch(''),
  }),
})

/** Any error, also one that cannot be read. */
const errorSaid = z.object({
  error: z.unknown().refine((error) => blankToUndefined(error) !== undefined && error !== false),
})

/** What a refusing service said, for an error's context. */
export interface CloudWords {
  readonly status: number
  readonly cloudCode: number | null
  readonly reason: string
  readonly message: string
}

/** An answer, parsed once. */
export interface Answer {
  readonly status: number
  /** Trimmed. */
  readonly text: string
  /** Undefined when the text is none. */
  readonly json: unknown
}

export function parseReply(reply: LineReply): Answer {
  const text = reply.text.trim()
  return { status: reply.status, text, json: parse(text) }
}

/** `hide` takes secrets out of a text that the service may have repeated. */
export function cloudWords(answer: Answer, hide: (text: string) => string): CloudWords {
  const parsed = errorReader.safeParse(answer.json)
  const error = parsed.success ? parsed.data.error : null
  const shown = (text: string) => hide(text).slice(0, TEXT_MAX_CHARS)
  return {
    status: answer.status,
    cloudCode: error?.code ?? null,
    reason: shown(error?.reason ?? ''),
    message: shown(error?.msg ?? ''),
  }
}

/** The code that a refusal stands for; null for a success. A success status with an error inside is a failure. */
export function judge(answer: Answer, cloudCode: number | null): ErrorCode | null {
  const { status } = answer
  if (status >= 200 && status < 300 && !errorSaid.safeParse(answer.json).success) return null
  if (cloudCode !== null && tokenCodes.has(cloudCode)) return 'CLOUD_TOKEN'
  if (cloudCode !== null && forbiddenCodes.has(cloudCode)) return 'CLOUD_FORBIDDEN'
  const said = status >= 400 || cloudCode === null ? status : Math.floor(cloudCode / 10_000)
  if (said >= 500) return 'CLOUD_SERVER'
  if (said === 429) return 'CLOUD_BUSY'
  if (said === 401) return 'CLOUD_TOKEN'
  if (said === 403) return 'CLOUD_FORBIDDEN'
  if (said >= 400) return 'CLOUD_REFUSED'
  // A redirect, or an error that names no status.
  return 'CLOUD_REPLY'
}

/** The JSON of an answer; undefined when there is no body. CLOUD_REPLY {reason: 'html' | 'json'} */
export function readJson(answer: Answer): unknown {
  const { text, json } = answer
  if (json !== undefined || text === '') return json
  // A sign-in page in between also answers 200; it must not pass for an acknowledgement.
  throw new FlashlineError('CLOUD_REPLY', { reason: text.startsWith('<') ? 'html' : 'json' })
}

/** Refused with exactly these: the service's own word, not that of something on the way to it. */
export function isRefused(error: unknown, status: number, cloudCode: number): error is FlashlineError {
  return isRefusal(error) && error.context.status === status && error.context.cloudCode === cloudCode
}

/** The host has no such call. */
export function isUrlMissing(error: unknown): boolean {
  if (!isRefusal(error)) return false
  const { status, cloudCode } = error.context
  return status === 405 || cloudCode === xlinkCodes.urlMissing || (status === 404 && cloudCode === null)
}

/** The service says in so many words that this token was good once. */
export function saysTokenEnded({ code, context }: FlashlineError): boolean {
  return code === 'CLOUD_TOKEN' && typeof context.cloudCode === 'number' && endedCodes.has(context.cloudCode)
}

/** The session has ended; a new one may do. */
export function isTokenEnded(error: unknown): boolean {
  if (!(error instanceof FlashlineError) || error.code !== 'CLOUD_TOKEN') return false
  return error.context.status === 401 || saysTokenEnded(error)
}

function isRefusal(error: unknown): error is FlashlineError {
  return error instanceof FlashlineError && error.code === 'CLOUD_REFUSED'
}

/** TASK_NOT_FOUND for 404/4041013, anything else as it is. */
export function taskRefusal(error: unknown, taskId: string): unknown {
  if (!isRefused(error, 404, xlinkCodes.taskMissing)) return error
  const context: ErrorContext = { ...error.context, taskId }
  return new FlashlineError('TASK_NOT_FOUND', context, { cause: error })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// What went wrong with a call, as a code the screens can put into words. Not the words: error-texts.ts.
import { ORPCError } from '@orpc/client'
import { type ErrorText, errorText, errorTexts, type Language } from '../../preload/contract/error-texts.ts'
import type { ErrorCode, ErrorContext } from '../../preload/contract/errors.ts'

/** `code` null: the station did not answer. */
export interface CallError {
  readonly code: ErrorCode | null
  readonly context: ErrorContext
}

export function callErrorOf(error: unknown): CallError {
  if (!(error instanceof ORPCError)) return { code: null, context: {} }
  const data: unknown = error.data
  if (isCoded(data)) return { code: data.code, context: data.context ?? {} }
  if (error.code === 'BAD_REQUEST') return { code: 'INPUT_INVALID', context: { field: firstField(data) } }
  return { code: 'SOFTWARE', context: {} }
}

export function callErrorText(error: CallError, language: Language, unanswered: ErrorText): ErrorText {
  return error.code === null ? unanswered : errorText({ code: error.code, context: error.context }, language)
}

function isCoded(data: unknown): data is { code: ErrorCode; context?: ErrorContext } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'code' in data &&
    typeof data.code === 'string' &&
    data.code in errorTexts
  )
}

/** Where the input was wrong: `settings.cloud.baseUrl`; null when the station does not say. */
function firstField(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues))
    return null
  const issue: unknown = data.issues[0]
  if (typeof issue !== 'object' || issue === null || !('path' in issue) || !Array.isArray(issue.path))
    return null
  return issue.path.map(String).join('.') || null
}

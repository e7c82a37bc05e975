// The error that carries a code of the table. Thrown everywhere; unknown errors are wrapped once, at a boundary,
// by asFlashlineError().
import { type ErrorCode, type ErrorContext, errorTable } from './errors.ts'

export class FlashlineError extends Error {
  readonly code: ErrorCode
  readonly context: ErrorContext

  constructor(code: ErrorCode, context: ErrorContext = {}, options: { cause?: unknown } = {}) {
    super(`${code}${Object.keys(context).length > 0 ? ` ${JSON.stringify(context)}` : ''}`, options)
    this.name = 'FlashlineError'
    this.code = code
    this.context = context
  }

  get row(): (typeof errorTable)[ErrorCode] {
    return errorTable[this.code]
  }
}

/** The error itself when it already carries a code, else SOFTWARE with the original as cause. */
export function asFlashlineError(error: unknown): FlashlineError {
  if (error instanceof FlashlineError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new FlashlineError('SOFTWARE', { message: message.slice(0, 500) }, { cause: error })
}

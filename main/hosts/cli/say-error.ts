// How a failure is told on standard error: what failed, what to do, the code.
import {
  type ErrorCode,
  type ErrorContext,
  errorText,
  type Language,
} from '../../../preload/contract/index.ts'
import { printable } from './printable.ts'

export function errorLines(
  error: { readonly code: ErrorCode; readonly context: ErrorContext },
  language: Language,
): string {
  const { title, remedy } = errorText(error, language)
  return `${printable(title)}\n${printable(remedy)}\n${error.code}\n`
}

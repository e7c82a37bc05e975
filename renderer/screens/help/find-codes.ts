// Which error codes fit what was typed or scanned: the code itself first, then codes and sentences that have the words. Pure.

import type { ErrorCode } from '../../../preload/contract/error-table.ts'
import { errorText, errorTexts, type Language } from '../../../preload/contract/error-texts.ts'

const codes = Object.keys(errorTexts) as ErrorCode[]

export function findCodes(typed: string, language: Language): ErrorCode[] {
  // People read a code aloud with blanks or hyphens.
  const asCode = typed
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_')
  if (asCode === '') return []
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const rank = (code: ErrorCode) => {
    if (code === asCode) return 0
    if (code.startsWith(asCode)) return 1
    if (code.includes(asCode)) return 2
    const { title, remedy } = errorText({ code, context: {} }, language)
    if (words.every((word) => title.toLowerCase().includes(word))) return 3
    return words.every((word) => `${title} ${remedy}`.toLowerCase().includes(word)) ? 4 : null
  }
  return codes
    .map((code) => ({ code, rank: rank(code) }))
    .filter((found): found is { code: ErrorCode; rank: number } => found.rank !== null)
    .sort((one, other) => one.rank - other.rank)
    .map(({ code }) => code)
}

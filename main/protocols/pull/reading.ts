// Reads what a device says about its fetch. Pure and bounded; what is not there is null, never an error, since anybody may
// write into a topic.
import { shown } from '../lan/device-answer.ts'
import { valueAt } from '../lan/version-query.ts'
import type { FollowWords } from './follow-options.ts'

/** Longer messages are no messages of a device. */
const maxBytes = 16 * 1024

export function payloadText(payload: Uint8Array): string {
  return new TextDecoder().decode(payload.subarray(0, maxBytes))
}

export interface Word {
  readonly percent: number | null
  readonly isDone: boolean
  /** Null: it has not failed. */
  readonly failed: { readonly said: string; readonly step: number | null } | null
}

/** What a message means for the fetch. `secrets` are not repeated. */
export function readWord(text: string, words: FollowWords, secrets: readonly string[] = []): Word {
  const { percent: place, reason, done, failed } = words
  const number = place === null ? null : wholeNumber(valueAt(text, place))
  const hasFailed = (number !== null && number < 0) || (failed !== '' && new RegExp(failed).test(text))
  const why = reason === null ? null : valueAt(text, reason)
  const isDone = (number !== null && number >= 100) || (done !== '' && new RegExp(done).test(text))
  return {
    percent: number !== null && number >= 0 ? number : null,
    isDone: isDone && !hasFailed,
    failed: hasFailed ? { said: shown(why ?? text, { secrets }), step: number } : null,
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^-?\d{1,5}(?:\.\d{1,9})?%?$/.test(text) ? Number.parseInt(text, 10) : null
}

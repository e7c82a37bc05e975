// Guessing PINs: after five wrong ones in a row an operator's PIN is not looked at for a minute, also not the right one.
// In memory only: whoever can restart the station can also read its folder.
import { FlashlineError } from '../../preload/contract/index.ts'

const mostWrong = 5
const lockedMs = 60_000

export class PinGuard {
  /** Only of operators that there are, so it grows no further than they do. */
  readonly #wrong = new Map<string, { count: number; lockedUntilMs: number }>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** PIN_LOCKED {untilAt} */
  refuseLocked(operatorId: string): void {
    const { lockedUntilMs = 0 } = this.#wrong.get(operatorId) ?? {}
    if (this.#now().getTime() < lockedUntilMs) throw locked(lockedUntilMs)
  }

  /** Counts a wrong one. Returns PIN_WRONG {attemptsLeft}, or PIN_LOCKED for the last one. */
  wrong(operatorId: string): FlashlineError {
    const count = (this.#wrong.get(operatorId)?.count ?? 0) + 1
    if (count < mostWrong) {
      this.#wrong.set(operatorId, { count, lockedUntilMs: 0 })
      return new FlashlineError('PIN_WRONG', { attemptsLeft: mostWrong - count })
    }
    const lockedUntilMs = this.#now().getTime() + lockedMs
    this.#wrong.set(operatorId, { count: 0, lockedUntilMs })
    return locked(lockedUntilMs)
  }

  /** The right one was given, or it has a new one. */
  forget(operatorId: string): void {
    this.#wrong.delete(operatorId)
  }
}

const locked = (untilMs: number) =>
  new FlashlineError('PIN_LOCKED', { untilAt: new Date(untilMs).toISOString() })

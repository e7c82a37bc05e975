// Guessing passwords: after ten wrong ones in a row an account takes none for a minute, also not the right one.
// In memory only: a restart is no way to guess faster.
import { CloudRefusal, type RefusalReason } from '../cloud-refusal.ts'

const MAX_FAILURES = 10
const LOCKED_MS = 60_000

export interface LoginGuard {
  /** Resolves when `verify` says yes; refuses with `refusal` when it says no, with ACCOUNT_LOCKED while locked. */
  attempt(account: string, refusal: RefusalReason, verify: () => boolean | Promise<boolean>): Promise<void>
}

export function createLoginGuard(now: () => Date): LoginGuard {
  // Only of accounts that there are, so it grows no further than they do.
  const failed = new Map<string, { count: number; lastAtMs: number }>()

  function refuseLocked(account: string): void {
    const { count = 0, lastAtMs = 0 } = failed.get(account) ?? {}
    if (count < MAX_FAILURES) return
    if (now().getTime() - lastAtMs < LOCKED_MS) throw new CloudRefusal('ACCOUNT_LOCKED')
    failed.delete(account)
  }

  return {
    async attempt(account, refusal, verify) {
      refuseLocked(account)
      const isRight = await verify()
      // Again: many guesses may have been under way at once, and one of them may be right.
      refuseLocked(account)
      if (isRight) {
        failed.delete(account)
        return
      }
      failed.set(account, { count: (failed.get(account)?.count ?? 0) + 1, lastAtMs: now().getTime() })
      throw new CloudRefusal(refusal)
    },
  }
}

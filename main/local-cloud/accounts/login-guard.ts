// Guessing passwords: after ten wrong ones in a row an account takes none for a minute, also not the right one. Counted in the
// database: neither a restart nor another local cloud on the same database is a way to guess faster.
import type { CloudDatabase, CloudDb } from '../cloud-database.ts'
import { CloudRefusal, type RefusalReason } from '../cloud-refusal.ts'
import { keptQuery } from '../database/kept-query.ts'

const MAX_FAILURES = 10
const LOCKED_MS = 60_000

/** Only of accounts that there are, so there are no more of them. */
export interface FailedLoginRow {
  readonly account: string
  readonly failures: number
  readonly last_at_ms: number
}

export interface LoginGuard {
  /** Resolves when `verify` says yes; refuses with `refusal` when it says no, with ACCOUNT_LOCKED while locked. */
  attempt(account: string, refusal: RefusalReason, verify: () => boolean | Promise<boolean>): Promise<void>
}

const findFailed = keptQuery(({ queries }, { account }: { account: string }) =>
  queries.selectFrom('failed_logins').selectAll().where('account', '=', account),
)
const putFailed = keptQuery(({ queries }, { account, failures, last_at_ms }: FailedLoginRow) =>
  queries
    .insertInto('failed_logins')
    .values({ account, failures, last_at_ms })
    .onConflict((on) =>
      on.column('account').doUpdateSet((set) => ({
        failures: set.ref('excluded.failures'),
        last_at_ms: set.ref('excluded.last_at_ms'),
      })),
    ),
)
const removeFailed = keptQuery(({ queries }, { account }: { account: string }) =>
  queries.deleteFrom('failed_logins').where('account', '=', account),
)

export function createLoginGuard(db: CloudDatabase, now: () => Date): LoginGuard {
  /** How often it failed in a row; an account that was locked long enough begins anew. ACCOUNT_LOCKED. */
  async function failuresOf(inside: CloudDb, account: string): Promise<number> {
    const { failures = 0, last_at_ms = 0 } = (await findFailed.first(inside, { account })) ?? {}
    if (failures < MAX_FAILURES) return failures
    if (now().getTime() - last_at_ms < LOCKED_MS) throw new CloudRefusal('ACCOUNT_LOCKED')
    return 0
  }

  return {
    async attempt(account, refusal, verify) {
      await failuresOf(db, account)
      const isRight = await verify()
      await db.write([`login ${account}`], async (inside) => {
        // Again: many guesses may have been under way at once, and one of them may be right.
        const failures = await failuresOf(inside, account)
        if (isRight) await removeFailed.run(inside, { account })
        else await putFailed.run(inside, { account, failures: failures + 1, last_at_ms: now().getTime() })
      })
      if (!isRight) throw new CloudRefusal(refusal)
    },
  }
}

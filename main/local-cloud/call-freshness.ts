// Whether a signed call is fresh: its time near ours, its nonce not used before. Where this process alone serves from the
// database, nonces are kept in memory and bounded: a restart forgets, and when more calls come than are remembered, the oldest
// nonces are forgotten first. Where several do, they are in the database.
import type { CloudDatabase } from './cloud-database.ts'
import { keptQuery } from './database/kept-query.ts'

const WINDOW_MS = 15 * 60_000
const MAX_NONCES = 200_000
const CLEANED_EVERY_MS = 60_000

export const NONCE_MAX_CHARS = 100

/** On PostgreSQL only. */
export interface SpentNonceRow {
  readonly key: string
  readonly nonce: string
  readonly until_ms: number
}

export interface CallFreshness {
  /** At most fifteen minutes before or after our time. NaN is not. */
  isTimely(atMs: number): boolean
  /**
   * False when this key has used the nonce before. Remembered for fifteen minutes, and for as long as the call's time
   * lets the call be repeated. Ask only after the signature was found right: else anybody could use a nonce up.
   */
  spendNonce(key: string, nonce: string, atMs: number): Promise<boolean>
}

/** False when it is spent already, and not over. */
type Spend = (entry: SpentNonceRow, nowMs: number) => Promise<boolean>

interface FreshnessParts {
  readonly db: CloudDatabase
  readonly now: () => Date
}

export function createCallFreshness({ db, now }: FreshnessParts): CallFreshness {
  const spend = db.isShared ? spendIn(db) : spendInMemory()
  return {
    isTimely: (atMs) => Math.abs(now().getTime() - atMs) <= WINDOW_MS,
    spendNonce(key, nonce, atMs) {
      const nowMs = now().getTime()
      return spend({ key, nonce, until_ms: Math.max(nowMs, atMs) + WINDOW_MS }, nowMs)
    },
  }
}

function spendInMemory(): Spend {
  /** Until when each is remembered, oldest first. */
  const used = new Map<string, number>()
  return async ({ key, nonce, until_ms }, nowMs) => {
    const entry = `${key}\n${nonce}`
    if ((used.get(entry) ?? 0) >= nowMs) return false
    used.delete(entry)
    used.set(entry, until_ms)
    for (const [oldest, untilMs] of used) {
      if (untilMs >= nowMs && used.size <= MAX_NONCES) break
      used.delete(oldest)
    }
    return true
  }
}

const spendOne = keptQuery(({ queries }, given: SpentNonceRow & { nowMs: number }) =>
  queries
    .insertInto('spent_nonces')
    .values({ key: given.key, nonce: given.nonce, until_ms: given.until_ms })
    .onConflict((on) =>
      on
        .columns(['key', 'nonce'])
        .doUpdateSet((set) => ({ until_ms: set.ref('excluded.until_ms') }))
        .where('spent_nonces.until_ms', '<', given.nowMs),
    ),
)
const forgetOver = keptQuery(({ queries }, { nowMs }: { nowMs: number }) =>
  queries.deleteFrom('spent_nonces').where('until_ms', '<', nowMs),
)

function spendIn(db: CloudDatabase): Spend {
  let cleanedMs = Number.NEGATIVE_INFINITY
  return async (entry, nowMs) => {
    if (nowMs - cleanedMs > CLEANED_EVERY_MS) {
      cleanedMs = nowMs
      await forgetOver.run(db, { nowMs })
    }
    return (await spendOne.run(db, { ...entry, nowMs })) > 0
  }
}

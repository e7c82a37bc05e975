// Who is signed in: one entry for each sign-in, by its token. In memory only: after a restart everybody signs in again.
// What a session may do is the operator's role, which operator-desk.ts looks up at each call.
import { randomBytes } from 'node:crypto'

const tokenBytes = 32
/** Far more than a station has screens; the longest unused goes first. */
const mostSessions = 500

interface SignedIn {
  readonly operatorId: string
  usedAtMs: number
}

export class Sessions {
  /** In the order of signing in. */
  readonly #sessions = new Map<string, SignedIn>()
  readonly #idleMinutes: () => number
  readonly #now: () => Date

  /** `idleMinutes`: without a call after which a session ends; 0: never. */
  constructor(idleMinutes: () => number, now: () => Date) {
    this.#idleMinutes = idleMinutes
    this.#now = now
  }

  /** Returns its token. */
  begin(operatorId: string): string {
    if (this.#sessions.size >= mostSessions) {
      const [oldest] = [...this.#sessions].toSorted(([, one], [, two]) => one.usedAtMs - two.usedAtMs)
      if (oldest) this.#sessions.delete(oldest[0])
    }
    const token = randomBytes(tokenBytes).toString('base64url')
    this.#sessions.set(token, { operatorId, usedAtMs: this.#now().getTime() })
    return token
  }

  /** Whose it is; null: it has ended, or never was. */
  operatorIdOf(token: string | null): string | null {
    return (token === null ? undefined : this.#sessions.get(token)?.operatorId) ?? null
  }

  /** Whoever signed in last and has not signed out. */
  get lastOperatorId(): string | null {
    return [...this.#sessions.values()].at(-1)?.operatorId ?? null
  }

  use(token: string | null): void {
    const session = token === null ? undefined : this.#sessions.get(token)
    if (session) session.usedAtMs = this.#now().getTime()
  }

  end(token: string | null): void {
    if (token !== null) this.#sessions.delete(token)
  }

  /** All of one operator, but the one of this token. */
  endOf(operatorId: string, kept: string | null = null): void {
    for (const [token, session] of this.#sessions)
      if (session.operatorId === operatorId && token !== kept) this.#sessions.delete(token)
  }

  /** True: some were idle for too long and have ended. */
  endIdle(): boolean {
    const idleMs = this.#idleMinutes() * 60_000
    if (idleMs === 0) return false
    const before = this.#sessions.size
    const nowMs = this.#now().getTime()
    for (const [token, { usedAtMs }] of this.#sessions)
      if (nowMs - usedAtMs >= idleMs) this.#sessions.delete(token)
    return this.#sessions.size < before
  }
}

// One caller of the contract: a connection of a screen or of other software, and whose session it uses. Carriers make
// one for each connection (for each request where there is no connection) and never look inside.
import type { Session } from '../../preload/contract/index.ts'

export interface Caller {
  /** Of a session; null: has not signed in. Changed by signing in and out. */
  token: string | null
  /** Came with the key of the station itself: factory software, which no person signs in for. */
  readonly isKeyHolder: boolean
}

/** What a carrier hands in with every call. */
export interface CallContext {
  readonly caller: Caller
}

/** What a procedure gets besides. */
export interface SessionContext extends CallContext {
  readonly session: Session
}

/** Who a caller is; operator-desk.ts knows. */
export interface SessionSource {
  sessionOf(caller: Caller): Session
  /** The caller asks for something that not anyone may: the session is in use. */
  used(caller: Caller): void
}

export const createCaller = (isKeyHolder = false, token: string | null = null): Caller => ({
  isKeyHolder,
  token,
})

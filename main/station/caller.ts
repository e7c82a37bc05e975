// One caller of the contract: a connection of a screen or of other software, and whose session it uses. Carriers make
// one for each connection (for each request where there is no connection) and never look inside.
import type { Session } from '../../preload/contract/index.ts'

export interface Caller {
  /** Of a session; null: has not signed in. Changed by signing in and out. */
  token: string | null
  /** Came with the key of the station itself: factory software, which no person signs in for. */
  readonly isKeyHolder: boolean
  /** Factory software with a token of its own; left out: somebody else. */
  readonly clientId?: string
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

export const clientCaller = (clientId: string): Caller => ({ isKeyHolder: false, token: null, clientId })

/** Who a record names. `usual`: where nobody has signed in. */
export function recordedName({ client, operator }: Session, usual: string): string {
  return client ? `client:${client.name}` : (operator?.name ?? usual)
}

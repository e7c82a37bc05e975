// The session of this page: who signed in here, kept for as long as the browser's tab lives, so that a reload or a lost
// connection needs no PIN again. The station decides what a session is worth; here is only its token.
import type { Session } from '../../preload/contract/operators.ts'
import { openSignIn, setSession, showNotice, useStation } from '../store/station-store.ts'
import { callErrorOf } from './call-error.ts'
import type { StationClient } from './client.ts'

const storageKey = 'flashline.session'

/** On a new connection: the session of before where it still holds, else whatever this connection is. */
export async function takeUpSession(client: StationClient): Promise<void> {
  setSession(await resumed(client))
}

async function resumed(client: StationClient): Promise<Session> {
  const token = readToken()
  if (token === null) return client.operators.current()
  try {
    return await client.operators.resume({ token })
  } catch (error) {
    if (callErrorOf(error).code !== 'SIGN_IN_NEEDED') throw error
    keepToken(null)
    return client.operators.current()
  }
}

export interface GivenPin {
  readonly operatorId: string
  readonly pin: string
  /** The old one has expired. */
  readonly newPin?: string
}

/** PIN_WRONG, PIN_LOCKED, PIN_EXPIRED, OPERATOR_UNKNOWN */
export async function signIn(client: StationClient, given: GivenPin): Promise<void> {
  const { token, session } = await client.operators.signIn(given)
  keepToken(token)
  setSession(session)
  openSignIn(false)
  if (useStation.getState().notice?.code === 'SIGN_IN_NEEDED') showNotice(null)
}

export async function signOut(client: StationClient): Promise<void> {
  keepToken(null)
  setSession(await client.operators.signOut())
}

/** Who is what has changed, perhaps here too. */
export async function askSession(client: StationClient): Promise<void> {
  setSession(await client.operators.current())
}

/** A call of whatever screen was refused because nobody is signed in any more: says so, and asks for a PIN. */
export function noteRefusal(error: unknown): void {
  const { client, session } = useStation.getState()
  if (callErrorOf(error).code !== 'SIGN_IN_NEEDED' || client === null || session === null) return
  setSession({ open: false, operator: null, role: null })
  openSignIn(true)
}

function readToken(): string | null {
  try {
    return sessionStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function keepToken(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, token)
  } catch {
    // A browser that stores nothing asks for the PIN after each reload.
  }
}

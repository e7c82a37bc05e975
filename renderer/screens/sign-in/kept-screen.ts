// Which screen stays alive, unseen, while nobody is signed in, and for whom: a form that is half filled in is not lost by
// the end of a session, and never shown to somebody else. Pure.
import type { Session } from '../../../preload/contract/operators.ts'
import type { Admission } from '../../components/screen-access.ts'
import type { Screen } from '../../components/use-screen.ts'

export interface Kept {
  readonly screen: Screen
  /** Null: nobody in particular, on a station without operators. */
  readonly operatorId: string | null
  /** Grows when another person takes over: the screens begin anew. */
  readonly turn: number
}

/** After `session` was let in to `screen`. The same object when nothing has changed. */
export function keepScreen(kept: Kept | null, screen: Screen, session: Session | null): Kept | null {
  // On the bench nobody has to sign in: whoever was there before keeps what they left elsewhere.
  if (session === null || session.role === null) return kept
  const operatorId = session.operator?.operatorId ?? null
  if (kept?.screen === screen && kept.operatorId === operatorId) return kept
  // Whoever makes the first operator becomes it, and is the same person.
  const isOther = kept !== null && kept.operatorId !== null && kept.operatorId !== operatorId
  return { screen, operatorId, turn: (kept?.turn ?? 0) + (isOther ? 1 : 0) }
}

export function showsKept(kept: Kept | null, screen: Screen, admission: Admission): boolean {
  return admission === 'signIn' && kept?.screen === screen && kept.operatorId !== null
}

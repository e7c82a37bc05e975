// Which screens a role is offered, and what somebody sees who opens one by its address. Pure. The station decides by
// itself what each call needs (preload/contract/permissions.ts); a screen is offered from the role that can work with it.
import type { Session } from '../../preload/contract/operators.ts'
import { type Access, mayCall } from '../../preload/contract/permissions.ts'
import { type Screen, screens } from './use-screen.ts'

export const screenAccess: Readonly<Record<Screen, Access>> = {
  bench: 'anyone',
  tasks: 'technician',
  firmware: 'support',
  devices: 'technician',
  lan: 'support',
  history: 'technician',
  statistics: 'technician',
  settings: 'support',
}

/** `unknown`: the station has not said yet who this is. */
export type Admission = 'admitted' | 'signIn' | 'roleTooLow' | 'unknown'

export function admissionTo(screen: Screen, session: Session | null): Admission {
  const access = screenAccess[screen]
  if (access === 'anyone') return 'admitted'
  if (session === null) return 'unknown'
  if (mayCall(access, session.role)) return 'admitted'
  return session.role === null ? 'signIn' : 'roleTooLow'
}

/** In the order of the rail. Nobody yet: all, since signing in may open any of them. */
export function offeredScreens(session: Session | null): Screen[] {
  return screens.filter((screen) => admissionTo(screen, session) !== 'roleTooLow')
}

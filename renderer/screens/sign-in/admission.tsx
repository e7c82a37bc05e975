// Lets a screen be seen by whoever may: else the page to sign in, or the one that says whom it is for. What a person has
// half done on a screen survives the end of the session, and is there again when the same person signs in.
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { admissionTo } from '../../components/screen-access.ts'
import type { Screen } from '../../components/use-screen.ts'
import { useStation } from '../../store/station-store.ts'
import { type Kept, keepScreen, showsKept } from './kept-screen.ts'

// Loaded when somebody is not let in: most of the time everybody is.
const SignInPage = lazy(async () => ({ default: (await import('./sign-in-page.tsx')).SignInPage }))
const RoleTooLow = lazy(async () => ({ default: (await import('./role-too-low.tsx')).RoleTooLow }))

export interface AdmissionProps {
  readonly screen: Screen
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Admission({ screen, className, children }: AdmissionProps) {
  const session = useStation((state) => state.session)
  const [kept, setKept] = useState<Kept | null>(null)
  const admission = admissionTo(screen, session)
  const now = admission === 'admitted' ? keepScreen(kept, screen, session) : kept
  if (now !== kept) setKept(now)
  const isAdmitted = admission === 'admitted'
  return (
    <>
      {(isAdmitted || showsKept(now, screen, admission)) && (
        <div
          key={screen === 'bench' ? 'bench' : now?.turn}
          className={isAdmitted ? className : undefined}
          hidden={!isAdmitted}
        >
          {children}
        </div>
      )}
      <Suspense fallback={null}>
        {admission === 'signIn' && <SignInPage />}
        {admission === 'roleTooLow' && session && <RoleTooLow screen={screen} session={session} />}
      </Suspense>
    </>
  )
}

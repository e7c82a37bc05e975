// A screen that only somebody signed in may see, for whoever is not. data-testid: sign-in-page.
import { IconUserCircle } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './sign-in.module.css'
import { SignInPanel } from './sign-in-panel.tsx'

export function SignInPage() {
  const { t } = useTexts()
  const dialogOpen = useStation((state) => state.signInOpen)
  return (
    <div className={classes.page} data-testid="sign-in-page">
      <section className={classes.card}>
        <div className={classes.cardHead}>
          <IconUserCircle size={30} aria-hidden="true" />
          <div>
            <h1>{t('signIn.needed')}</h1>
            <p>{t('signIn.neededDetail')}</p>
          </div>
        </div>
        {!dialogOpen && <SignInPanel />}
      </section>
    </div>
  )
}

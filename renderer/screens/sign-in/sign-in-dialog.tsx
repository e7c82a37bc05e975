// The panel over whatever screen is shown: opened by a person, or because a call was refused for want of a session.
import { CloseButton } from '@mantine/core'
import { useModal } from '../../components/use-modal.ts'
import { openSignIn } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './sign-in.module.css'
import { SignInPanel } from './sign-in-panel.tsx'

export function SignInDialog() {
  const { t } = useTexts()
  const modal = useModal(() => openSignIn(false))
  return (
    <dialog {...modal} className={classes.dialog} aria-label={t('signIn.title')} data-testid="sign-in-dialog">
      <div className={classes.dialogHead}>
        {t('signIn.title')}
        <CloseButton
          aria-label={t('app.close')}
          data-testid="sign-in-close"
          onClick={() => openSignIn(false)}
        />
      </div>
      <SignInPanel />
    </dialog>
  )
}

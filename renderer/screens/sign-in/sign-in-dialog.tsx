// The panel over whatever screen is shown: opened by a person, or because a call was refused for want of a session. The
// browser's own dialog: it keeps the focus inside, closes with Escape, and needs no style element.
import { CloseButton } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { openSignIn } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './sign-in.module.css'
import { SignInPanel } from './sign-in-panel.tsx'

export function SignInDialog() {
  const { t } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label={t('signIn.title')}
      data-testid="sign-in-dialog"
      onClose={() => openSignIn(false)}
    >
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

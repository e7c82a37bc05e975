// Says to whoever has not signed in that this is only to look at, and lets them sign in; also in kiosk, without a rail.
// data-testid: looking-banner, looking-sign-in.
import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { openSignIn, useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './account.module.css'
import type { Screen } from './use-screen.ts'

export function LookingBanner({ screen }: { screen: Screen }) {
  const { t } = useTexts()
  const isNobody = useStation(({ session }) => session !== null && session.role === null)
  // Elsewhere the whole page says so.
  if (!isNobody || screen !== 'bench') return null
  return (
    <div className={classes.looking} role="note" data-testid="looking-banner">
      <IconEye size={20} aria-hidden="true" />
      <span>{t('signIn.looking')}</span>
      <Button size="xs" data-testid="looking-sign-in" onClick={() => openSignIn(true)}>
        {t('signIn.title')}
      </Button>
    </div>
  )
}

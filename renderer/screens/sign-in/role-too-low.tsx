// A screen that is not for the role of whoever opened it: whom it is for, and where to go instead.
// data-testid: role-too-low, role-switch, to-bench.
import { Button } from '@mantine/core'
import { IconLayoutGrid, IconLock } from '@tabler/icons-react'
import type { Session } from '../../../preload/contract/operators.ts'
import { screenAccess } from '../../components/screen-access.ts'
import type { Screen } from '../../components/use-screen.ts'
import { openSignIn } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './sign-in.module.css'

export function RoleTooLow({ screen, session }: { screen: Screen; session: Session }) {
  const { t } = useTexts()
  const access = screenAccess[screen]
  if (access === 'anyone' || session.role === null) return null
  return (
    <div className={classes.page} data-testid="role-too-low">
      <section className={classes.card}>
        <div className={classes.cardHead}>
          <IconLock size={30} aria-hidden="true" />
          <div>
            <h1>{t('signIn.roleTooLow', { screen: t(`app.${screen}`) })}</h1>
            <p>
              {t('signIn.roleTooLowDetail', {
                name: session.operator?.name ?? '',
                role: t(`role.${session.role}`),
                needs: t(`role.${access}`),
              })}
            </p>
          </div>
        </div>
        <div className={classes.buttons}>
          <Button
            component="a"
            href="#/bench"
            leftSection={<IconLayoutGrid size={18} aria-hidden="true" />}
            data-testid="to-bench"
          >
            {t('signIn.toBench')}
          </Button>
          <Button variant="default" data-testid="role-switch" onClick={() => openSignIn(true)}>
            {t('account.switch')}
          </Button>
        </div>
      </section>
    </div>
  )
}

// Who is signed in, at the foot of the rail: switch, sign out; or the button to sign in. Nothing on a station without
// operators. data-testid: account (data-operator, data-role), account-switch, account-sign-out, sign-in.
import { Button, Popover } from '@mantine/core'
import { IconLogin2, IconLogout, IconSwitchHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import type { Operator } from '../../preload/contract/operators.ts'
import { signOut } from '../api/session.ts'
import { Avatar } from '../screens/sign-in/avatar.tsx'
import { openSignIn, useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './account.module.css'
import { ActionButton } from './action-button.tsx'

export function Account() {
  const { t } = useTexts()
  const session = useStation((state) => state.session)
  if (session?.operator) return <SignedIn operator={session.operator} />
  if (session === null || session.role !== null) return null
  return (
    <button type="button" className={classes.signIn} data-testid="sign-in" onClick={() => openSignIn(true)}>
      <IconLogin2 size={22} aria-hidden="true" />
      {t('signIn.title')}
    </button>
  )
}

function SignedIn({ operator }: { operator: Operator }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  const { operatorId, name, role } = operator
  const roleName = t(`role.${role}`)
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="right-end"
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.account}
          aria-label={t('account.label', { name, role: roleName })}
          data-testid="account"
          data-operator={operatorId}
          data-role={role}
          onClick={() => setOpen(!open)}
        >
          <Avatar name={name} role={role} size="sm" />
          <span className={classes.name}>{name}</span>
          <span className={classes.role}>{roleName}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown
        className={classes.menu ?? ''}
        aria-label={t('account.label', { name, role: roleName })}
      >
        <div className={classes.who}>
          <Avatar name={name} role={role} size="md" />
          <div>
            <b>{name}</b>
            <span>{roleName}</span>
          </div>
        </div>
        <p className={classes.hint}>{t('account.since')}</p>
        <Button
          variant="default"
          leftSection={<IconSwitchHorizontal size={18} aria-hidden="true" />}
          data-testid="account-switch"
          onClick={() => {
            setOpen(false)
            openSignIn(true)
          }}
        >
          {t('account.switch')}
        </Button>
        <ActionButton
          testId="account-sign-out"
          label={t('account.signOut')}
          icon={<IconLogout size={18} aria-hidden="true" />}
          ask={async (client) => {
            await signOut(client)
            setOpen(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

// A new token: whose, with which role, until when. data-testid: client-form, client-name, client-role-<role>, client-expires,
// client-make, client-cancel.
import { Button, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import type { ClientRole, NewClient } from '../../../../preload/contract/factory.ts'
import { roles } from '../../../../preload/contract/permissions.ts'
import type { CallError } from '../../../api/call-error.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useTexts } from '../../../text/i18n.ts'
import classes from './factory.module.css'

const offered: readonly ClientRole[] = ['reader', ...roles]

export function ClientForm({ made, close }: { made: (client: NewClient) => void; close: () => void }) {
  const { t } = useTexts()
  const [name, setName] = useState('')
  const [role, setRole] = useState<ClientRole>('reader')
  const [day, setDay] = useState('')
  const [failed, setFailed] = useState<CallError | null>(null)
  return (
    <div className={classes.form} data-testid="client-form">
      <b>{t('factory.clients.newTitle')}</b>
      <div className={classes.pair}>
        <TextInput
          label={t('factory.clients.name')}
          placeholder={t('factory.clients.namePlaceholder')}
          maxLength={40}
          value={name}
          data-testid="client-name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('factory.clients.expires')}
          description={t('factory.clients.expiresHint')}
          inputWrapperOrder={['label', 'input', 'description']}
          value={day}
          data-testid="client-expires"
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </div>
      <fieldset className={classes.roles}>
        <legend>{t('factory.clients.role')}</legend>
        {offered.map((one) => (
          <label key={one} className={classes.role} data-chosen={one === role}>
            <input
              type="radio"
              name="client-role"
              value={one}
              checked={one === role}
              data-testid={`client-role-${one}`}
              onChange={() => setRole(one)}
            />
            <span>
              <b>{one === 'reader' ? t('factory.clients.reader') : t(`role.${one}`)}</b>
              <span>{one === 'reader' ? t('factory.clients.readerDetail') : t(`role.detail.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <CallProblem error={failed} />
      <div className={classes.buttons}>
        <ActionButton
          testId="client-make"
          label={t('factory.clients.make')}
          icon={<IconKey size={18} aria-hidden="true" />}
          look="filled"
          reason={name.trim() === '' ? t('settings.fixFirst') : null}
          onFailed={setFailed}
          ask={async (client) => {
            // The day as the person's calendar has it.
            const expiresAt = day === '' ? null : new Date(`${day}T00:00:00`).toISOString()
            made(await client.clients.create({ name: name.trim(), role, expiresAt }))
            close()
          }}
        />
        <Button variant="default" data-testid="client-cancel" onClick={close}>
          {t('factory.cancel')}
        </Button>
      </div>
    </div>
  )
}

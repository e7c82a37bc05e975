// The secrets of one connection: they go in and never come out. Says which are stored, which are missing, and where
// they are kept. data-testid: connection-secret-<name> (data-stored: true, false, or unknown while the station was not asked).
import { PasswordInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { type SecretName, secretsOf } from '../../../../preload/contract/connection-facts.ts'
import { useTexts } from '../../../text/i18n.ts'
import { type ConnectionDraft, connectionOf } from './connection-draft.ts'
import { isStored } from './connection-state.ts'
import classes from './connections.module.css'
import type { StoredSecrets } from './use-stored-secrets.ts'

export interface SecretFieldsProps {
  readonly draft: ConnectionDraft
  readonly secrets: StoredSecrets | null
  readonly change: (part: Partial<ConnectionDraft>) => void
}

export function SecretFields({ draft, secrets, change }: SecretFieldsProps) {
  const { t } = useTexts()
  return (
    <fieldset className={classes.secrets} aria-label={t('connections.secrets')}>
      {secretsOf(connectionOf(draft)).map((name) => (
        <Secret
          key={name}
          name={name}
          value={draft.secrets[name] ?? ''}
          stored={secrets && isStored(draft.connectionId, name, secrets)}
          change={(value) => change({ secrets: { ...draft.secrets, [name]: value } })}
        />
      ))}
      {secrets && (
        <p className={classes.keptIn} data-testid="connection-kept-in" data-kept-in={secrets.keptIn}>
          <IconKey size={16} aria-hidden="true" /> {t(`connections.keptIn.${secrets.keptIn}`)}
        </p>
      )}
    </fieldset>
  )
}

interface SecretProps {
  readonly name: SecretName
  readonly value: string
  /** Null: not told yet. */
  readonly stored: boolean | null
  readonly change: (value: string) => void
}

function Secret({ name, value, stored, change }: SecretProps) {
  const { t } = useTexts()
  return (
    <PasswordInput
      label={t(`connections.secret.${name}`)}
      placeholder={stored === null ? '' : t(stored ? 'connections.stored' : 'connections.missing')}
      value={value}
      maxLength={4096}
      // A browser would put its own user's password here.
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
      classNames={{ root: classes.secret ?? '' }}
      data-testid={`connection-secret-${name}`}
      data-stored={stored ?? 'unknown'}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

// The plant's message broker and how it stands. data-testid: settings-lan-broker-url, -user, -password, -ca, -cert, -key,
// -state.
import { PasswordInput, Textarea, TextInput } from '@mantine/core'
import {
  IconCircleCheckFilled,
  IconCircleDashed,
  IconMessages,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react'
import { errorText } from '../../../../preload/contract/error-texts.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import classes from '../settings-screen.module.css'
import { type BrokerDraft, isBrokerSecretStored } from './lan-draft.ts'
import type { LanPanelProps } from './lan-panel.tsx'

const icons = {
  unset: IconCircleDashed,
  connecting: IconRefresh,
  up: IconCircleCheckFilled,
  down: IconPlugConnectedX,
}

export function BrokerFields({ draft, change, problems, secrets }: LanPanelProps) {
  const { t, language } = useTexts()
  const state = useStation((store) => store.picture?.broker)
  const { broker } = draft
  const put = (part: Partial<BrokerDraft>) => change({ broker: { ...broker, ...part } })
  const stored = secrets?.stored ?? []
  const said = state?.error ? errorText({ code: state.error, context: {} }, language) : null
  const StateIcon = icons[state?.state ?? 'unset']
  const placeholder = (name: 'password' | 'clientKey') =>
    isBrokerSecretStored(stored, name) ? t('lanSettings.stored') : ''
  return (
    <Section
      title={t('lanSettings.broker')}
      icon={<IconMessages size={20} aria-hidden="true" />}
      side={
        state && (
          <span
            className={classes.liveState}
            data-testid="settings-lan-broker-state"
            data-state={state.state}
          >
            <StateIcon size={17} aria-hidden="true" />
            {t(`lanSettings.state.${state.state}`)}
          </span>
        )
      }
    >
      <p className={classes.hint}>{t('lanSettings.brokerHint')}</p>
      {said && (
        <p className={classes.problem} role="note">
          <b>{t('app.sentence', { text: said.title })}</b> {said.remedy}
        </p>
      )}
      <TextInput
        label={t('lanSettings.brokerUrl')}
        description={t('lanSettings.brokerUrlHint')}
        value={broker.url}
        maxLength={300}
        data-testid="settings-lan-broker-url"
        error={problems.brokerUrl === undefined ? undefined : t('lanSettings.wrongUrl')}
        onChange={(event) => put({ url: event.currentTarget.value })}
      />
      <div className={classes.halves}>
        <TextInput
          label={t('lanSettings.username')}
          value={broker.username}
          maxLength={200}
          autoComplete="off"
          data-testid="settings-lan-broker-user"
          onChange={(event) => put({ username: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('lanSettings.password')}
          placeholder={placeholder('password')}
          value={broker.password}
          maxLength={4096}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
          data-testid="settings-lan-broker-password"
          onChange={(event) => put({ password: event.currentTarget.value })}
        />
      </div>
      {(['caPem', 'certPem'] as const).map((name) => (
        <Textarea
          key={name}
          label={t(name === 'caPem' ? 'lanSettings.ca' : 'lanSettings.cert')}
          value={broker[name]}
          rows={2}
          maxLength={200_000}
          classNames={{ input: 'fl-mono' }}
          data-testid={`settings-lan-broker-${name === 'caPem' ? 'ca' : 'cert'}`}
          onChange={(event) => put({ [name]: event.currentTarget.value })}
        />
      ))}
      {broker.certPem.trim() !== '' && (
        <Textarea
          label={t('lanSettings.clientKey')}
          placeholder={placeholder('clientKey')}
          value={broker.clientKey}
          rows={2}
          maxLength={4096}
          autoComplete="off"
          classNames={{ input: 'fl-mono' }}
          data-testid="settings-lan-broker-key"
          onChange={(event) => put({ clientKey: event.currentTarget.value })}
        />
      )}
    </Section>
  )
}

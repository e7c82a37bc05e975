// One webhook: where, which records, its secret. data-testid: webhook-form, webhook-name, webhook-url, webhook-plain,
// webhook-which, webhook-order, webhook-secret, webhook-active, webhook-save, webhook-cancel, webhook-remove,
// webhook-remove-anyway.
import { Button, PasswordInput, Switch, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecordChoice, SavedWebhook, Webhook } from '../../../../preload/contract/factory.ts'
import type { CallError } from '../../../api/call-error.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import classes from './factory.module.css'

export interface WebhookFormProps {
  /** Null: a new one. */
  readonly webhook: Webhook | null
  readonly saved: (saved: SavedWebhook) => void
  readonly close: () => void
}

export const recordChoices = ['all', 'passed', 'failed'] as const

export function WebhookForm({ webhook, saved, close }: WebhookFormProps) {
  const { t } = useTexts()
  const [name, setName] = useState(webhook?.name ?? '')
  const [url, setUrl] = useState(webhook?.url ?? 'https://')
  const [plainHttp, setPlainHttp] = useState(webhook?.plainHttp ?? false)
  const [which, setWhich] = useState<RecordChoice['which']>(webhook?.which ?? 'all')
  const [orderId, setOrderId] = useState(webhook?.orderId ?? '')
  const [secret, setSecret] = useState('')
  const [active, setActive] = useState(webhook?.active ?? true)
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<CallError | null>(null)
  const isWhole = name.trim() !== '' && URL.canParse(url)
  return (
    <div className={classes.form} data-testid="webhook-form">
      <b>
        {webhook ? t('factory.webhooks.editTitle', { name: webhook.name }) : t('factory.webhooks.newTitle')}
      </b>
      <div className={classes.pair}>
        <TextInput
          label={t('factory.webhooks.name')}
          maxLength={60}
          value={name}
          data-testid="webhook-name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('factory.webhooks.url')}
          type="url"
          maxLength={500}
          value={url}
          data-testid="webhook-url"
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <Choice
          label={t('factory.webhooks.which')}
          value={which}
          options={recordChoices.map((value) => ({ value, label: t(`factory.webhooks.${value}`) }))}
          testId="webhook-which"
          onChange={setWhich}
        />
        <TextInput
          label={t('factory.webhooks.order')}
          placeholder={t('factory.webhooks.orderHint')}
          maxLength={64}
          value={orderId}
          data-testid="webhook-order"
          onChange={(event) => setOrderId(event.currentTarget.value)}
        />
      </div>
      <PasswordInput
        label={t('factory.webhooks.secret')}
        description={t(webhook ? 'factory.webhooks.secretHint' : 'factory.webhooks.secretNewHint')}
        autoComplete="new-password"
        value={secret}
        visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
        data-testid="webhook-secret"
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Switch
        label={t('factory.webhooks.plainHttp')}
        description={t('factory.webhooks.plainHttpHint')}
        checked={plainHttp}
        data-testid="webhook-plain"
        onChange={(event) => setPlainHttp(event.currentTarget.checked)}
      />
      <Switch
        label={t('factory.webhooks.active')}
        checked={active}
        data-testid="webhook-active"
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
      <CallProblem error={failed} />
      <div className={classes.buttons}>
        <ActionButton
          testId="webhook-save"
          label={t('factory.webhooks.save')}
          icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
          look="filled"
          reason={isWhole ? null : t('settings.fixFirst')}
          onFailed={setFailed}
          ask={async (client) => {
            const told = { which, orderId: orderId.trim() || null, active }
            saved(
              await client.webhooks.save({
                webhookId: webhook?.webhookId ?? null,
                ...{ name: name.trim(), url, plainHttp, ...told },
                ...(secret === '' ? {} : { secret }),
              }),
            )
            close()
          }}
        />
        <Button variant="default" data-testid="webhook-cancel" onClick={close}>
          {t('factory.cancel')}
        </Button>
        {webhook && !asking && (
          <Button
            variant="default"
            className={classes.remove ?? ''}
            leftSection={<IconTrash size={17} aria-hidden="true" />}
            data-testid="webhook-remove"
            onClick={() => setAsking(true)}
          >
            {t('factory.webhooks.remove')}
          </Button>
        )}
      </div>
      {webhook && asking && (
        <div className={classes.asking} role="alert">
          <span>{t('factory.webhooks.removeQuestion', { name: webhook.name })}</span>
          <ActionButton
            testId="webhook-remove-anyway"
            label={t('factory.webhooks.removeAnyway')}
            icon={<IconTrash size={17} aria-hidden="true" />}
            className={classes.danger}
            onFailed={setFailed}
            ask={async (client) => {
              await client.webhooks.remove({ webhookId: webhook.webhookId })
              close()
            }}
          />
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('factory.webhooks.keep')}
          </Button>
        </div>
      )}
    </div>
  )
}

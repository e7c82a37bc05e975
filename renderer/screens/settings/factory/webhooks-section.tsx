// Who is told of finished records. data-testid: webhook-add, webhook-row (data-webhook, data-state), webhook-edit, webhook-test,
// webhook-tested, webhooks-empty.
import { ActionIcon, Button } from '@mantine/core'
import { IconPencil, IconPlus, IconSend, IconWebhook } from '@tabler/icons-react'
import { useState } from 'react'
import type { SavedWebhook, Webhook } from '../../../../preload/contract/factory.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { formatMilliseconds } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import classes from './factory.module.css'
import { ShownOnce } from './shown-once.tsx'
import { WebhookForm } from './webhook-form.tsx'

export function WebhooksSection({ webhooks }: { webhooks: readonly Webhook[] }) {
  const { t, language } = useTexts()
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null)
  const [saved, setSaved] = useState<SavedWebhook | null>(null)
  const [tested, setTested] = useState<{ name: string; status: number; durationMs: number } | null>(null)
  return (
    <Section
      title={t('factory.webhooks.title')}
      icon={<IconWebhook size={20} aria-hidden="true" />}
      side={
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          data-testid="webhook-add"
          onClick={() => setEditing('new')}
        >
          {t('factory.webhooks.add')}
        </Button>
      }
    >
      <p className={classes.hint}>{t('factory.webhooks.hint')}</p>
      {saved?.secret && (
        <ShownOnce
          what={t('factory.webhooks.once', { name: saved.webhook.name })}
          secret={saved.secret}
          close={() => setSaved(null)}
        />
      )}
      {editing && (
        <WebhookForm
          key={editing === 'new' ? 'new' : editing.webhookId}
          webhook={editing === 'new' ? null : editing}
          saved={setSaved}
          close={() => setEditing(null)}
        />
      )}
      {webhooks.length === 0 && !editing && (
        <div className={classes.empty} data-testid="webhooks-empty">
          <b>{t('factory.webhooks.none')}</b>
        </div>
      )}
      <ul className={classes.rows}>
        {webhooks.map((webhook) => {
          const { webhookId, name, url, which, active, goneAt } = webhook
          const state = active ? 'on' : goneAt === null ? 'off' : 'gone'
          return (
            <li key={webhookId} data-testid="webhook-row" data-webhook={webhookId} data-state={state}>
              <span className={classes.grow}>
                <b>{name}</b>
                <code>{url}</code>
              </span>
              <span>{t(`factory.webhooks.${which}`)}</span>
              <span className={classes.state} data-state={active ? 'active' : 'revoked'}>
                {t(`factory.webhooks.${state}`)}
              </span>
              <ActionButton
                testId="webhook-test"
                label={t('factory.webhooks.test', { name })}
                icon={<IconSend size={17} aria-hidden="true" />}
                iconOnly
                ask={async (client) => {
                  setTested(null)
                  setTested({ name, ...(await client.webhooks.test({ webhookId })) })
                }}
              />
              <ActionIcon
                variant="default"
                size={34}
                aria-label={t('factory.webhooks.edit', { name })}
                data-testid="webhook-edit"
                onClick={() => setEditing(webhook)}
              >
                <IconPencil size={17} aria-hidden="true" />
              </ActionIcon>
            </li>
          )
        })}
      </ul>
      <p role="status" className={classes.tested} data-testid="webhook-tested">
        {tested &&
          t('factory.webhooks.tested', {
            name: tested.name,
            status: tested.status,
            duration: formatMilliseconds(tested.durationMs, language),
          })}
      </p>
    </Section>
  )
}

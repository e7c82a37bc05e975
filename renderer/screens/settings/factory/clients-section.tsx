// Programs with a token of their own. data-testid: client-add, client-row (data-client, data-state), client-revoke,
// client-revoke-anyway, client-keep, clients-empty.
import { ActionIcon, Button } from '@mantine/core'
import { IconKey, IconPlugConnected, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Client, NewClient } from '../../../../preload/contract/factory.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useNow } from '../../../store/use-now.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { ClientForm } from './client-form.tsx'
import classes from './factory.module.css'
import { ShownOnce } from './shown-once.tsx'

export function ClientsSection({ clients }: { clients: readonly Client[] }) {
  const { t } = useTexts()
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<NewClient | null>(null)
  return (
    <Section
      title={t('factory.clients.title')}
      icon={<IconPlugConnected size={20} aria-hidden="true" />}
      side={
        <Button
          leftSection={<IconKey size={18} aria-hidden="true" />}
          data-testid="client-add"
          onClick={() => setAdding(true)}
        >
          {t('factory.clients.add')}
        </Button>
      }
    >
      <p className={classes.hint}>{t('factory.clients.hint')}</p>
      {made && (
        <ShownOnce
          what={t('factory.clients.once', { name: made.client.name })}
          secret={made.token}
          close={() => setMade(null)}
        />
      )}
      {adding && <ClientForm made={setMade} close={() => setAdding(false)} />}
      {clients.length === 0 ? (
        !adding && (
          <div className={classes.empty} data-testid="clients-empty">
            <b>{t('factory.clients.none')}</b>
            <span>{t('factory.clients.noneDetail')}</span>
          </div>
        )
      ) : (
        <ClientTable clients={clients} />
      )}
    </Section>
  )
}

function ClientTable({ clients }: { clients: readonly Client[] }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  const [asking, setAsking] = useState<Client | null>(null)
  const now = new Date(nowMs)
  const time = (at: string | null) =>
    at === null ? t('factory.clients.never') : formatTime(at, language, now)
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('factory.clients.column.name')}</th>
            <th scope="col">{t('factory.clients.column.role')}</th>
            <th scope="col">{t('factory.clients.column.state')}</th>
            <th scope="col">{t('factory.clients.column.used')}</th>
            <th scope="col">{t('factory.clients.column.until')}</th>
            <th scope="col">
              <span className="fl-hidden">{t('factory.clients.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {clients.map((client) => {
            const { clientId, name, role, lastUsedAt, expiresAt } = client
            const state = stateOf(client, nowMs)
            return (
              <tr key={clientId} data-testid="client-row" data-client={clientId} data-state={state}>
                <td>
                  <b>{name}</b>
                </td>
                <td>{role === 'reader' ? t('factory.clients.reader') : t(`role.${role}`)}</td>
                <td>
                  <span className={classes.state} data-state={state}>
                    {t(`factory.clients.state.${state}`)}
                  </span>
                </td>
                <td className={classes.time}>{time(lastUsedAt)}</td>
                <td className={classes.time}>{expiresAt === null ? '–' : time(expiresAt)}</td>
                <td className={classes.actions}>
                  {state !== 'revoked' && (
                    <ActionIcon
                      variant="default"
                      size={34}
                      aria-label={t('factory.clients.revoke', { name })}
                      data-testid="client-revoke"
                      onClick={() => setAsking(client)}
                    >
                      <IconTrash size={17} aria-hidden="true" />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {asking && (
        <div className={classes.asking} role="alert">
          <span>{t('factory.clients.revokeQuestion', { name: asking.name })}</span>
          <ActionButton
            testId="client-revoke-anyway"
            label={t('factory.clients.revokeAnyway')}
            icon={<IconTrash size={17} aria-hidden="true" />}
            className={classes.danger}
            ask={async (client) => {
              await client.clients.revoke({ clientId: asking.clientId })
              setAsking(null)
            }}
          />
          <Button variant="default" data-testid="client-keep" onClick={() => setAsking(null)}>
            {t('factory.clients.keep')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Whether its token is taken. Pure. */
export function stateOf({ revokedAt, expiresAt }: Client, nowMs: number): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active'
}

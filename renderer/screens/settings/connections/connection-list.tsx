// The connections with their kind, host and state; choosing one shows it.
// data-testid: connection-item (data-connection, data-state), connection-add.
import { Button } from '@mantine/core'
import { IconCloud, IconPlus } from '@tabler/icons-react'
import type { Connection } from '../../../../preload/contract/connection.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import type { ConnectionDraft } from './connection-draft.ts'
import { connectionOf } from './connection-draft.ts'
import { connectionLabel, connectionStateOf, hostOf } from './connection-state.ts'
import { testOf, useConnectionTests } from './connection-tests.ts'
import classes from './connections.module.css'
import { ConnectionStateMark } from './state-mark.tsx'
import type { StoredSecrets } from './use-stored-secrets.ts'

const most = 32

export interface ConnectionListProps {
  readonly connections: readonly ConnectionDraft[]
  readonly shownId: string | null
  readonly adding: boolean
  readonly savedOf: (connectionId: string) => Connection | undefined
  readonly secrets: StoredSecrets | null
  readonly show: (connectionId: string) => void
  readonly add: () => void
}

export function ConnectionList(props: ConnectionListProps) {
  const { connections, shownId, adding, savedOf, secrets, show, add } = props
  const { t } = useTexts()
  const full = connections.length >= most
  return (
    <Section
      title={t('connections.list')}
      icon={<IconCloud size={20} aria-hidden="true" />}
      className={classes.listSection}
    >
      <p className={classes.hint}>{t('connections.hint')}</p>
      {connections.length > 0 && (
        <ul className={classes.list} aria-label={t('connections.list')}>
          {connections.map((draft) => (
            <ConnectionItem
              key={draft.connectionId}
              draft={draft}
              saved={savedOf(draft.connectionId)}
              secrets={secrets}
              shown={draft.connectionId === shownId}
              show={() => show(draft.connectionId)}
            />
          ))}
        </ul>
      )}
      {connections.length === 0 && <p className={classes.hint}>{t('connections.none')}</p>}
      <Button
        variant="default"
        leftSection={<IconPlus size={17} aria-hidden="true" />}
        disabled={full}
        title={full ? t('connections.full') : undefined}
        data-testid="connection-add"
        aria-pressed={adding}
        onClick={add}
      >
        {t('connections.add')}
      </Button>
    </Section>
  )
}

interface ConnectionItemProps {
  readonly draft: ConnectionDraft
  readonly saved: Connection | undefined
  readonly secrets: StoredSecrets | null
  readonly shown: boolean
  readonly show: () => void
}

function ConnectionItem({ draft, saved, secrets, shown, show }: ConnectionItemProps) {
  const { t } = useTexts()
  const test = useConnectionTests((tests) => testOf(tests, saved))
  const state = connectionStateOf({ draft, saved, secrets, test })
  const host = hostOf(connectionOf(draft).baseUrl)
  return (
    <li>
      <button
        type="button"
        className={classes.item}
        aria-current={shown}
        data-testid="connection-item"
        data-connection={draft.connectionId}
        data-state={state}
        onClick={show}
      >
        <span className={classes.itemName}>{connectionLabel(draft)}</span>
        <span className={classes.itemHost} title={host}>
          {t(`connections.kind.${draft.kind}`)}
          {host && ` · ${host}`}
        </span>
        <span className={classes.itemState} data-state={state}>
          <ConnectionStateMark state={state} />
          {t(`connections.state.${state}`)}
        </span>
      </button>
    </li>
  )
}

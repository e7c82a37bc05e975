// The clouds of the station: the list of connections, the one that is being looked at, and its test.
import { useState } from 'react'
import type { Connection } from '../../../../preload/contract/connection.ts'
import type { Draft, DraftProblems } from '../draft.ts'
import { withoutConnection } from '../products/product-draft.ts'
import { ConnectionCard } from './connection-card.tsx'
import type { ConnectionDraft } from './connection-draft.ts'
import { ConnectionList } from './connection-list.tsx'
import { ConnectionTestPanel } from './connection-test-panel.tsx'
import classes from './connections.module.css'
import { NewConnection } from './new-connection.tsx'
import type { StoredSecrets } from './use-stored-secrets.ts'

export interface ConnectionsPanelProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly problems: DraftProblems['connections']
  readonly saved: readonly Connection[]
  readonly secrets: StoredSecrets | null
}

/** The connection that is shown, by its id, or that a new one is being made. */
type Shown = { readonly connectionId: string } | 'new' | null

export function ConnectionsPanel({ draft, change, problems, saved, secrets }: ConnectionsPanelProps) {
  const [shown, setShown] = useState<Shown>(null)
  const { connections } = draft
  // With none there is nothing else to do here.
  const adding = shown === 'new' || connections.length === 0
  const wanted = shown === null || shown === 'new' ? null : shown.connectionId
  const connection = adding
    ? undefined
    : (connections.find(({ connectionId }) => connectionId === wanted) ?? connections[0])
  const savedOf = (connectionId: string) => saved.find((one) => one.connectionId === connectionId)
  const put = (connectionId: string, part: Partial<ConnectionDraft>) =>
    change({
      connections: connections.map((one) => (one.connectionId === connectionId ? { ...one, ...part } : one)),
    })
  return (
    <div className={classes.panel}>
      <ConnectionList
        connections={connections}
        shownId={connection?.connectionId ?? null}
        adding={adding}
        savedOf={savedOf}
        secrets={secrets}
        show={(connectionId) => setShown({ connectionId })}
        add={() => setShown('new')}
      />
      {adding && (
        <NewConnection
          // An id that was saved once stays taken until its removal is saved: its secrets are still there.
          taken={new Set([...connections, ...saved].map(({ connectionId }) => connectionId))}
          cancel={connections.length === 0 ? null : () => setShown(null)}
          create={(made) => {
            change({ connections: [...connections, made] })
            setShown({ connectionId: made.connectionId })
          }}
        />
      )}
      {connection && (
        <>
          <ConnectionCard
            key={connection.connectionId}
            draft={connection}
            problems={problems[connection.connectionId] ?? {}}
            products={draft.products}
            secrets={secrets}
            isNew={savedOf(connection.connectionId) === undefined}
            change={(part) => put(connection.connectionId, part)}
            remove={() => {
              const { connectionId } = connection
              change({
                connections: connections.filter((one) => one.connectionId !== connectionId),
                products: withoutConnection(connectionId, draft.products),
              })
              setShown(null)
            }}
          />
          <ConnectionTestPanel
            key={`test ${connection.connectionId}`}
            draft={connection}
            saved={savedOf(connection.connectionId)}
          />
        </>
      )}
    </div>
  )
}

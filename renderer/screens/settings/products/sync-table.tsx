// The copies by product: what, from where, how old, how many, and what could not be read.
// data-testid: sync-row (data-product, data-what), sync-problems, sync-problem-list, sync-error (data-code).
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { useState } from 'react'
import type { SyncState } from '../../../../preload/contract/connection.ts'
import { errorText } from '../../../../preload/contract/error-texts.ts'
import type { Settings } from '../../../../preload/contract/model.ts'
import { formatAgo, formatDateTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { connectionLabel } from '../connections/connection-state.ts'
import classes from './products.module.css'

const columns = ['what', 'connection', 'when', 'items', 'vanished', 'problems'] as const

export interface SyncTableProps {
  readonly states: readonly SyncState[]
  readonly settings: Settings
  readonly nowMs: number
}

export function SyncTable({ states, settings, nowMs }: SyncTableProps) {
  const { t } = useTexts()
  const productIds = [...new Set(states.map(({ productId }) => productId))]
  const nameOf = (productId: string) =>
    settings.products.find((product) => product.productId === productId)?.name ?? ''
  const connectionOf = (connectionId: string) =>
    connectionLabel(
      settings.connections.find((one) => one.connectionId === connectionId) ?? { name: '', connectionId },
    )
  return (
    <table className={classes.sync}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" title={column === 'vanished' ? t('sync.vanishedHint') : undefined}>
              {t(`sync.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {productIds.map((productId) => (
        <tbody key={productId}>
          <tr>
            <th scope="rowgroup" colSpan={columns.length} className={classes.productHead}>
              {nameOf(productId)} <span className="fl-mono">{productId}</span>
            </th>
          </tr>
          {states
            .filter((state) => state.productId === productId)
            .map((state) => (
              <SyncRow
                key={state.what}
                state={state}
                connection={connectionOf(state.connectionId)}
                nowMs={nowMs}
              />
            ))}
        </tbody>
      ))}
    </table>
  )
}

function SyncRow({ state, connection, nowMs }: { state: SyncState; connection: string; nowMs: number }) {
  const { t, language } = useTexts()
  const [open, setOpen] = useState(false)
  const { what, syncedAt, items, vanished, problems, error } = state
  const text = error && errorText(error, language)
  return (
    <>
      <tr data-testid="sync-row" data-product={state.productId} data-what={what} data-fails={error !== null}>
        <th scope="row">{t(`sync.whatOf.${what}`)}</th>
        <td>{connection}</td>
        <td>
          {syncedAt === null ? (
            t('sync.never')
          ) : (
            <time dateTime={syncedAt} title={formatDateTime(syncedAt, language)}>
              {formatAgo(Date.parse(syncedAt), nowMs, language)}
            </time>
          )}
        </td>
        <td>{items.toLocaleString(language)}</td>
        <td data-some={vanished > 0}>{vanished.toLocaleString(language)}</td>
        <td data-some={problems.length > 0}>
          {problems.length === 0 ? (
            0
          ) : (
            <button
              type="button"
              className={classes.disclose}
              aria-expanded={open}
              data-testid="sync-problems"
              onClick={() => setOpen(!open)}
            >
              {t(open ? 'sync.problemsClose' : 'sync.problemsOpen', { count: problems.length })}
            </button>
          )}
        </td>
      </tr>
      {open && problems.length > 0 && (
        <tr>
          <td colSpan={columns.length}>
            <ul className={classes.problems} data-testid="sync-problem-list">
              {problems.map(({ index, id, field }) => (
                <li key={`${index} ${field}`}>
                  {id === null
                    ? t('sync.problem', { index: index + 1 })
                    : t('sync.problemWithId', { index: index + 1, id })}{' '}
                  <span className="fl-mono">{field}</span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
      {text && (
        <tr>
          <td colSpan={columns.length}>
            <p className={classes.error} data-testid="sync-error" data-code={error?.code}>
              <IconAlertTriangleFilled size={17} aria-hidden="true" />
              <span>
                {t('sync.fails')} <b>{t('app.sentence', { text: text.title })}</b> {text.remedy}
              </span>
            </p>
          </td>
        </tr>
      )}
    </>
  )
}

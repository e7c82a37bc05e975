// The messages, one a row: what, for which device, at which cloud, how often it was tried, and why it has not arrived.
// data-testid: delivery-row (data-state, data-kind, data-code), delivery-record, and those of outbox-actions.tsx.
import { errorText } from '../../../../preload/contract/error-texts.ts'
import type { OutboxRow } from '../../../../preload/contract/model.ts'
import { outboxMarks } from '../../../components/outbox-marks.ts'
import { openJob, useStation } from '../../../store/station-store.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { connectionLabel } from '../connections/connection-state.ts'
import classes from './outbox.module.css'
import { OutboxActions } from './outbox-actions.tsx'

const columns = ['state', 'kind', 'device', 'cloud', 'createdAt', 'attempts', 'next'] as const

export interface OutboxTableProps {
  readonly rows: readonly OutboxRow[]
  readonly mayDecide: boolean
  readonly reload: () => void
}

export function OutboxTable({ rows, mayDecide, reload }: OutboxTableProps) {
  const { t } = useTexts()
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {t(`delivery.column.${column}`)}
              </th>
            ))}
            {mayDecide && (
              <th scope="col" data-column="actions">
                <span className="fl-hidden">{t('delivery.column.actions')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.outboxId} row={row} mayDecide={mayDecide} reload={reload} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, mayDecide, reload }: { row: OutboxRow; mayDecide: boolean; reload: () => void }) {
  const { t, language } = useTexts()
  const connections = useStation((state) => state.picture?.settings.connections) ?? []
  const { state, kind, connectionId } = row
  const Mark = outboxMarks[state]
  const connection = connections.find((one) => one.connectionId === connectionId)
  return (
    <tr data-testid="delivery-row" data-state={state} data-kind={kind} data-code={row.lastError?.code}>
      <td>
        <span className={classes.state}>
          <Mark size={18} aria-hidden="true" />
          {t(`delivery.filter.${state}`)}
        </span>
      </td>
      <td>{t(`message.kind.${kind}`)}</td>
      <td>
        <button
          type="button"
          className={`${classes.link} fl-mono`}
          aria-label={t('delivery.record', { device: row.deviceId })}
          data-testid="delivery-record"
          onClick={() => openJob(row.jobId)}
        >
          {row.deviceId}
        </button>
      </td>
      <td>
        {connectionId === null
          ? t('delivery.allClouds')
          : connectionLabel(connection ?? { name: '', connectionId })}
      </td>
      <td>
        <time dateTime={row.createdAt}>{formatTime(row.createdAt, language)}</time>
      </td>
      <td className={classes.number}>{row.attempts.toLocaleString(language)}</td>
      <td>
        <Outcome row={row} />
      </td>
      {mayDecide && (
        <td>
          <OutboxActions row={row} reload={reload} />
        </td>
      )}
    </tr>
  )
}

function Outcome({ row }: { row: OutboxRow }) {
  const { t, language } = useTexts()
  const { state, nextAttemptAt, sentAt, delivery, lastError, origin, decision } = row
  const error = lastError && errorText(lastError, language)
  return (
    <>
      {state === 'waiting' && (
        <div>
          {t('delivery.nextAt', {
            time: nextAttemptAt === null ? t('delivery.now') : formatTime(nextAttemptAt, language),
          })}
        </div>
      )}
      {state === 'sent' && sentAt !== null && (
        <div>
          {t('delivery.sentAt', { time: formatTime(sentAt, language) })}
          {delivery && delivery !== 'acknowledged' && ` · ${t(`message.delivery.${delivery}`)}`}
        </div>
      )}
      {decision && (
        <div>{t('message.decision', { ...decision, time: formatTime(decision.at, language) })}</div>
      )}
      {origin && <div>{t('message.origin', origin)}</div>}
      {error && lastError && state !== 'dismissed' && (
        <div className={classes.reason}>
          <b>{t('app.sentence', { text: error.title })}</b> {error.remedy}{' '}
          <span className={`${classes.code} fl-mono`}>{lastError.code}</span>
        </div>
      )}
    </>
  )
}

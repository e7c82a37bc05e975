// The records in a table that draws only the rows in view, however many there are; a row opens its record.
// data-testid: history-scroll, history-row (data-outcome, data-corrected, data-job), history-select.
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef } from 'react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { Job } from '../../../preload/contract/model.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Versions } from '../../components/versions.tsx'
import { openJob, useStation } from '../../store/station-store.ts'
import { formatDevice, formatDuration, formatRecordTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { unaskedReason } from '../job/recorded-facts.ts'
import classes from './history-table.module.css'
import { type LoadedPages, rowAt, rowCount } from './loaded-pages.ts'

const columns = [
  'select',
  'outcome',
  'time',
  'slot',
  'device',
  'product',
  'versions',
  'lot',
  'order',
  'reason',
  'duration',
  'operator',
] as const
const rowPx = 37
const headPx = 40

export interface HistoryTableProps {
  readonly loaded: LoadedPages
  /** Ids of those whose labels are wanted. */
  readonly selected: ReadonlySet<string>
  readonly select: (jobId: string, on: boolean) => void
  readonly see: (firstRow: number, lastRow: number) => void
}

export function HistoryTable({ loaded, selected, select, see }: HistoryTableProps) {
  const { t } = useTexts()
  const scroll = useRef<HTMLElement>(null)
  const known = rowCount(loaded)
  const rows = useVirtualizer({
    count: known + (loaded.isEnd ? 0 : 1),
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 10,
    scrollMargin: 0,
  })
  const shown = rows.getVirtualItems()
  const first = rows.range?.startIndex ?? 0
  const last = rows.range?.endIndex ?? 0
  useEffect(() => see(first, last), [see, first, last])
  const beforePx = shown[0]?.start ?? 0
  const afterPx = rows.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <section
      className={classes.scroll}
      ref={scroll}
      data-testid="history-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard
      tabIndex={0}
      aria-label={t('history.title')}
    >
      <table className={classes.table} aria-rowcount={loaded.isEnd ? known + 1 : -1}>
        <thead>
          <tr style={{ height: headPx }} aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column}>
                {column === 'select' ? (
                  <span className="fl-hidden">{t('records.select')}</span>
                ) : column === 'lot' || column === 'order' || column === 'product' ? (
                  t(`records.column.${column}`)
                ) : (
                  t(`history.${column}`)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {beforePx > 0 && <tr style={{ height: beforePx }} />}
          {shown.map(({ index }) => {
            const job = rowAt(loaded, index)
            return job ? (
              <HistoryRow
                key={job.jobId}
                job={job}
                row={index + 2}
                isSelected={selected.has(job.jobId)}
                select={select}
              />
            ) : (
              <tr key={index} className={classes.coming} style={{ height: rowPx }}>
                <td colSpan={columns.length}>{t('history.loading')}</td>
              </tr>
            )
          })}
          {afterPx > 0 && <tr style={{ height: afterPx }} />}
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  readonly job: Job
  readonly row: number
  readonly isSelected: boolean
  readonly select: (jobId: string, on: boolean) => void
}

const HistoryRow = memo(function HistoryRow({ job, row, isSelected, select }: RowProps) {
  const { t, language } = useTexts()
  const order = useStation(({ picture }) =>
    job.orderId === null
      ? null
      : (picture?.orders.find(({ orderId }) => orderId === job.orderId)?.name ?? job.orderId),
  )
  const endedAt = job.endedAt ?? job.startedAt
  const at = formatRecordTime(endedAt, language)
  const slot = slotName(t, job.slotName)
  const device = formatDevice(job.device)
  const unasked = unaskedReason(job)
  const reason = job.correction
    ? t(`correction.${job.correction.reason}`)
    : job.error
      ? errorText(job.error, language).title
      : unasked && t('records.unasked')
  return (
    // The button in the row is the way for keyboards; the row is only a larger target for the mouse.
    <tr
      style={{ height: rowPx }}
      aria-rowindex={row}
      data-testid="history-row"
      data-outcome={job.outcome}
      data-corrected={job.correction !== null}
      data-job={job.jobId}
      onClick={() => openJob(job.jobId)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a press beside the box from opening the record */}
      <td data-column="select" onClick={(event) => event.stopPropagation()}>
        {job.outcome === 'passed' && (
          <input
            type="checkbox"
            className={classes.box}
            checked={isSelected}
            aria-label={t('records.selectOne', { device: device ?? slot, time: at })}
            data-testid="history-select"
            onChange={(event) => select(job.jobId, event.currentTarget.checked)}
          />
        )}
      </td>
      <td>
        <button
          type="button"
          className={classes.outcome}
          aria-label={`${t(`state.${job.outcome}`)}. ${t('history.open', { slot, time: at })}`}
        >
          <StateMark state={job.outcome} size={19} />
          {t(`state.${job.outcome}`)}
        </button>
      </td>
      <td>
        <time dateTime={endedAt}>{at}</time>
      </td>
      <td title={slot}>{slot}</td>
      <td className="fl-mono" title={device ?? undefined}>
        {device}
      </td>
      <td data-column="product" title={job.productId ?? undefined}>
        {job.productId}
      </td>
      <td>
        <Versions job={job} />
      </td>
      <td title={job.lot ?? undefined}>{job.lot}</td>
      <td data-column="order" title={order ?? undefined}>
        {order}
      </td>
      <td className={job.error && !job.correction ? undefined : classes.quiet} title={reason ?? undefined}>
        {reason}
      </td>
      <td data-column="duration">
        {formatDuration(Date.parse(endedAt) - Date.parse(job.startedAt), language)}
      </td>
      <td title={job.operator}>{job.operator}</td>
    </tr>
  )
})

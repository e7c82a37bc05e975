// Each slot beside its peers, and what to do about those that stand out. data-testid: health-row-<slot id> (data-hint),
// health-sort-<column>.
import { IconAlertTriangleFilled, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useState } from 'react'
import { formatShare, formatSpeed } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { formatAmount } from './amounts.ts'
import panel from './panel.module.css'
import classes from './slot-health.module.css'
import {
  firstOrder,
  ordered,
  type SlotColumn,
  type SlotHealth,
  type SlotOrder,
  slotColumns,
} from './slot-order.ts'

/** As many as the station wants before it says anything of a slot. */
const leastJobs = 8
const numbers: readonly SlotColumn[] = ['jobs', 'failed', 'retries', 'speed']

export function SlotHealthTable({ slots }: { slots: readonly SlotHealth[] }) {
  const { t } = useTexts()
  const [order, setOrder] = useState<SlotOrder>(firstOrder)
  const sortBy = (column: SlotColumn) =>
    setOrder({ column, descending: order.column === column ? !order.descending : column !== 'slot' })
  return (
    <section className={panel.panel} aria-labelledby="slot-health" data-testid="slot-health">
      <header className={panel.head}>
        <h2 id="slot-health">{t('statistics.health.title')}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={panel.scroll} aria-label={t('statistics.health.title')} tabIndex={0}>
        <table className={panel.table}>
          <thead>
            <tr>
              {slotColumns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  data-kind={numbers.includes(column) ? 'number' : 'name'}
                  aria-sort={
                    order.column === column ? (order.descending ? 'descending' : 'ascending') : 'none'
                  }
                >
                  <button
                    type="button"
                    className={classes.sort}
                    data-testid={`health-sort-${column}`}
                    onClick={() => sortBy(column)}
                  >
                    {t(`statistics.health.${column}`)}
                    {order.column === column &&
                      (order.descending ? (
                        <IconChevronDown size={14} aria-hidden="true" />
                      ) : (
                        <IconChevronUp size={14} aria-hidden="true" />
                      ))}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered(slots, order).map((slot) => (
              <SlotRow key={slot.slotId} slot={slot} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function SlotRow({ slot }: { slot: SlotHealth }) {
  const { t, language } = useTexts()
  const { slotId, jobs, failed, retriesPerJob, bytesPerSecond, hint } = slot
  const name = slotName(t, slot.name)
  const advice = hint
    ? t(`statistics.health.${hint}`, { slot: name })
    : t(jobs < leastJobs ? 'statistics.health.tooFew' : 'statistics.health.fine')
  return (
    <tr data-testid={`health-row-${slotId}`} data-hint={hint ?? ''}>
      <td className={classes.name}>{name}</td>
      <td data-kind="number">{jobs.toLocaleString(language)}</td>
      <td data-kind="number">
        {failed.toLocaleString(language)}
        <span className={classes.share}>{formatShare(failed / jobs, language)}</span>
      </td>
      <td data-kind="number">{formatAmount(retriesPerJob, language)}</td>
      <td data-kind="number">
        {bytesPerSecond === null ? t('statistics.none') : formatSpeed(bytesPerSecond, language)}
      </td>
      <td>
        <Beside ratio={slot.speedRatio} />
      </td>
      <td className={classes.hint} data-hint={hint ?? ''}>
        {hint && <IconAlertTriangleFilled size={16} aria-hidden="true" />}
        {advice}
      </td>
    </tr>
  )
}

/** Shown from nothing to twice the usual speed, which is in the middle. */
function Beside({ ratio }: { ratio: number | null }) {
  const { t, language } = useTexts()
  if (ratio === null) return <span className={classes.noPeers}>{t('statistics.health.noPeers')}</span>
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(ratio)
  const end = Math.min(2, ratio) * 50
  return (
    <span className={classes.beside} title={t('statistics.health.ratio', { ratio: percent })}>
      <span className={classes.scale} aria-hidden="true">
        <span
          className={classes.part}
          data-slow={ratio <= 0.8}
          style={{ left: `${Math.min(50, end)}%`, width: `${Math.abs(end - 50)}%` }}
        />
      </span>
      {percent}
    </span>
  )
}

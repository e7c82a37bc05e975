// What failed, the most units first: what it cost, where it gathers, what to do now, and the way to its jobs.
// data-testid: fix-<code>, fix-open-<code>, fix-more, fix-nothing.
import { IconArrowNarrowRight, IconCircleCheckFilled, IconMapPin } from '@tabler/icons-react'
import { useState } from 'react'
import { errorText, stepTexts } from '../../../preload/contract/error-texts.ts'
import type { Statistics, StatisticsQuery } from '../../../preload/contract/statistics.ts'
import { formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { addressOf } from '../history/shown-filter.ts'
import classes from './fix-first.module.css'
import panel from './panel.module.css'

export interface FixFirstProps {
  readonly statistics: Pick<Statistics, 'failures' | 'slots'>
  /** Of the statistics: the jobs are looked for in the same records. */
  readonly query: StatisticsQuery
}

const shownAtFirst = 4

export function FixFirst({ statistics, query }: FixFirstProps) {
  const { t, language } = useTexts()
  const [isWhole, setWhole] = useState(false)
  const { failures } = statistics
  const shown = isWhole ? failures : failures.slice(0, shownAtFirst)
  const most = Math.max(1, ...failures.map(({ units }) => units))
  return (
    <section className={panel.panel} aria-labelledby="fix-first" data-testid="fix-first">
      <header className={panel.head}>
        <h2 id="fix-first">{t('statistics.fix.title')}</h2>
        {failures.length > 0 && <span>{t('statistics.fix.hint')}</span>}
      </header>
      {failures.length === 0 && (
        <p className={classes.nothing} data-testid="fix-nothing">
          <IconCircleCheckFilled size={22} aria-hidden="true" /> {t('statistics.fix.nothing')}
        </p>
      )}
      <ol className={classes.list}>
        {shown.map((failure) => (
          <FailureItem
            key={failure.code}
            failure={failure}
            most={most}
            query={query}
            slots={statistics.slots}
          />
        ))}
      </ol>
      {failures.length > shownAtFirst && (
        <button
          type="button"
          className={classes.more}
          data-testid="fix-more"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole
            ? t('statistics.fix.fewer')
            : t('statistics.fix.more', { shown: failures.length.toLocaleString(language) })}
        </button>
      )}
    </section>
  )
}

interface FailureItemProps {
  readonly failure: Statistics['failures'][number]
  readonly most: number
  readonly query: StatisticsQuery
  readonly slots: Statistics['slots']
}

function FailureItem({ failure, most, query, slots }: FailureItemProps) {
  const { t, language } = useTexts()
  const { code, step, jobs, units, lostMs, mostlySlot, mostlyVersion } = failure
  const { title, remedy } = errorText({ code, context: {} }, language)
  const slot = slots.find(({ slotId }) => slotId === mostlySlot)
  const { from, to, productId, orderId, lot } = query
  return (
    <li className={classes.item} data-testid={`fix-${code}`}>
      <div className={classes.words}>
        <h3>{title}</h3>
        <p>{remedy}</p>
        <div className={classes.where}>
          {mostlySlot !== null && (
            <span className={classes.place}>
              <IconMapPin size={14} aria-hidden="true" />
              {t('statistics.fix.mostlySlot', { slot: slotName(t, slot?.name ?? mostlySlot) })}
            </span>
          )}
          {mostlyVersion !== null && (
            <span className={classes.place}>
              <IconMapPin size={14} aria-hidden="true" />
              {t('statistics.fix.mostlyVersion', { version: mostlyVersion })}
            </span>
          )}
          {step !== null && (
            <span className={classes.step}>
              {t('statistics.fix.atStep', { step: stepTexts[step][language].name })}
            </span>
          )}
          <a
            href={addressOf({ from, to, productId, orderId, lot, errorCode: code })}
            data-testid={`fix-open-${code}`}
            aria-label={t('statistics.fix.openNamed', { title })}
          >
            {t('statistics.fix.open')}
            <IconArrowNarrowRight size={16} aria-hidden="true" />
          </a>
        </div>
      </div>
      <div className={classes.cost}>
        <b>{t('statistics.fix.units', { count: units, shown: units.toLocaleString(language) })}</b>
        <span>{t('statistics.fix.jobs', { count: jobs, shown: jobs.toLocaleString(language) })}</span>
        <span>{t('statistics.fix.lost', { time: formatDuration(lostMs, language) })}</span>
      </div>
      <div className={classes.bar} aria-hidden="true">
        <div style={{ width: `${(units / most) * 100}%` }} />
      </div>
    </li>
  )
}

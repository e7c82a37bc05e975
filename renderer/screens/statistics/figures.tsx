// The four figures of a range, each with its numbers and how it went. data-testid: statistics-yield, -firstPass, -units, -pace.
import type { ReactNode } from 'react'
import type { Statistics } from '../../../preload/contract/statistics.ts'
import { formatShare } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { curveOf, formatAmount } from './amounts.ts'
import { type Bar, trendsOf } from './bars.ts'
import classes from './figures.module.css'

export function Figures({ statistics, bars }: { statistics: Statistics; bars: readonly Bar[] }) {
  const { t, language } = useTexts()
  const { units, unitsPassed, unitsPassedFirst, jobs, unitsPerHour } = statistics
  const said = (amount: number) => amount.toLocaleString(language)
  const share = (value: number | null) =>
    value === null ? t('statistics.none') : formatShare(value, language)
  const trends = trendsOf(bars)
  const others = jobs.refused + jobs.cancelled
  return (
    <div className={classes.figures}>
      <Figure
        name="yield"
        value={share(statistics.yield)}
        curve={trends.shares}
        tone={toneOf(statistics.yield)}
      >
        {t('statistics.yieldOf', { passed: said(unitsPassed), units: said(units) })}
      </Figure>
      <Figure
        name="firstPass"
        value={share(statistics.firstPassYield)}
        curve={trends.shares}
        tone={toneOf(statistics.firstPassYield)}
      >
        {t('statistics.firstPassOf', { passed: said(unitsPassedFirst), units: said(units) })}
      </Figure>
      <Figure name="units" value={said(units)} curve={trends.jobs}>
        {t('statistics.unitsOf', {
          count: jobs.total,
          jobs: said(jobs.total),
          passed: said(jobs.passed),
          failed: said(jobs.failed),
        })}
        {others > 0 && (
          <span className={classes.others}>
            {t('statistics.otherEnds', { refused: said(jobs.refused), cancelled: said(jobs.cancelled) })}
          </span>
        )}
      </Figure>
      <Figure
        name="pace"
        value={unitsPerHour === null ? t('statistics.none') : formatAmount(unitsPerHour, language)}
        curve={trends.passed}
      >
        {t('statistics.paceOf')}
      </Figure>
    </div>
  )
}

type Tone = 'good' | 'warn' | 'bad' | 'none'

const toneOf = (share: number | null): Tone =>
  share === null ? 'none' : share >= 0.98 ? 'good' : share >= 0.9 ? 'warn' : 'bad'

interface FigureProps {
  readonly name: 'yield' | 'firstPass' | 'units' | 'pace'
  readonly value: string
  readonly curve: readonly number[]
  readonly tone?: Tone
  readonly children: ReactNode
}

function Figure({ name, value, curve, tone = 'none', children }: FigureProps) {
  const { t } = useTexts()
  return (
    <section className={classes.figure} data-testid={`statistics-${name}`} data-tone={tone}>
      <h2>{t(`statistics.${name}`)}</h2>
      <div className={classes.row}>
        <span className={classes.value}>{value}</span>
        <Curve values={curve} />
      </div>
      <p>{children}</p>
    </section>
  )
}

const curveWidth = 120
const curveHeight = 34

/** The numbers are in the chart; this is their shape. */
function Curve({ values }: { values: readonly number[] }) {
  const points = curveOf(values, curveWidth, curveHeight)
  if (points === null) return null
  return (
    <svg
      className={classes.curve}
      viewBox={`-2 -2 ${curveWidth + 4} ${curveHeight + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points} />
    </svg>
  )
}

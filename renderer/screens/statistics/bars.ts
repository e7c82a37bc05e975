// The series of the statistics as bars of the viewer's own hours or days. Pure: time zone and language are given.
import type { Language } from '../../../preload/contract/error-texts.ts'
import type { Statistics } from '../../../preload/contract/statistics.ts'

export interface Bar {
  readonly label: string
  readonly passed: number
  readonly failed: number
}

export interface Bars {
  readonly step: 'hour' | 'day'
  readonly bars: readonly Bar[]
}

type Points = Statistics['series']['points']

/** More hours than these are shown as days. */
const mostHours = 48

/** From the first to the last in which anything was flashed. */
export function barsOf({ step, points }: Statistics['series'], language: Language, timeZone: string): Bars {
  const worked = withoutEmptyEnds(points)
  if (step === 'day') return { step, bars: daysOf(worked, language, 'UTC') }
  if (worked.length > mostHours) return { step: 'day', bars: daysOf(worked, language, timeZone) }
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const isOneDay = new Set(worked.map(({ at }) => day.format(new Date(at)))).size <= 1
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(isOneDay ? {} : { month: 'short', day: 'numeric' }),
  })
  return {
    step,
    bars: worked.map(({ at, ...counts }) => ({ label: format.format(new Date(at)), ...counts })),
  }
}

function daysOf(points: Points, language: Language, timeZone: string): Bar[] {
  const format = new Intl.DateTimeFormat(language, { timeZone, month: 'short', day: 'numeric' })
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const days = Map.groupBy(points, ({ at }) => key.format(new Date(at)))
  return [...days.values()].map((some) => ({
    label: format.format(new Date(some[0]?.at ?? 0)),
    passed: some.reduce((sum, { passed }) => sum + passed, 0),
    failed: some.reduce((sum, { failed }) => sum + failed, 0),
  }))
}

function withoutEmptyEnds(points: Points): Points {
  const isWorked = ({ passed, failed }: Points[number]) => passed + failed > 0
  const first = points.findIndex(isWorked)
  return first < 0 ? [] : points.slice(first, points.findLastIndex(isWorked) + 1)
}

/** For the small curves beside the figures: how each went over the time. Bars in which nothing was flashed say no share. */
export function trendsOf(bars: readonly Bar[]): { shares: number[]; jobs: number[]; passed: number[] } {
  const worked = bars.filter(({ passed, failed }) => passed + failed > 0)
  return {
    shares: worked.map(({ passed, failed }) => passed / (passed + failed)),
    jobs: bars.map(({ passed, failed }) => passed + failed),
    passed: bars.map(({ passed }) => passed),
  }
}

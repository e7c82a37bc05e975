// The three charts: passed and failed over the time, time per step, slots beside each other. data-testid: chart-jobs,
// chart-steps, chart-slots.
import { BarChart, type BarChartProps } from '@mantine/charts'
import { stepTexts } from '../../../preload/contract/error-texts.ts'
import type { Statistics } from '../../../preload/contract/statistics.ts'
import { formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import type { Bars } from './bars.ts'
import { ChartPanel } from './chart-panel.tsx'
import classes from './panel.module.css'

const looks = {
  h: '100%',
  mih: 230,
  maxBarWidth: 44,
  strokeDasharray: '3 4',
  gridColor: 'var(--fl-line)',
  textColor: 'var(--fl-quiet)',
  cursorFill: 'var(--fl-track)',
  withLegend: true,
  legendProps: { verticalAlign: 'top', height: 34 },
  // The numbers are in the table; a chart with stops of its own would only repeat them.
  accessibilityLayer: false,
} as const satisfies Partial<BarChartProps>

function useOutcomeSeries() {
  const { t } = useTexts()
  return [
    { name: 'passed', label: t('statistics.chart.passed'), color: 'var(--fl-good)' },
    { name: 'failed', label: t('statistics.chart.failed'), color: 'var(--fl-bad)' },
  ]
}

export function JobsChart({ bars: { step, bars } }: { bars: Bars }) {
  const { t, language } = useTexts()
  const series = useOutcomeSeries()
  const said = (amount: number) => amount.toLocaleString(language)
  return (
    <ChartPanel
      title={t('statistics.chart.jobs')}
      detail={t(step === 'hour' ? 'statistics.chart.jobsByHour' : 'statistics.chart.jobsByDay')}
      testId="chart-jobs"
      head={[t('statistics.chart.time'), t('statistics.chart.passed'), t('statistics.chart.failed')]}
      rows={bars.map(({ label, passed, failed }) => [label, said(passed), said(failed)])}
    >
      <BarChart
        {...looks}
        data={[...bars]}
        dataKey="label"
        type="stacked"
        series={series}
        valueFormatter={said}
        yAxisProps={{ allowDecimals: false, width: 44 }}
      />
    </ChartPanel>
  )
}

export function SlotsChart({ slots }: { slots: Statistics['slots'] }) {
  const { t, language } = useTexts()
  const series = useOutcomeSeries()
  const said = (amount: number) => amount.toLocaleString(language)
  return (
    <ChartPanel
      title={t('statistics.chart.slots')}
      detail={t('statistics.chart.jobs')}
      testId="chart-slots"
      head={[t('statistics.chart.slot'), t('statistics.chart.passed'), t('statistics.chart.failed')]}
      rows={slots.map(({ name, jobs, failed }) => [slotName(t, name), said(jobs - failed), said(failed)])}
    >
      <BarChart
        {...looks}
        data={slots.map(({ name, jobs, failed }) => ({ label: name, passed: jobs - failed, failed }))}
        dataKey="label"
        type="stacked"
        series={series}
        valueFormatter={said}
        yAxisProps={{ allowDecimals: false, width: 44 }}
        tooltipProps={{ labelFormatter: (label) => slotName(t, String(label)) }}
      />
    </ChartPanel>
  )
}

export function StepsChart({ steps }: { steps: Statistics['steps'] }) {
  const { t, language } = useTexts()
  const time = (ms: number) => formatDuration(ms, language)
  const data = steps.map(({ step, medianMs, p95Ms }) => ({
    label: stepTexts[step][language].name,
    median: medianMs,
    p95: p95Ms,
  }))
  return (
    <ChartPanel
      title={t('statistics.chart.steps')}
      detail={t('statistics.chart.stepsOf')}
      testId="chart-steps"
      head={[
        t('statistics.chart.step'),
        t('statistics.chart.median'),
        t('statistics.chart.p95'),
        t('statistics.chart.jobsCount'),
      ]}
      rows={steps.map(({ step, medianMs, p95Ms, jobs }) => [
        stepTexts[step][language].name,
        time(medianMs),
        time(p95Ms),
        jobs.toLocaleString(language),
      ])}
    >
      {steps.length === 0 ? (
        <p className={classes.quiet}>{t('statistics.chart.noSteps')}</p>
      ) : (
        <BarChart
          {...looks}
          data={data}
          dataKey="label"
          orientation="vertical"
          gridAxis="y"
          tickLine="x"
          series={[
            { name: 'median', label: t('statistics.chart.median'), color: 'var(--fl-accent)' },
            { name: 'p95', label: t('statistics.chart.p95Short'), color: 'var(--fl-edge)' },
          ]}
          valueFormatter={time}
          yAxisProps={{ width: 86 }}
        />
      )}
    </ChartPanel>
  )
}

// What the records of a time add up to, and what to do about it first. data-testid: statistics (data-loading),
// statistics-empty, statistics-longer, statistics-clear, statistics-retry.
import '@mantine/core/styles/ColorSwatch.css'
import '@mantine/charts/styles.css'
import { Button } from '@mantine/core'
import { IconChartBar, IconRefresh } from '@tabler/icons-react'
import { useMemo } from 'react'
import { CallProblem } from '../../components/call-problem.tsx'
import { replaceAddress, useAddress } from '../../components/use-address.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { localTimeZone } from '../history/date-presets.ts'
import { barsOf } from './bars.ts'
import { JobsChart, SlotsChart, StepsChart } from './charts.tsx'
import { Figures } from './figures.tsx'
import { FirmwareTable } from './firmware-table.tsx'
import { FixFirst } from './fix-first.tsx'
import { RangeBar } from './range-bar.tsx'
import { addressOf, askedOf, isFiltered, queryOfAddress, type ShownQuery } from './shown-query.ts'
import { SlotHealthTable } from './slot-health.tsx'
import classes from './statistics-screen.module.css'
import { useStatistics } from './use-statistics.ts'

export function StatisticsScreen() {
  const { t, language } = useTexts()
  const address = useAddress()
  const shown = useMemo(() => queryOfAddress(address), [address])
  const orders = useStation((state) => state.picture?.orders) ?? none
  const query = askedOf(shown, orders, new Date(), localTimeZone())
  const { statistics, isLoading, failed, reload } = useStatistics(query)
  const bars = useMemo(
    () => statistics && barsOf(statistics.series, language, localTimeZone()),
    [statistics, language],
  )
  const change = (next: ShownQuery) => replaceAddress(addressOf(next))
  return (
    <div className={classes.page} data-testid="statistics" data-loading={isLoading}>
      <header className={classes.head}>
        <h1>{t('statistics.title')}</h1>
        <RangeBar shown={shown} change={change} />
      </header>
      {query === null && <CallProblem error={{ code: 'INPUT_INVALID', context: {} }} />}
      {failed && (
        <div className={classes.failed}>
          <CallProblem error={failed} />
          <Button
            size="sm"
            variant="default"
            leftSection={<IconRefresh size={17} aria-hidden="true" />}
            data-testid="statistics-retry"
            onClick={reload}
          >
            {t('records.retry')}
          </Button>
        </div>
      )}
      {!statistics && !failed && query && <p className={classes.wait}>{t('statistics.loading')}</p>}
      {statistics?.jobs.total === 0 && <Nothing shown={shown} change={change} />}
      {statistics && statistics.jobs.total > 0 && query && bars && (
        <div className={classes.body}>
          <Figures statistics={statistics} bars={bars.bars} />
          <div className={classes.columns}>
            <div className={classes.column}>
              <FixFirst statistics={statistics} query={query} />
              <FirmwareTable firmware={statistics.firmware} />
            </div>
            <div className={classes.column}>
              <JobsChart bars={bars} />
              <StepsChart steps={statistics.steps} />
            </div>
          </div>
          <div className={classes.slots}>
            <SlotHealthTable slots={statistics.slots} />
            <SlotsChart slots={statistics.slots} />
          </div>
        </div>
      )}
    </div>
  )
}

const none: readonly [] = []

function Nothing({ shown, change }: { shown: ShownQuery; change: (shown: ShownQuery) => void }) {
  const { t } = useTexts()
  return (
    <div className={classes.nothing} data-testid="statistics-empty">
      <IconChartBar size={60} stroke={1.2} aria-hidden="true" />
      <h2>{t('statistics.empty.title')}</h2>
      <p>{t('statistics.empty.detail')}</p>
      <div className={classes.ways}>
        {shown.range !== 'days30' && (
          <Button
            data-testid="statistics-longer"
            onClick={() => change({ ...shown, range: 'days30', orderId: undefined })}
          >
            {t('statistics.empty.longer')}
          </Button>
        )}
        {isFiltered(shown) && (
          <Button
            variant="default"
            data-testid="statistics-clear"
            onClick={() => change({ range: 'days30' })}
          >
            {t('statistics.empty.clear')}
          </Button>
        )}
        <Button component="a" href="#/bench" variant="default">
          {t('statistics.empty.bench')}
        </Button>
      </div>
    </div>
  )
}

// The history: every job that ended, filtered by what the page's address says, with its exports, lots and labels.
// data-testid: history-total, history-newer, history-print-lot, history-print-labels, history-unselect, history-retry.
import { Button } from '@mantine/core'
import { IconArrowUp, IconPrinter, IconRefresh, IconTag } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import { CallProblem } from '../../components/call-problem.tsx'
import { replaceAddress, useAddress } from '../../components/use-address.ts'
import { useMay } from '../../components/use-may.ts'
import { useTexts } from '../../text/i18n.ts'
import { labelsAddress, lotAddress } from '../print/print-address.ts'
import { ChainLine } from './chain-line.tsx'
import { localTimeZone } from './date-presets.ts'
import { ExportButtons } from './export-buttons.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FilterChips } from './filter-chips.tsx'
import classes from './history-screen.module.css'
import { HistoryTable } from './history-table.tsx'
import type { LoadedPages } from './loaded-pages.ts'
import { activeFields, addressOf, askedOf, filterOfAddress, type ShownFilter } from './shown-filter.ts'
import { useChoices } from './use-choices.ts'
import { useHistory } from './use-history.ts'

/** Of one print: the page's address names them all. */
const labelsAtMost = 200

export function HistoryScreen() {
  const { t } = useTexts()
  const address = useAddress()
  const filter = useMemo(() => filterOfAddress(address), [address])
  const asked = askedOf(filter, new Date(), localTimeZone())
  const { loaded, isLoading, failed, hasNewer, reload, see } = useHistory(asked)
  const choices = useChoices()
  // Newer ones are at the top, wherever the reader was.
  const [turn, setTurn] = useState(0)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const mayExport = useMay('history', 'export')
  const mayPrintLot = useMay('history', 'lot')
  const change = (next: ShownFilter) => replaceAddress(addressOf(next))
  const select = useCallback((jobId: string, on: boolean) => {
    setSelected((before) => {
      const after = new Set([...before].filter((one) => one !== jobId))
      return on && after.size < labelsAtMost ? after.add(jobId) : after
    })
  }, [])
  const isEmpty = loaded?.total === 0
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('history.title')}</h1>
        <Total loaded={loaded} isLoading={isLoading} />
        <span className={classes.gap} />
        {selected.size > 0 && (
          <>
            <Button
              size="sm"
              variant="subtle"
              data-testid="history-unselect"
              onClick={() => setSelected(new Set())}
            >
              {t('records.unselect')}
            </Button>
            <Button
              component="a"
              href={labelsAddress([...selected])}
              size="sm"
              variant="filled"
              leftSection={<IconTag size={18} aria-hidden="true" />}
              data-testid="history-print-labels"
            >
              {t('records.printLabels', { count: selected.size })}
            </Button>
          </>
        )}
        {mayPrintLot && filter.lot !== undefined && (
          <Button
            component="a"
            href={lotAddress(filter.lot)}
            size="sm"
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden="true" />}
            data-testid="history-print-lot"
          >
            {t('records.printLot')}
          </Button>
        )}
        {mayExport && <ExportButtons filter={asked} isEmpty={isEmpty} />}
      </header>
      <FilterBar filter={filter} choices={choices} change={change} />
      <FilterChips filter={filter} choices={choices} change={change} />
      {failed && (
        <div className={classes.failed}>
          <CallProblem error={failed} />
          <Button
            size="sm"
            variant="default"
            leftSection={<IconRefresh size={17} aria-hidden="true" />}
            data-testid="history-retry"
            onClick={reload}
          >
            {t('records.retry')}
          </Button>
        </div>
      )}
      {loaded === null && !failed && <p className={classes.none}>{t('history.loading')}</p>}
      {isEmpty && (
        <div className={classes.none}>
          <p>{activeFields(filter).length === 0 ? t('history.empty') : t('records.noMatch')}</p>
          {activeFields(filter).length > 0 && (
            <Button size="sm" variant="default" onClick={() => change({})}>
              {t('records.clear')}
            </Button>
          )}
        </div>
      )}
      {loaded !== null && !isEmpty && (
        <div className={classes.list} data-loading={isLoading}>
          {hasNewer && (
            <button
              type="button"
              className={classes.newer}
              data-testid="history-newer"
              onClick={() => {
                setTurn(turn + 1)
                reload()
              }}
            >
              <IconArrowUp size={16} stroke={2.5} aria-hidden="true" /> {t('records.newer')}
            </button>
          )}
          <HistoryTable
            key={`${turn} ${address}`}
            loaded={loaded}
            selected={selected}
            select={select}
            see={see}
          />
        </div>
      )}
      <ChainLine />
    </div>
  )
}

function Total({ loaded, isLoading }: { loaded: LoadedPages | null; isLoading: boolean }) {
  const { t, language } = useTexts()
  if (!loaded) return null
  const total = loaded.total.toLocaleString(language)
  return (
    <span
      className={classes.total}
      role="status"
      data-testid="history-total"
      data-total={loaded.total}
      data-loading={isLoading}
    >
      {loaded.isTotalExact ? t('history.total', { total }) : t('records.moreThan', { total })}
    </span>
  )
}

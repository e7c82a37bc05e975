// One line under the history: how many records are chained, whether the last check found them whole, and what it found.
// data-testid: chain-line (data-state: unchecked, whole, broken), chain-check, chain-problem.
import { IconLink, IconShieldCheck, IconShieldExclamation } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ChainProblem, ChainReport } from '../../../preload/contract/record-chain.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { openJob, useStation } from '../../store/station-store.ts'
import { formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './chain-line.module.css'

const problemsShown = 8

export function ChainLine() {
  const { t, language } = useTexts()
  const client = useStation((state) => state.client)
  const newest = useStation((state) => state.picture?.recent[0]?.jobId)
  const [entries, setEntries] = useState<number | null>(null)
  const [report, setReport] = useState<ChainReport | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a record that ended is the reason to ask again
  useEffect(() => {
    let isCurrent = true
    client?.history.chain().then(
      (answer) => {
        if (!isCurrent) return
        setEntries(answer.entries)
        setReport(answer.report)
      },
      // The list above says when the station cannot be asked.
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [client, newest])
  if (entries === null) return null
  const state = report === null ? 'unchecked' : report.problemCount === 0 ? 'whole' : 'broken'
  const Mark = { unchecked: IconLink, whole: IconShieldCheck, broken: IconShieldExclamation }[state]
  const number = (value: number) => value.toLocaleString(language)
  return (
    <section
      className={classes.line}
      data-testid="chain-line"
      data-state={state}
      aria-label={t('chain.title')}
    >
      <div className={classes.head}>
        <Mark size={19} aria-hidden="true" />
        <span role="status">
          {t('chain.entries', { count: entries, entries: number(entries) })}{' '}
          {report === null
            ? t('chain.unchecked')
            : t(state === 'whole' ? 'chain.whole' : 'chain.broken', {
                time: formatDateTime(report.checkedAt, language),
                count: report.problemCount,
                problems: number(report.problemCount),
                records: number(report.records),
              })}
          {report !== null && report.recordsBefore > 0 && (
            <> {t('chain.before', { count: report.recordsBefore, records: number(report.recordsBefore) })}</>
          )}
        </span>
        <span className={classes.gap} />
        <ActionButton
          testId="chain-check"
          label={t('chain.check')}
          icon={<IconShieldCheck size={17} aria-hidden="true" />}
          needs="history.verify"
          ask={async (station) => {
            const found = await station.history.verify()
            setReport(found)
            setEntries(found.entries)
          }}
        />
      </div>
      {report !== null && report.problemCount > 0 && (
        <ul className={classes.problems}>
          {report.problems.slice(0, problemsShown).map((problem) => (
            <Problem key={`${problem.kind} ${problem.entryNo} ${problem.jobNo}`} problem={problem} />
          ))}
          {report.problemCount > problemsShown && (
            <li>{t('chain.more', { count: report.problemCount - problemsShown })}</li>
          )}
        </ul>
      )}
    </section>
  )
}

function Problem({ problem }: { problem: ChainProblem }) {
  const { t } = useTexts()
  const { kind, jobNo, jobId, entryNo } = problem
  const isThere = jobId !== null && kind !== 'recordMissing'
  const text = t(`chain.problem.${kind}`, { record: jobNo ?? '-', entry: entryNo ?? '-' })
  return (
    <li data-testid="chain-problem" data-kind={kind}>
      {isThere ? (
        <button type="button" className={classes.open} onClick={() => openJob(jobId)}>
          {text}
        </button>
      ) : (
        text
      )}
    </li>
  )
}

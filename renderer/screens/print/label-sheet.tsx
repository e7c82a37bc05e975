// The labels of units, one a page at its true size. A unit that did not pass gets none, and is named instead.
// data-testid: label-left-out.
import type { Job } from '../../../preload/contract/model.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useStation } from '../../store/station-store.ts'
import { formatDevice } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { LabelDrawing } from './label-drawing.tsx'
import { factsOf, layOut } from './label-layout.ts'
import { PrintPage } from './print-page.tsx'
import classes from './print-screen.module.css'
import { usePrintSheet } from './use-print-sheet.ts'
import { useRecords } from './use-records.ts'

export function LabelSheet({ jobIds }: { jobIds: readonly string[] }) {
  const { t } = useTexts()
  const label = useStation((state) => state.picture?.settings.label)
  const { found, failed } = useRecords(jobIds)
  usePrintSheet(label ? `@page { size: ${label.widthMm}mm ${label.heightMm}mm; margin: 0 }` : '')
  const passed = found?.jobs.filter(({ outcome }) => outcome === 'passed') ?? []
  const leftOut = found?.jobs.filter(({ outcome }) => outcome !== 'passed') ?? []
  const nameOf = (job: Job) => formatDevice(job.device) ?? slotName(t, job.slotName)
  const reason = failed
    ? t('print.failed')
    : !found
      ? t('history.loading')
      : passed.length === 0
        ? t('print.noLabels')
        : null
  return (
    <PrintPage title={t('print.labels', { count: passed.length })} reason={reason}>
      {failed && <CallProblem error={failed} />}
      {found && leftOut.length + found.unknown.length > 0 && (
        <section className={classes.left} data-testid="label-left-out">
          <p>{t('print.leftOut')}</p>
          <ul>
            {leftOut.map((job) => (
              <li key={job.jobId}>
                {nameOf(job)}: {t(`state.${job.outcome}`)}
              </li>
            ))}
            {found.unknown.map((jobId) => (
              <li key={jobId}>
                {jobId}: {t('print.jobUnknown')}
              </li>
            ))}
          </ul>
        </section>
      )}
      {found && passed.length === 0 && <p className={classes.message}>{t('print.noLabels')}</p>}
      {label && passed.length > 0 && (
        <ul className={classes.labels}>
          {passed.map((job) => (
            <li key={job.jobId} className={classes.label}>
              <LabelDrawing layout={layOut(label, factsOf(job))} name={nameOf(job)} />
            </li>
          ))}
        </ul>
      )}
    </PrintPage>
  )
}

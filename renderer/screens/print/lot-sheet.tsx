// A lot on A4: what it was, what became of it, why units failed, and every unit. data-testid: lot-sheet, lot-unit
// (data-outcome), lot-failure (data-code).
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { LotReport } from '../../../preload/contract/history.ts'
import type { Version } from '../../../preload/contract/model.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useStation } from '../../store/station-store.ts'
import {
  formatDateTime,
  formatList,
  formatRecordTime,
  formatShare,
  formatVersion,
} from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { type LotUnit, unitsOf } from './lot-units.ts'
import { PrintPage } from './print-page.tsx'
import classes from './print-screen.module.css'
import { useLot } from './use-lot.ts'
import { usePrintSheet } from './use-print-sheet.ts'

export function LotSheet({ lot }: { lot: string }) {
  const { t, language } = useTexts()
  const { found, read, failed } = useLot(lot)
  const printedAt = formatDateTime(new Date().toISOString(), language)
  usePrintSheet(`@page { size: A4; margin: 14mm 12mm 16mm;
    @bottom-left { content: ${quoted(`${t('print.lot', { lot })} · ${printedAt}`)}; font: 8pt sans-serif; }
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }`)
  const isEmpty = found?.jobs.length === 0
  const coming = t('print.reading', { count: read, read: read.toLocaleString(language) })
  return (
    <PrintPage
      title={t('print.lot', { lot })}
      reason={failed ? t('print.failed') : isEmpty ? t('print.lotUnknown') : found ? null : coming}
    >
      {failed && <CallProblem error={failed} />}
      {!failed && !found && <p className={classes.message}>{coming}</p>}
      {isEmpty && <p className={classes.message}>{t('print.lotUnknown')}</p>}
      {found && !isEmpty && (
        <article className={classes.paper} data-testid="lot-sheet">
          <LotHead report={found.report} printedAt={printedAt} />
          <Failures report={found.report} />
          <Units units={unitsOf(found.jobs)} />
        </article>
      )}
    </PrintPage>
  )
}

const shownVersion = (version: Version) => formatVersion(version) ?? ''

function LotHead({ report, printedAt }: { report: LotReport; printedAt: string }) {
  const { t, language } = useTexts()
  const station = useStation((state) => state.picture?.settings.stationName ?? '')
  const share = (part: number) =>
    report.units === 0 ? t('job.none') : formatShare(part / report.units, language)
  const figures = [
    [t('print.units'), report.units.toLocaleString(language)],
    [t('count.passed'), report.passed.toLocaleString(language)],
    [t('count.failed'), report.failed.toLocaleString(language)],
    [t('print.yield'), share(report.passed)],
    [t('print.firstPassYield'), share(report.passedFirst)],
  ] as const
  const period = [report.firstAt, report.lastAt]
    .flatMap((at) => (at === null ? [] : [formatDateTime(at, language)]))
    .join(' – ')
  const facts = [
    [t('job.product'), formatList(report.productIds, language)],
    [t('history.versions'), formatList(report.versions.map(shownVersion), language)],
    [t('print.period'), period],
    [t('job.operator'), formatList(report.operators, language)],
  ] as const
  return (
    <>
      <header className={classes.lotHead}>
        <h2>{t('print.lot', { lot: report.lot })}</h2>
        <div className={classes.station}>
          <b>{station}</b>
          <div>{t('print.printedAt', { time: printedAt })}</div>
        </div>
      </header>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <dl className={classes.facts}>
        {facts.flatMap(([name, value]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} value`}>{value || t('job.none')}</dd>,
        ])}
      </dl>
    </>
  )
}

function Failures({ report }: { report: LotReport }) {
  const { t, language } = useTexts()
  if (report.failures.length === 0) return null
  return (
    <section>
      <h3>{t('print.failures')}</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('history.reason')}</th>
            <th scope="col">{t('print.code')}</th>
            <th scope="col" className={classes.number}>
              {t('print.jobs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.failures.map(({ code, count }) => (
            <tr key={code} data-testid="lot-failure" data-code={code}>
              <td>{errorText({ code, context: {} }, language).title}</td>
              <td className={classes.code}>{code}</td>
              <td className={classes.number}>{count.toLocaleString(language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Units({ units }: { units: readonly LotUnit[] }) {
  const { t, language } = useTexts()
  return (
    <section>
      <h3>{t('print.units')}</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.number}>
              {t('print.number')}
            </th>
            <th scope="col">{t('job.sn')}</th>
            <th scope="col">{t('job.mac')}</th>
            <th scope="col">{t('print.version')}</th>
            <th scope="col">{t('history.outcome')}</th>
            <th scope="col">{t('history.time')}</th>
            <th scope="col">{t('history.operator')}</th>
            <th scope="col" className={classes.number}>
              {t('print.jobs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {units.map(({ key, job, jobs }, index) => (
            <tr key={key} data-testid="lot-unit" data-outcome={job.outcome}>
              <td className={classes.number}>{(index + 1).toLocaleString(language)}</td>
              <td className={classes.code}>{job.device.sn ?? job.device.deviceId ?? t('job.none')}</td>
              <td className={classes.code}>{job.device.mac ?? t('job.none')}</td>
              <td>{formatVersion(job.bootedVersion) ?? formatVersion(job.toVersion) ?? t('job.none')}</td>
              <td className={classes.mark}>{t(`state.${job.outcome}`)}</td>
              <td>{formatRecordTime(job.endedAt ?? job.startedAt, language)}</td>
              <td>{job.operator}</td>
              <td className={classes.number}>{jobs.toLocaleString(language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** As a string of CSS. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/[\n\r\f]/g, ' ')}"`
}

// The steps of a job: what became of each, how long it took, how much it moved, how often it had to repeat.
// data-testid: check-offline, step-cloud.
import { errorText, errorTexts, stepTexts } from '../../../preload/contract/error-texts.ts'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import type { Step } from '../../../preload/contract/model.ts'
import { StepMark, stepOrder } from '../../components/step-track.tsx'
import { formatBytes, formatDuration, formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './job-drawer.module.css'
import { skipReason } from './recorded-facts.ts'

export function JobSteps({ steps, ended }: { steps: readonly Step[]; ended: boolean }) {
  const { t } = useTexts()
  return (
    <section>
      <h3 className={classes.section}>{t('job.steps')}</h3>
      <table className={classes.steps}>
        <tbody>
          {stepOrder.map((name) => (
            <StepRow key={name} name={name} step={steps.find((step) => step.name === name)} ended={ended} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function StepRow(props: { name: Step['name']; step: Step | undefined; ended: boolean }) {
  const { name, step, ended } = props
  const { t, language } = useTexts()
  const look = step?.outcome ?? 'pending'
  const skipped = skipReason(step)
  const tookMs = step?.endedAt ? Date.parse(step.endedAt) - Date.parse(step.startedAt) : null
  return (
    <tr data-look={look}>
      <td className={classes.markCell}>
        <StepMark look={look} />
      </td>
      <th scope="row">{stepTexts[name][language].name}</th>
      <td>
        {t(`stepOutcome.${look === 'pending' && ended ? 'unreached' : look}`)}
        {skipped && <>: {t(`skipped.${skipped}`)}</>}
        {step?.detail.source === 'offline' && <DecidedOffline detail={step.detail} />}
        {step && <SaidByCloud detail={step.detail} />}
      </td>
      <td className={classes.number}>{step ? formatTime(step.startedAt, language) : ''}</td>
      <td className={classes.number}>{tookMs === null ? '' : formatDuration(tookMs, language)}</td>
      <td className={classes.number}>
        {step && step.doneBytes > 0 ? formatBytes(step.doneBytes, language) : ''}
        {typeof step?.detail.skippedBytes === 'number' && step.detail.skippedBytes > 0 && (
          <div className={classes.because}>
            {t('job.skippedBytes', { size: formatBytes(step.detail.skippedBytes, language) })}
          </div>
        )}
        {step && step.retries > 0 && (
          <div className={classes.retries}>{t('job.retries', { count: step.retries })}</div>
        )}
      </td>
    </tr>
  )
}

const errorCodes = Object.keys(errorTexts) as ErrorCode[]

const progressSources = ['protocol', 'cloud', 'both'] as const

/** Who told the progress of a device that is updated over the network, and what its cloud said in the end. */
function SaidByCloud({ detail }: { detail: Step['detail'] }) {
  const { t, language } = useTexts()
  const { progressFrom, cloudSaid, cloudVersion, by } = detail
  const source = progressSources.find((one) => one === progressFrom)
  const code = errorCodes.find((one) => one === cloudSaid)
  const facts = [
    source ? t(`job.progressFrom.${source}`) : '',
    cloudSaid === 'succeeded' ? t('job.cloudSucceeded') : '',
    code ? t('job.cloudSaid', { said: errorText({ code, context: {} }, language).title }) : '',
    typeof cloudVersion === 'string' ? t('job.cloudVersion', { version: cloudVersion }) : '',
    by === 'cloud' ? t('job.byCloud') : '',
  ].filter((fact) => fact !== '')
  return facts.length === 0 ? null : (
    <div className={classes.because} data-testid="step-cloud">
      {facts.map((fact) => (
        <div key={fact}>{fact}</div>
      ))}
    </div>
  )
}

/** A check without its cloud is only as good as the copy it was made from. */
function DecidedOffline({ detail }: { detail: Step['detail'] }) {
  const { t, language } = useTexts()
  const { syncedAt, cause } = detail
  const code = errorCodes.find((one) => one === cause)
  return (
    <div className={classes.offline} data-testid="check-offline">
      {typeof syncedAt === 'string'
        ? t('job.checkedOffline', { time: formatTime(syncedAt, language) })
        : t('job.checkedOfflineUndated')}
      {code && <div className={classes.because}>{errorText({ code, context: {} }, language).title}</div>}
    </div>
  )
}

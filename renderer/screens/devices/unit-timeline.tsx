// The timeline of a unit: this station's jobs and what its cloud issued, each marked by where it comes from; a job opens its
// record. data-testid: unit-timeline, timeline-job-<job id>, timeline-cloud-<log id>, timeline-cloud-problem.
import { IconBuildingFactory2, IconCloud } from '@tabler/icons-react'
import type { OtaLogEntry } from '../../../preload/contract/cloud-model.ts'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { Job } from '../../../preload/contract/model.ts'
import type { UnitStory } from '../../../preload/contract/unit-story.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { Versions } from '../../components/versions.tsx'
import { openJob } from '../../store/station-store.ts'
import { formatDateTime, formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { timelineOf } from './timeline.ts'
import classes from './unit-timeline.module.css'
import { useConnectionName } from './use-connection-name.ts'

/** As many of each as the station tells. */
const mostEntries = 100

export function UnitTimeline({ jobs, otaLogs }: Pick<UnitStory, 'jobs' | 'otaLogs'>) {
  const { t, language } = useTexts()
  const nameOf = useConnectionName()
  const logs = otaLogs.state === 'answered' ? otaLogs.value : []
  const entries = timelineOf(jobs, logs)
  const isCut = jobs.length >= mostEntries || logs.length >= mostEntries
  return (
    <section className={classes.panel} aria-labelledby="unit-timeline" data-testid="unit-timeline">
      <h3 id="unit-timeline">{t('devices.timeline.title')}</h3>
      {otaLogs.state === 'failed' && (
        <div className={classes.problem} data-testid="timeline-cloud-problem">
          <b>{t('devices.cloudFailed', { connection: nameOf(otaLogs.connectionId ?? '') })}</b>
          <CallProblem error={otaLogs.error} />
        </div>
      )}
      {otaLogs.state === 'unset' && <p className={classes.quiet}>{t('devices.timeline.unset')}</p>}
      {entries.length === 0 && otaLogs.state !== 'failed' && (
        <p className={classes.quiet}>{t('devices.timeline.none')}</p>
      )}
      <ol className={classes.list}>
        {entries.map((entry) =>
          entry.source === 'here' ? (
            <JobEntry key={entry.job.jobId} job={entry.job} />
          ) : (
            <CloudEntry key={entry.key} log={entry.log} id={entry.key} />
          ),
        )}
      </ol>
      {isCut && (
        <p className={classes.quiet}>
          {t('devices.timeline.only', { shown: mostEntries.toLocaleString(language) })}
        </p>
      )}
    </section>
  )
}

function JobEntry({ job }: { job: Job }) {
  const { t, language } = useTexts()
  const at = job.endedAt ?? job.startedAt
  const time = formatDateTime(at, language)
  const outcome = t(`state.${job.outcome}`)
  const reason = job.correction
    ? t(`correction.${job.correction.reason}`)
    : job.error && errorText(job.error, language).title
  const tookMs = Date.parse(at) - Date.parse(job.startedAt)
  const facts = [
    t('devices.timeline.at', { slot: slotName(t, job.slotName) }),
    job.operator && t('devices.timeline.by', { operator: job.operator }),
    t('devices.timeline.took', { time: formatDuration(tookMs, language) }),
  ]
  return (
    <li className={classes.entry} data-source="here">
      <button
        type="button"
        className={classes.job}
        aria-label={`${t('devices.timeline.openJob', { outcome, time })} ${reason ?? ''}`}
        data-testid={`timeline-job-${job.jobId}`}
        onClick={() => openJob(job.jobId)}
      >
        <span className={classes.line}>
          <span className={classes.outcome} data-outcome={job.outcome}>
            <StateMark state={job.outcome} size={18} />
            {outcome}
          </span>
          <Versions job={job} />
          <time dateTime={at}>{time}</time>
        </span>
        {reason && <span className={classes.reason}>{reason}</span>}
        <span className={classes.facts}>
          <span className={classes.source}>
            <IconBuildingFactory2 size={15} aria-hidden="true" /> {t('devices.timeline.here')}
          </span>
          {facts.filter(Boolean).join(' · ')}
        </span>
      </button>
    </li>
  )
}

function CloudEntry({ log, id }: { log: OtaLogEntry; id: string }) {
  const { t, language } = useTexts()
  const { status, executedAt, taskId } = log
  return (
    <li className={classes.entry} data-source="cloud" data-testid={`timeline-cloud-${id}`}>
      <div className={classes.log}>
        <span className={classes.line}>
          <b>{t(`devices.timeline.${status ?? 'unsaid'}`)}</b>
          {executedAt === null ? (
            <span className={classes.undated}>{t('devices.timeline.undated')}</span>
          ) : (
            <time dateTime={executedAt}>{formatDateTime(executedAt, language)}</time>
          )}
        </span>
        <span className={classes.facts}>
          <span className={classes.source}>
            <IconCloud size={15} aria-hidden="true" /> {t('devices.timeline.cloud')}
          </span>
          {taskId !== null && t('devices.timeline.task', { task: taskId })}
        </span>
      </div>
    </li>
  )
}

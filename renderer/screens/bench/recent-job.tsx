// One ended job in a few lines.
import { memo } from 'react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { Job } from '../../../preload/contract/model.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { Versions } from '../../components/versions.tsx'
import { openJob } from '../../store/station-store.ts'
import { formatDevice, formatDuration, formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import classes from './recent-jobs.module.css'

export const RecentJob = memo(function RecentJob({ job }: { job: Job }) {
  const { t, language } = useTexts()
  const endedAt = job.endedAt ?? job.startedAt
  const tookMs = Date.parse(endedAt) - Date.parse(job.startedAt)
  const device = formatDevice(job.device)
  return (
    <li>
      <button
        type="button"
        className={classes.job}
        data-testid="recent-job"
        data-outcome={job.outcome}
        onClick={() => openJob(job.jobId)}
      >
        <span className={classes.mark}>
          <StateMark state={job.outcome} size={24} />
        </span>
        <span className={classes.what}>
          <span className={classes.line}>
            <b className={classes.outcome}>{t(`count.${job.outcome}`)}</b>
            <span className={classes.slot}>{slotName(t, job.slotName)}</span>
            <time dateTime={endedAt}>{formatTime(endedAt, language)}</time>
          </span>
          {job.correction ? (
            <span className={classes.reason}>{t(`correction.${job.correction.reason}`)}</span>
          ) : (
            job.error && <span className={classes.reason}>{errorText(job.error, language).title}</span>
          )}
          <span className={classes.line}>
            {device && <span className={classes.device}>{device}</span>}
            <span className={classes.rest}>
              <Versions job={job} />
              <span>{formatDuration(tookMs, language)}</span>
            </span>
          </span>
        </span>
      </button>
    </li>
  )
})

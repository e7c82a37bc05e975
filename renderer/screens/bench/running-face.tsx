// A running job: which step, how far, how fast, how long still when that is known; or what a person has to do for it.
import { IconCloud, IconHandFinger } from '@tabler/icons-react'
import { stepTexts } from '../../../preload/contract/error-texts.ts'
import type { Job, Slot } from '../../../preload/contract/model.ts'
import { askingNotices, type NoticeText, noticeTexts } from '../../../preload/contract/notice-texts.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { StepTrack, stepOrder } from '../../components/step-track.tsx'
import { Versions } from '../../components/versions.tsx'
import { type Progress, stalledMs, timeLeftMs } from '../../store/progress.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatBytes, formatBytesOf, formatDuration, formatPercent, formatSpeed } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './running-face.module.css'
import { CableButton, CancelButton } from './slot-buttons.tsx'
import card from './slot-card.module.css'

export function RunningFace({ slot, job }: { slot: Slot; job: Job | undefined }) {
  const { t, language } = useTexts()
  const step = job?.steps.findLast(({ outcome }) => outcome === 'running')?.name ?? null
  const notice = job?.notice ? noticeTexts[job.notice][language] : null
  const isAsked = job?.notice ? askingNotices.has(job.notice) : false
  return (
    <>
      {notice && isAsked ? (
        <Asked title={notice.title} text={notice.text} />
      ) : (
        <div className={classes.face}>
          <div className={classes.line}>
            <span>{job && <Versions job={job} />}</span>
            <span className={classes.state}>
              <StateMark state="running" size={17} />
              {t('count.running')}
            </span>
          </div>
          <div className={classes.now}>
            <strong className={classes.step}>
              {notice?.title ?? (step === null ? t('slot.starting') : stepTexts[step][language].name)}
            </strong>
            {job && <Percent jobId={job.jobId} step={step} />}
          </div>
          {job && <Bar job={job} step={step} />}
          {job && <StepTrack steps={job.steps} />}
        </div>
      )}
      <footer className={card.foot}>
        {job && <CancelButton jobId={job.jobId} />}
        <CableButton slot={slot} />
      </footer>
    </>
  )
}

/** The station waits for a person: nothing else matters until it is done. */
function Asked({ title, text }: NoticeText) {
  return (
    <div className={classes.asked} role="alert" data-testid="slot-notice">
      <div className={classes.askedTitle}>
        <IconHandFinger size="1em" aria-hidden="true" />
        <strong>{title}</strong>
      </div>
      <p>{text}</p>
    </div>
  )
}

/** The progress of the step that runs; reports of another step are no longer true. */
function useProgress(jobId: string, step: string | null): Progress | undefined {
  const progress = useStation((state) => state.picture?.progress[jobId])
  return progress?.step === step ? progress : undefined
}

function Percent({ jobId, step }: { jobId: string; step: string | null }) {
  const { t, language } = useTexts()
  const progress = useProgress(jobId, step)
  const percent = progress && formatPercent(progress.doneBytes, progress.totalBytes, language)
  if (!percent) return null
  return (
    <span className={classes.percent}>
      {progress.source === 'cloud' && <IconCloud size="0.55em" role="img" aria-label={t('slot.saysCloud')} />}
      {percent}
    </span>
  )
}

function Bar({ job, step }: { job: Job; step: Job['steps'][number]['name'] | null }) {
  const { t, language } = useTexts()
  const progress = useProgress(job.jobId, step)
  const total = progress?.totalBytes ?? null
  const known = progress !== undefined && total !== null && total > 0
  const fraction = known ? Math.min(1, progress.doneBytes / total) : 0
  const doing = job.notice
    ? noticeTexts[job.notice][language].text
    : step === null
      ? t('slot.starting')
      : stepTexts[step][language].doing
  const place = step === null ? 0 : stepOrder.indexOf(step) + 1
  const fromCloud = progress?.source === 'cloud'
  const said = known && !fromCloud ? formatBytesOf(progress.doneBytes, total, language) : null
  return (
    <>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={doing}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(known ? { 'aria-valuenow': Math.floor(fraction * 100) } : {})}
        data-known={known}
      >
        <div className={classes.fill} style={known ? { transform: `scaleX(${fraction})` } : undefined} />
      </div>
      <div className={`${classes.facts} ${classes.bytes}`}>
        {fromCloud ? (
          <span data-testid="slot-cloud-progress">{t('slot.saysCloud')}</span>
        ) : said ? (
          <span>{t('slot.ofBytes', said)}</span>
        ) : progress && progress.doneBytes > 0 ? (
          <span>{formatBytes(progress.doneBytes, language)}</span>
        ) : (
          <span className={classes.doing}>{doing}</span>
        )}
        {progress && !fromCloud && <span>{formatSpeed(progress.smoothBytesPerSecond, language)}</span>}
      </div>
      <div className={classes.facts}>
        <TimeLeft progress={progress} startedAt={job.startedAt} />
        <span>{t('slot.stepOf', { index: place, count: stepOrder.length })}</span>
      </div>
    </>
  )
}

function TimeLeft({ progress, startedAt }: { progress: Progress | undefined; startedAt: string }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  if (progress) {
    const stillMs = stalledMs(progress, nowMs)
    if (stillMs !== null)
      return (
        <b className={classes.stalled}>
          {t('slot.stalled', { time: formatDuration(Math.floor(stillMs / 1000) * 1000, language) })}
        </b>
      )
    const leftMs = timeLeftMs(progress, nowMs)
    if (leftMs !== null)
      return (
        <b title={t('slot.timeLeftLabel')}>
          {t('slot.timeLeft', { time: formatDuration(leftMs, language) })}
        </b>
      )
  }
  const runMs = Math.max(0, Math.floor((nowMs - Date.parse(startedAt)) / 1000) * 1000)
  return <span>{formatDuration(runMs, language)}</span>
}

// How far a running job is: percent, bar, bytes, speed and time left. Each part is drawn anew only when what it shows has
// changed, not with every byte: a bench of 64 slots reports hundreds of times a second.
import { IconCloud } from '@tabler/icons-react'
import { useShallow } from 'zustand/react/shallow'
import { stepTexts } from '../../../preload/contract/error-texts.ts'
import type { Job, StepName } from '../../../preload/contract/model.ts'
import { noticeTexts } from '../../../preload/contract/notice-texts.ts'
import { stepOrder } from '../../components/step-track.tsx'
import { type Progress, stalledMs, timeLeftMs } from '../../store/progress.ts'
import { type StationStore, useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatBytes, formatBytesOf, formatDuration, formatPercent, formatSpeed } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { repeatsOf } from './repeats.ts'
import classes from './running-face.module.css'

/** The progress of the step that runs; reports of another step are no longer true. */
function progressOf({ picture }: StationStore, jobId: string, step: StepName | null): Progress | undefined {
  const progress = picture?.progress[jobId]
  return progress?.step === step ? progress : undefined
}

export function ShownPercent({ jobId, step }: { jobId: string; step: StepName | null }) {
  const { t, language } = useTexts()
  const percent = useStation((state) => {
    const progress = progressOf(state, jobId, step)
    return progress && formatPercent(progress.doneBytes, progress.totalBytes, language)
  })
  const isFromCloud = useStation((state) => progressOf(state, jobId, step)?.source === 'cloud')
  if (!percent) return null
  return (
    <span className={classes.percent}>
      {isFromCloud && <IconCloud size="0.55em" role="img" aria-label={t('slot.saysCloud')} />}
      {percent}
    </span>
  )
}

/** Finer than any screen can show. */
const barParts = 500

/** What is being done, in words. */
function useDoing(job: Job, step: StepName | null): string {
  const { t, language } = useTexts()
  if (job.notice) return noticeTexts[job.notice][language].text
  return step === null ? t('slot.starting') : stepTexts[step][language].doing
}

export function RunningBar({ job, step }: { job: Job; step: StepName | null }) {
  const doing = useDoing(job, step)
  const fraction = useStation((state) => {
    const { doneBytes, totalBytes } = progressOf(state, job.jobId, step) ?? { doneBytes: 0, totalBytes: null }
    return totalBytes ? Math.min(1, Math.floor((doneBytes / totalBytes) * barParts) / barParts) : null
  })
  const isKnown = fraction !== null
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={doing}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(isKnown ? { 'aria-valuenow': Math.floor(fraction * 100) } : {})}
      data-known={isKnown}
    >
      <div className={classes.fill} style={isKnown ? { transform: `scaleX(${fraction})` } : undefined} />
    </div>
  )
}

export function RunningFacts({ job, step }: { job: Job; step: StepName | null }) {
  const { t } = useTexts()
  const repeats = repeatsOf(job)
  const place = step === null ? 0 : stepOrder.indexOf(step) + 1
  return (
    <>
      <Bytes job={job} step={step} />
      <div className={classes.facts}>
        <TimeLeft job={job} step={step} />
        {repeats > 0 && (
          <span className={classes.repeats} data-testid="slot-repeats">
            {t('job.retries', { count: repeats })}
          </span>
        )}
        <span className={classes.stepOf}>{t('slot.stepOf', { index: place, count: stepOrder.length })}</span>
      </div>
    </>
  )
}

function Bytes({ job, step }: { job: Job; step: StepName | null }) {
  const { t, language } = useTexts()
  const doing = useDoing(job, step)
  const shown = useStation(
    useShallow((state) => {
      const progress = progressOf(state, job.jobId, step)
      if (!progress) return null
      const { doneBytes, totalBytes, source, smoothBytesPerSecond } = progress
      return {
        isFromCloud: source === 'cloud',
        ...(totalBytes
          ? formatBytesOf(doneBytes, totalBytes, language)
          : { done: doneBytes > 0 ? formatBytes(doneBytes, language) : '', total: '' }),
        speed: formatSpeed(smoothBytesPerSecond, language),
      }
    }),
  )
  return (
    <div className={`${classes.facts} ${classes.bytes}`}>
      {shown?.isFromCloud ? (
        <span data-testid="slot-cloud-progress">{t('slot.saysCloud')}</span>
      ) : shown && shown.done !== '' ? (
        <span>
          {shown.total === '' ? shown.done : t('slot.ofBytes', { done: shown.done, total: shown.total })}
        </span>
      ) : (
        <span className={classes.doing}>{doing}</span>
      )}
      {shown && !shown.isFromCloud && <span>{shown.speed}</span>}
    </div>
  )
}

function TimeLeft({ job, step }: { job: Job; step: StepName | null }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  const stillMs = useStation((state) => {
    const progress = progressOf(state, job.jobId, step)
    const ms = progress ? stalledMs(progress, nowMs) : null
    return ms === null ? null : Math.floor(ms / 1000) * 1000
  })
  const leftMs = useStation((state) => {
    const progress = progressOf(state, job.jobId, step)
    return progress ? timeLeftMs(progress, nowMs) : null
  })
  if (stillMs !== null)
    return <b className={classes.stalled}>{t('slot.stalled', { time: formatDuration(stillMs, language) })}</b>
  if (leftMs !== null)
    return (
      <b title={t('slot.timeLeftLabel')}>{t('slot.timeLeft', { time: formatDuration(leftMs, language) })}</b>
    )
  const runMs = Math.max(0, Math.floor((nowMs - Date.parse(job.startedAt)) / 1000) * 1000)
  return <span>{formatDuration(runMs, language)}</span>
}

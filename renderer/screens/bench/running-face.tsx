// A running job: which step, how far, how fast, how long still when that is known; or what a person has to do for it.
import { IconHandFinger } from '@tabler/icons-react'
import { stepTexts } from '../../../preload/contract/error-texts.ts'
import type { Job, Slot } from '../../../preload/contract/model.ts'
import { askingNotices, type NoticeText, noticeTexts } from '../../../preload/contract/notice-texts.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { StepTrack } from '../../components/step-track.tsx'
import { Versions } from '../../components/versions.tsx'
import { useTexts } from '../../text/i18n.ts'
import classes from './running-face.module.css'
import { RunningBar, RunningFacts, ShownPercent } from './running-progress.tsx'
import { CableButton, CancelButton } from './slot-buttons.tsx'
import card from './slot-card.module.css'

export interface RunningFaceProps {
  readonly slot: Slot
  readonly job: Job | undefined
  /** Too small for buttons and facts. */
  readonly isTile: boolean
}

export function RunningFace({ slot, job, isTile }: RunningFaceProps) {
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
          {!isTile && (
            <div className={classes.line}>
              <span>{job && <Versions job={job} />}</span>
              <span className={classes.state}>
                <StateMark state="running" size={17} />
                {t('count.running')}
              </span>
            </div>
          )}
          <div className={classes.now}>
            <strong className={classes.step}>
              {notice?.title ?? (step === null ? t('slot.starting') : stepTexts[step][language].name)}
            </strong>
            {job && <ShownPercent jobId={job.jobId} step={step} />}
          </div>
          {job && <RunningBar job={job} step={step} />}
          {job && !isTile && <RunningFacts job={job} step={step} />}
          {job && !isTile && <StepTrack steps={job.steps} />}
        </div>
      )}
      {!isTile && (
        <footer className={card.foot}>
          {job && <CancelButton jobId={job.jobId} />}
          <CableButton slot={slot} />
        </footer>
      )}
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

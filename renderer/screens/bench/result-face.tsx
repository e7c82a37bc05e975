// The result of a job: fills the card and stays until the unit is removed or the result acknowledged.

import { IconClock, IconCpu, IconPlugOff, IconRepeat, IconRotateClockwise } from '@tabler/icons-react'
import { useLayoutEffect, useRef } from 'react'
import {
  deviceStateTexts,
  type ErrorText,
  errorText,
  stepTexts,
} from '../../../preload/contract/error-texts.ts'
import type { Job, Slot } from '../../../preload/contract/model.ts'
import { Versions } from '../../components/versions.tsx'
import type { EndedState } from '../../store/slot-state.ts'
import { formatDuration } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { repeatsOf } from './repeats.ts'
import classes from './result-face.module.css'
import { CableButton, DoneButton, LogButton, OnceMoreButton, StartButton } from './slot-buttons.tsx'
import card from './slot-card.module.css'
import { StateWord } from './state-word.tsx'

export interface ResultFaceProps {
  readonly slot: Slot
  readonly job: Job
  readonly state: EndedState
  /** Too small for buttons and facts. */
  readonly isTile: boolean
}

export function ResultFace({ slot, job, state, isTile }: ResultFaceProps) {
  const { t, language } = useTexts()
  // Put right later: what failed at first is in the record.
  const text = job.error && !job.correction ? errorText(job.error, language) : null
  const step = job.error?.step ? stepTexts[job.error.step][language].name : null
  const repeats = repeatsOf(job)
  const tookMs = job.endedAt === null ? null : Date.parse(job.endedAt) - Date.parse(job.startedAt)
  if (isTile)
    return (
      <div className={classes.face} data-state={state} role="status">
        <StateWord state={state} />
      </div>
    )
  return (
    <>
      <div className={classes.face} data-state={state} role="status">
        <StateWord state={state} />
        {text ? (
          <Reason text={text} step={step} />
        ) : (
          <div className={classes.passed}>
            <div className={classes.versions}>
              <Versions job={job} />
            </div>
          </div>
        )}
        <div className={classes.facts}>
          <span title={deviceStateTexts[job.deviceState][language]} data-testid="device-state">
            <IconCpu size={16} aria-hidden="true" />
            <span className="fl-hidden">{t('deviceState.label')}: </span>
            {t(`deviceState.${job.deviceState}`)}
          </span>
          {!slot.present && (
            <span>
              <IconPlugOff size={16} aria-hidden="true" />
              {t('slot.gone')}
            </span>
          )}
          {job.correction && (
            <span title={t(`correction.${job.correction.reason}`)} data-testid="slot-corrected">
              <IconRotateClockwise size={16} aria-hidden="true" />
              {t('correction.short')}
            </span>
          )}
          {repeats > 0 && (
            <span title={t('job.retries', { count: repeats })}>
              <IconRepeat size={16} aria-hidden="true" />
              {t('job.retries', { count: repeats })}
            </span>
          )}
          {tookMs !== null && !text && !job.correction && (
            <span>
              <IconClock size={16} aria-hidden="true" />
              {formatDuration(tookMs, language)}
            </span>
          )}
        </div>
      </div>
      <footer className={card.foot}>
        <DoneButton slot={slot} />
        {job.error?.code === 'UNIT_ASK' ? (
          <OnceMoreButton slot={slot} />
        ) : (
          <>
            {text && <LogButton jobId={job.jobId} />}
            <StartButton slot={slot} again />
            <CableButton slot={slot} />
          </>
        )}
      </footer>
    </>
  )
}

/** What failed and what to do; set smaller when it would not fit, and scrolled when even that is not enough. */
function Reason({ text, step }: { text: ErrorText; step: string | null }) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const adapt = () => {
      element.dataset.fit = 'normal'
      if (element.scrollHeight > element.clientHeight + 1) element.dataset.fit = 'tight'
      if (element.scrollHeight > element.clientHeight + 1) element.dataset.fit = 'scroll'
    }
    const watch = new ResizeObserver(adapt)
    watch.observe(element)
    adapt()
    return () => watch.disconnect()
  }, [])
  return (
    // Long reasons scroll, so the keyboard must reach them.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region
    <div className={classes.reason} ref={box} tabIndex={0} role="note" aria-label={text.title}>
      <div className={classes.title}>
        <span data-testid="error-title">{text.title}</span>
        {step && <span className={classes.step}> · {step}</span>}
      </div>
      <div className={classes.remedy} data-testid="error-remedy">
        {text.remedy}
      </div>
    </div>
  )
}

// One device of a rollout: how far it is, or what became of it and what the person can do. data-testid:
// rollout-item-<slotId>.
import { IconClockHour4, IconCloud } from '@tabler/icons-react'
import { memo } from 'react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { RolloutItem } from '../../../preload/contract/lan.ts'
import { noticeTexts } from '../../../preload/contract/notice-texts.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { jobOf, type SlotState } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { formatPercent } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { unaskedReason } from '../job/recorded-facts.ts'
import classes from './rollout.module.css'

const marks: Record<Exclude<RolloutItem['state'], 'waiting'>, SlotState> = {
  preflight: 'running',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  skipped: 'refused',
  notStarted: 'cancelled',
}

export const RolloutRow = memo(function RolloutRow({ item }: { item: RolloutItem }) {
  const { t, language } = useTexts()
  const { slotId, accessPoint, state, jobId, error } = item
  const name = slotName(t, item.name)
  const said = error ? errorText(error, language) : null
  return (
    <li className={classes.item} data-testid={`rollout-item-${slotId}`} data-state={state}>
      {state === 'waiting' ? (
        <IconClockHour4 size={20} aria-hidden="true" />
      ) : (
        <StateMark state={marks[state]} size={20} />
      )}
      <span className={classes.itemState}>{t(`rollout.item.${state}`)}</span>
      <span className={classes.itemName}>
        {jobId === null ? (
          <b>{name}</b>
        ) : (
          <button type="button" className={classes.open} onClick={() => openJob(jobId)}>
            {name}
          </button>
        )}
        {accessPoint !== '' && <small>{accessPoint}</small>}
      </span>
      {state === 'running' && jobId !== null && <ItemProgress jobId={jobId} />}
      {said && (
        <span className={classes.said}>
          <b>{t('app.sentence', { text: said.title })}</b> {said.remedy}
        </span>
      )}
      {jobId !== null && <JobNote jobId={jobId} />}
    </li>
  )
})

function ItemProgress({ jobId }: { jobId: string }) {
  const { t, language } = useTexts()
  const step = useStation(({ picture }) => picture?.jobs[jobId]?.steps.at(-1)?.name ?? null)
  const notice = useStation(({ picture }) => picture?.jobs[jobId]?.notice ?? null)
  const percent = useStation(({ picture }) => {
    const progress = picture?.progress[jobId]
    return progress && progress.step === step
      ? formatPercent(progress.doneBytes, progress.totalBytes, language)
      : null
  })
  const fromCloud = useStation(({ picture }) => picture?.progress[jobId]?.source === 'cloud')
  return (
    <span className={classes.progress}>
      {notice ? noticeTexts[notice][language].title : step && t(`rollout.step.${step}`)}
      {percent !== null && <b>{percent}</b>}
      {percent !== null && fromCloud && <IconCloud size={16} role="img" aria-label={t('slot.saysCloud')} />}
    </span>
  )
}

/** What the record says beside the outcome: put right later, or the new version could not be asked. */
function JobNote({ jobId }: { jobId: string }) {
  const { t } = useTexts()
  const job = useStation(({ picture }) => picture && jobOf(picture, jobId))
  if (!job) return null
  const unasked = unaskedReason(job)
  const note = job.correction
    ? t(`correction.${job.correction.reason}`)
    : unasked && t('rollout.unasked', { reason: t(`skipped.${unasked}`) })
  return note ? <span className={classes.said}>{note}</span> : null
}

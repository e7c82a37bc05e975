// One slot from far away: its name, and one word or number as large as the tile.
// data-testid: floor-<slotId> (data-state, data-selected).
import { memo } from 'react'
import { askingNotices, noticeTexts } from '../../../../preload/contract/notice-texts.ts'
import { StateMark } from '../../../components/state-mark.tsx'
import { jobOfSlot, slotState } from '../../../store/slot-state.ts'
import { useStation } from '../../../store/station-store.ts'
import { formatPercent } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { slotName } from '../../../text/slot-name.ts'
import { select, useBenchView } from '../bench-view.ts'
import type { SlotCardProps } from '../slot-card.tsx'
import classes from './floor.module.css'
import { wordWidth } from './floor-shape.ts'

export const FloorTile = memo(function FloorTile({ slotId, isFirst }: SlotCardProps) {
  const { t, language } = useTexts()
  const slot = useStation(({ picture }) => picture?.slots[slotId])
  const job = useStation(({ picture }) => (picture ? jobOfSlot(picture, slotId) : undefined))
  const step = job?.steps.findLast(({ outcome }) => outcome === 'running')?.name
  // As it is shown: a byte more that shows no other number draws nothing.
  const percent = useStation(({ picture }) => {
    const progress = job && picture?.progress[job.jobId]
    return progress && progress.step === step
      ? formatPercent(progress.doneBytes, progress.totalBytes, language)
      : null
  })
  const isSelected = useBenchView((view) => view.selectedSlotId === slotId)
  const isInTabOrder = useBenchView((view) => (view.selectedSlotId === null ? isFirst : isSelected))
  if (!slot) return null
  const state = slotState(slot, job)
  const name = slotName(t, slot.name || slotId)
  const asked = job?.notice && askingNotices.has(job.notice) ? noticeTexts[job.notice][language].title : null
  const word = asked ?? (state === 'running' ? (percent ?? '…') : t(`state.${state}`))
  return (
    <article
      className={classes.tile}
      data-testid={`floor-${slotId}`}
      data-slot-id={slotId}
      data-state={state}
      data-asked={asked !== null}
      data-selected={isSelected}
      aria-label={`${name}: ${asked ?? t(`state.${state}`)}`}
      aria-current={isSelected}
      tabIndex={isInTabOrder ? 0 : -1}
      onFocus={() => select(slotId)}
    >
      <header className={classes.head}>
        <span className={classes.name}>{name}</span>
        <StateMark state={state} size="1.25em" />
      </header>
      <strong
        className={classes.word}
        style={{ fontSize: `min(${(92 / wordWidth(word)).toFixed(2)}cqi, 58cqh)` }}
      >
        {word}
      </strong>
    </article>
  )
})

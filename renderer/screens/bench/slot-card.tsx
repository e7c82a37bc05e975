// One slot of the bench. Redrawn when its slot or its job changes, never for another slot's events; the bytes of a
// running job redraw only running-face.tsx. data-testid: slot-<id> (data-state, data-selected), slot-details, slot-advice.
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { memo } from 'react'
import { jobOfSlot, slotState } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { select, useBenchView } from './bench-view.ts'
import { EmptyFace, ReadyFace } from './idle-faces.tsx'
import { ResultFace } from './result-face.tsx'
import { RunningFace } from './running-face.tsx'
import classes from './slot-card.module.css'
import { UnitFacts } from './unit-facts.tsx'

export interface SlotCardProps {
  readonly slotId: string
  /** Has the keyboard's place while no slot is selected. */
  readonly isFirst: boolean
  /** Too small for buttons and facts. */
  readonly isTile?: boolean
}

export const SlotCard = memo(function SlotCard({ slotId, isFirst, isTile = false }: SlotCardProps) {
  const { t } = useTexts()
  const slot = useStation((state) => state.picture?.slots[slotId])
  const job = useStation(({ picture }) => (picture ? jobOfSlot(picture, slotId) : undefined))
  const isSelected = useBenchView((view) => view.selectedSlotId === slotId)
  const isInTabOrder = useBenchView((view) => (view.selectedSlotId === null ? isFirst : isSelected))
  if (!slot) return null
  const state = slotState(slot, job)
  const name = slotName(t, slot.name || slot.slotId)
  return (
    <article
      className={classes.card}
      data-testid={`slot-${slotId}`}
      data-slot-id={slotId}
      data-state={state}
      data-present={slot.present}
      data-selected={isSelected}
      aria-label={`${name}: ${t(`state.${state}`)}`}
      aria-current={isSelected}
      tabIndex={isInTabOrder ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && select(slotId)}
    >
      <header className={classes.head}>
        <h2 className={classes.name} title={name}>
          {name}
        </h2>
        {!isTile && <UnitFacts slot={slot} job={job} />}
        {job && !isTile && (
          <Tooltip label={t('slot.details', { slot: name })}>
            <ActionIcon
              className={classes.details}
              variant="transparent"
              size={28}
              aria-label={t('slot.details', { slot: name })}
              data-testid="slot-details"
              onClick={() => openJob(job.jobId)}
            >
              <IconFileText size={19} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {slot.advice && !isTile && (
        <Tooltip label={t(`slot.advice.${slot.advice}Remedy`)} multiline w={320}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what only a tooltip says must be reached by keyboard */}
          <div className={classes.advice} role="note" tabIndex={0} data-testid="slot-advice">
            {t(`slot.advice.${slot.advice}`)}
          </div>
        </Tooltip>
      )}
      {state === 'empty' && <EmptyFace slot={slot} isTile={isTile} />}
      {state === 'ready' && <ReadyFace slot={slot} isTile={isTile} />}
      {state === 'running' && <RunningFace slot={slot} job={job} isTile={isTile} />}
      {job && state !== 'empty' && state !== 'ready' && state !== 'running' && (
        <ResultFace slot={slot} job={job} state={state} isTile={isTile} />
      )}
    </article>
  )
})

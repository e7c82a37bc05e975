// One slot of the bench. Redrawn when its slot or its job changes, never for another slot's events; the bytes of a
// running job redraw only running-face.tsx.
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { memo } from 'react'
import type { Slot } from '../../../preload/contract/model.ts'
import { jobOfSlot, slotState } from '../../store/slot-state.ts'
import { openJob, useStation } from '../../store/station-store.ts'
import { formatDevice } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { shownAddress, slotName } from '../../text/slot-name.ts'
import { EmptyFace, ReadyFace } from './idle-faces.tsx'
import { ResultFace } from './result-face.tsx'
import { RunningFace } from './running-face.tsx'
import classes from './slot-card.module.css'

export const SlotCard = memo(function SlotCard({ slotId }: { slotId: string }) {
  const { t } = useTexts()
  const slot = useStation((state) => state.picture?.slots[slotId])
  const job = useStation(({ picture }) => (picture ? jobOfSlot(picture, slotId) : undefined))
  if (!slot) return null
  const state = slotState(slot, job)
  const device = job ? formatDevice(job.device) : null
  const name = slotName(t, slot.name || slot.slotId)
  const under = slot.lan
    ? lanWords(slot, job?.device.sn ? device : slot.lan.model)
    : (device ?? (state === 'ready' ? (slot.hint ?? slot.address) : null))
  return (
    <article
      className={classes.card}
      data-testid={`slot-${slotId}`}
      data-state={state}
      data-present={slot.present}
      aria-label={`${name}: ${t(`state.${state}`)}`}
    >
      <header className={classes.head}>
        <h2 className={classes.name} title={name}>
          {name}
        </h2>
        {under && (
          <div className={classes.device} title={under}>
            {under}
          </div>
        )}
        {job && (
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
      {slot.advice && (
        <Tooltip label={t(`slot.advice.${slot.advice}Remedy`)} multiline w={320}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what only a tooltip says must be reached by keyboard */}
          <div className={classes.advice} role="note" tabIndex={0} data-testid="slot-advice">
            {t(`slot.advice.${slot.advice}`)}
          </div>
        </Tooltip>
      )}
      {state === 'empty' && <EmptyFace slot={slot} />}
      {state === 'ready' && <ReadyFace slot={slot} />}
      {state === 'running' && <RunningFace slot={slot} job={job} />}
      {job && state !== 'empty' && state !== 'ready' && state !== 'running' && (
        <ResultFace slot={slot} job={job} state={state} />
      )}
    </article>
  )
})

/** Where it is, and then who: its number, else its model. */
function lanWords({ address }: Slot, who: string | null): string {
  return [shownAddress(address), who ?? ''].filter((word) => word !== '').join(' · ')
}

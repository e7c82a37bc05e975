// What can be done with a slot, each with the reason when it cannot be done.
import {
  IconCheck,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconPlug,
  IconPlugOff,
  IconRotateClockwise,
} from '@tabler/icons-react'
import type { Slot } from '../../../preload/contract/model.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { isSet } from '../../store/slot-state.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './slot-card.module.css'

const iconSize = 17

export function StartButton({ slot, again = false }: { slot: Slot; again?: boolean }) {
  const { t } = useTexts()
  const set = useStation(({ picture }) => picture !== null && isSet(picture, slot))
  const reason = slot.present ? (set ? null : t('bench.notSet')) : t('slot.noDeviceReason')
  return (
    <ActionButton
      testId="slot-start"
      label={t(again ? 'slot.startAgain' : 'slot.start')}
      icon={
        again ? (
          <IconRotateClockwise size={iconSize} aria-hidden="true" />
        ) : (
          <IconPlayerPlayFilled size={iconSize} aria-hidden="true" />
        )
      }
      ask={(client) => client.jobs.start({ slotId: slot.slotId })}
      reason={reason}
      look={again ? 'default' : 'filled'}
      iconOnly={again}
      className={again ? classes.small : classes.wide}
    />
  )
}

export function CancelButton({ jobId }: { jobId: string }) {
  const { t } = useTexts()
  return (
    <ActionButton
      testId="slot-cancel"
      label={t('slot.cancel')}
      icon={<IconPlayerStopFilled size={iconSize} aria-hidden="true" />}
      ask={(client) => client.jobs.cancel({ jobId })}
      className={classes.wide}
    />
  )
}

export function DoneButton({ slot }: { slot: Slot }) {
  const { t } = useTexts()
  return (
    <ActionButton
      testId="slot-acknowledge"
      label={t('slot.done')}
      icon={<IconCheck size={iconSize} stroke={3} aria-hidden="true" />}
      ask={(client) => client.slots.acknowledge({ slotId: slot.slotId })}
      className={classes.wide}
    />
  )
}

/** The cable of a simulated device; nothing for a real one. */
export function CableButton({ slot, wide = false }: { slot: Slot; wide?: boolean }) {
  const { t } = useTexts()
  if (slot.kind !== 'simulated') return null
  const { slotId } = slot
  return slot.present ? (
    <ActionButton
      testId="slot-unplug"
      label={t('slot.unplug')}
      icon={<IconPlugOff size={iconSize} aria-hidden="true" />}
      ask={(client) => client.slots.unplug({ slotId })}
      iconOnly
      className={classes.small}
    />
  ) : (
    <ActionButton
      testId="slot-replug"
      label={t('slot.replug')}
      icon={<IconPlug size={iconSize} aria-hidden="true" />}
      ask={(client) => client.slots.replug({ slotId })}
      iconOnly={!wide}
      className={wide ? classes.wide : classes.small}
    />
  )
}

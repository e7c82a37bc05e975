// What can be done with a slot, each with the reason when it cannot be done; what the viewer may not do is not offered.
import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconCheck,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconPlug,
  IconPlugOff,
  IconRotateClockwise,
  IconTerminal2,
} from '@tabler/icons-react'
import type { Slot } from '../../../preload/contract/model.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { openLog } from './act-on-slot.ts'
import classes from './slot-card.module.css'
import { startObstacle } from './start-obstacle.ts'

const iconSize = 17

export function StartButton({ slot, again = false }: { slot: Slot; again?: boolean }) {
  const { t } = useTexts()
  const may = useMay('jobs', 'start')
  const obstacle = useStation(({ picture }) => picture && startObstacle(picture, slot))
  if (!may) return null
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
      reason={obstacle && t(`startObstacle.${obstacle}`)}
      look={again ? 'default' : 'filled'}
      iconOnly={again}
      className={again ? classes.small : classes.wide}
    />
  )
}

/** Of a unit that has passed before, where its order asks; who presses it is noted. */
export function OnceMoreButton({ slot }: { slot: Slot }) {
  const { t } = useTexts()
  const obstacle = useStation(({ picture }) => picture && startObstacle(picture, slot))
  return (
    <ActionButton
      testId="slot-once-more"
      needs="jobs.start"
      label={t('slot.onceMore')}
      icon={<IconRotateClockwise size={iconSize} aria-hidden="true" />}
      ask={(client) => client.jobs.start({ slotId: slot.slotId, again: true })}
      reason={obstacle && t(`startObstacle.${obstacle}`)}
      className={`${classes.wide} ${classes.wider}`}
    />
  )
}

export function CancelButton({ jobId }: { jobId: string }) {
  const { t } = useTexts()
  const may = useMay('jobs', 'cancel')
  if (!may) return null
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
  const may = useMay('slots', 'acknowledge')
  if (!may) return null
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

/** Opens the record where the log is. */
export function LogButton({ jobId }: { jobId: string }) {
  const { t } = useTexts()
  return (
    <Tooltip label={t('bench.showLog')} openDelay={200}>
      <ActionIcon
        variant="default"
        size={34}
        className={`${classes.small} ${classes.log}`}
        aria-label={t('bench.showLog')}
        data-testid="slot-log"
        onClick={() => openLog(jobId)}
      >
        <IconTerminal2 size={iconSize} />
      </ActionIcon>
    </Tooltip>
  )
}

/** The cable of a simulated device; nothing for a real one. */
export function CableButton({ slot, wide = false }: { slot: Slot; wide?: boolean }) {
  const { t } = useTexts()
  const may = useMay('slots', 'unplug')
  if (slot.kind !== 'simulated' || !may) return null
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

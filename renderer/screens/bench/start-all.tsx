// The one button for all slots that are ready. data-testid: start-all.
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { ActionButton } from '../../components/action-button.tsx'
import { useMay } from '../../components/use-may.ts'
import type { Picture } from '../../store/picture.ts'
import { stateOfSlot } from '../../store/slot-state.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './start-all.module.css'
import { armedOrder, type StartObstacle, startObstacle } from './start-obstacle.ts'

export function StartAll() {
  const { t } = useTexts()
  const may = useMay('jobs', 'startAll')
  const startable = useStation(({ picture }) => (picture ? startableCount(picture) : 0))
  const obstacle = useStation(({ picture }) => (picture ? allObstacle(picture) : null))
  const isArmed = useStation(({ picture }) => picture !== null && armedOrder(picture) !== null)
  if (!may) return null
  return (
    <ActionButton
      testId="start-all"
      label={startable > 0 ? t('bench.startAllCount', { count: startable }) : t('bench.startAll')}
      icon={<IconPlayerPlayFilled size={18} aria-hidden="true" />}
      ask={(client) => client.jobs.startAll()}
      reason={
        startable > 0 ? null : obstacle === null ? t('bench.nothingReady') : t(`startObstacle.${obstacle}`)
      }
      look={isArmed ? 'onResult' : 'filled'}
      size="md"
      className={classes.button}
    />
  )
}

function startableCount(picture: Picture): number {
  return picture.slotIds.filter((slotId) => {
    const slot = picture.slots[slotId]
    return slot && stateOfSlot(picture, slotId) === 'ready' && startObstacle(picture, slot) === null
  }).length
}

/** What stands against the first of those that are ready; null: none is ready. */
function allObstacle(picture: Picture): StartObstacle | null {
  for (const slotId of picture.slotIds) {
    const slot = picture.slots[slotId]
    if (slot && stateOfSlot(picture, slotId) === 'ready') return startObstacle(picture, slot)
  }
  return null
}

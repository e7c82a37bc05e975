// The bench as it is worked at: header, work order, cards, and beside them what has just ended where there is room for it.
import { Button } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconAdjustments } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { BenchHeader } from './bench-header.tsx'
import classes from './bench-screen.module.css'
import { gridShape, hasRoomBeside } from './grid-shape.ts'
import { OrderBar } from './orders/order-bar.tsx'
import { RecentJobs } from './recent-jobs.tsx'
import { WaitingScans } from './scanning/waiting-scans.tsx'
import { SelectedBar } from './selected-bar.tsx'
import { SlotGrid } from './slot-grid.tsx'

/** Around the grid. */
const paddingPx = 12
const selectedBarPx = 52

/** `columns` is told how many there are, for the arrow keys. */
export function BenchView({ columns }: { columns: { current: number } }) {
  const { t } = useTexts()
  const unset = useStation(
    ({ picture }) =>
      picture !== null &&
      picture.settings.bench === null &&
      picture.orders.every(({ state }) => state === 'done') &&
      Object.values(picture.slots).every((slot) => slot.profileId === null),
  )
  const count = useStation(({ picture }) => picture?.slotIds.length ?? 0)
  const { ref, width, height } = useElementSize()
  const recentPx = Math.min(340, Math.max(248, Math.round(width * 0.2)))
  const [innerWidth, innerHeight] = [width - 2 * paddingPx, height - 2 * paddingPx]
  const hasRecent = hasRoomBeside(count, innerWidth, innerHeight, recentPx)
  const room = innerWidth - (hasRecent ? recentPx : 0)
  const whole = gridShape(count, room, innerHeight)
  // Tiles have no buttons: those of the selected one stand below.
  const shape = whole.size === 'tile' ? gridShape(count, room, innerHeight - selectedBarPx) : whole
  useEffect(() => {
    columns.current = shape.columns
  }, [columns, shape.columns])
  return (
    <>
      <BenchHeader />
      <OrderBar />
      <WaitingScans />
      {unset && (
        <div className={classes.unset} role="note" data-testid="bench-unset">
          <IconAdjustments size={22} aria-hidden="true" />
          <span>{t('bench.notSetBanner')}</span>
          <Button component="a" href="#/settings" size="xs">
            {t('bench.openSettings')}
          </Button>
        </div>
      )}
      <div
        className={classes.columns}
        ref={ref}
        data-size={shape.size}
        style={{ gridTemplateColumns: hasRecent ? `minmax(0, 1fr) ${recentPx}px` : 'minmax(0, 1fr)' }}
      >
        {width > 0 && <SlotGrid shape={shape} />}
        {hasRecent && <RecentJobs />}
        {shape.size === 'tile' && width > 0 && <SelectedBar />}
      </div>
    </>
  )
}

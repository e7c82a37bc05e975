// One card per slot, in the order of the bench, sized so that all can be seen at once where that is possible.
import { useElementSize } from '@mantine/hooks'
import { IconPlugConnected } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { gridShape, maxWidthPx } from './grid-shape.ts'
import { SlotCard } from './slot-card.tsx'
import classes from './slot-grid.module.css'

const none: readonly string[] = []

export function SlotGrid() {
  const { t } = useTexts()
  const slotIds = useStation((state) => state.picture?.slotIds ?? none)
  const { ref, width, height } = useElementSize()
  const shape = gridShape(slotIds.length, width, height)
  return (
    <section className={classes.area} aria-label={t('bench.slots')}>
      <div className={classes.inside} ref={ref}>
        {slotIds.length === 0 && (
          <div className={classes.none}>
            <IconPlugConnected size={64} stroke={1.2} aria-hidden="true" />
            <h2>{t('bench.noSlots')}</h2>
            <p>{t('bench.noSlotsDetail')}</p>
          </div>
        )}
        {width > 0 && (
          <div
            className={classes.grid}
            style={{
              gridTemplateColumns: `repeat(${shape.columns}, minmax(0, ${maxWidthPx}px))`,
              gridAutoRows: `${shape.cardHeight}px`,
            }}
          >
            {slotIds.map((slotId) => (
              <SlotCard key={slotId} slotId={slotId} />
            ))}
          </div>
        )}
      </div>
    </section>
  )
}

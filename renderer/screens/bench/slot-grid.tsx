// One card per slot, in the order of the bench, sized so that all can be seen at once where that is possible.
import { IconPlugConnected } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { type GridShape, maxWidthPx } from './grid-shape.ts'
import { SlotCard } from './slot-card.tsx'
import classes from './slot-grid.module.css'

const none: readonly string[] = []

export function SlotGrid({ shape }: { shape: GridShape }) {
  const { t } = useTexts()
  const slotIds = useStation((state) => state.picture?.slotIds ?? none)
  return (
    <section
      className={classes.area}
      aria-label={t('bench.slots')}
      data-scrolls={shape.scrolls}
      data-testid="slot-grid"
      data-size={shape.size}
    >
      {slotIds.length === 0 ? (
        <div className={classes.none}>
          <IconPlugConnected size={64} stroke={1.2} aria-hidden="true" />
          <h2>{t('bench.noSlots')}</h2>
          <p>{t('bench.noSlotsDetail')}</p>
        </div>
      ) : (
        <div
          className={classes.grid}
          style={{
            gridTemplateColumns: `repeat(${shape.columns}, minmax(0, ${maxWidthPx}px))`,
            gridAutoRows: `${shape.cardHeight}px`,
            gap: `${shape.gapPx}px`,
          }}
        >
          {slotIds.map((slotId, index) => (
            <SlotCard key={slotId} slotId={slotId} isFirst={index === 0} isTile={shape.size === 'tile'} />
          ))}
        </div>
      )}
    </section>
  )
}

// The whole bench for somebody who stands two metres away: state words only, and below them the order and how far it is.
// data-testid: floor-view, floor-strip (data-armed), floor-leave.
import { useElementSize } from '@mantine/hooks'
import { IconBoltFilled, IconLayoutGrid, IconLock } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useStation } from '../../../store/station-store.ts'
import { formatShare } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { KioskButton, LookButton } from '../bench-header.tsx'
import { useBenchView } from '../bench-view.ts'
import { firstPassYield, shownCount, shownOrder } from '../orders/order-facts.ts'
import { toggleFloor } from '../use-floor.ts'
import classes from './floor.module.css'
import { floorShape } from './floor-shape.ts'
import { FloorTile } from './floor-tile.tsx'

const none: readonly string[] = []

/** `columns` is told how many there are, for the arrow keys. */
export function FloorView({ columns }: { columns: { current: number } }) {
  const { t } = useTexts()
  const slotIds = useStation(({ picture }) => picture?.slotIds ?? none)
  const { ref, width, height } = useElementSize()
  const shape = floorShape(slotIds.length, width, height)
  useEffect(() => {
    columns.current = shape.columns
  }, [columns, shape.columns])
  return (
    <div className={classes.floor} data-testid="floor-view">
      <h1 className="fl-hidden">{t('bench.floor')}</h1>
      <section className={classes.tiles} ref={ref} aria-label={t('bench.slots')}>
        {slotIds.length === 0 && <p className={classes.none}>{t('bench.noSlots')}</p>}
        <div
          className={classes.grid}
          style={{
            gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
            gridTemplateRows: `repeat(${shape.rows}, minmax(0, 1fr))`,
          }}
        >
          {slotIds.map((slotId, index) => (
            <FloorTile key={slotId} slotId={slotId} isFirst={index === 0} />
          ))}
        </div>
      </section>
      <Strip />
    </div>
  )
}

function Strip() {
  const { t, language } = useTexts()
  const chosen = useBenchView((view) => view.chosenOrderId)
  const order = useStation(({ picture }) => picture && shownOrder(picture.orders, chosen))
  const isArmed = order?.state === 'armed'
  const share = order && firstPassYield(order.counts)
  return (
    <footer className={classes.strip} data-testid="floor-strip" data-armed={isArmed}>
      <span className={classes.armed}>
        {isArmed ? (
          <IconBoltFilled size="1em" aria-hidden="true" />
        ) : (
          <IconLock size="1em" stroke={2.4} aria-hidden="true" />
        )}
        {t(isArmed ? 'orders.armed' : 'orders.unarmed')}
      </span>
      {order && (
        <>
          <span className={classes.order}>
            {order.name}
            {order.lot !== '' && ` · ${order.lot}`}
          </span>
          <span className={classes.figure}>
            <b>{shownCount(order.counts.passed, language)}</b>
            {order.quantity !== null && ` / ${shownCount(order.quantity, language)}`}
          </span>
          <span className={classes.figure}>
            {t('orders.firstPass')} <b>{share === null ? '–' : formatShare(share, language)}</b>
          </span>
        </>
      )}
      <span className={classes.looks}>
        <KioskButton />
        <LookButton label={t('bench.leaveFloor')} testId="floor-leave" act={toggleFloor}>
          <IconLayoutGrid size={21} stroke={1.8} />
        </LookButton>
      </span>
    </footer>
  )
}

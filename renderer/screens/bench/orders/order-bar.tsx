// The work order of the bench: what is flashed now, how far it is, and above all whether it is armed.
// data-testid: order-bar (data-armed), order-open, order-name, order-done, order-yield, order-pace, order-operator, order-new.
import { Button } from '@mantine/core'
import { IconBoltFilled, IconChevronDown, IconLock, IconPlus } from '@tabler/icons-react'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { setBenchView, useBenchView } from '../bench-view.ts'
import { StartAll } from '../start-all.tsx'
import { ArmButton } from './arm-button.tsx'
import classes from './order-bar.module.css'
import { productName, shownOrder } from './order-facts.ts'
import { OrderFigures } from './order-figures.tsx'

export function OrderBar() {
  const { t } = useTexts()
  const chosen = useBenchView((view) => view.chosenOrderId)
  const order = useStation(({ picture }) => picture && shownOrder(picture.orders, chosen))
  const isArmed = order?.state === 'armed'
  return (
    <section
      className={classes.bar}
      data-armed={isArmed}
      data-testid="order-bar"
      aria-label={t('orders.title')}
    >
      <div className={classes.state} role="status">
        {isArmed ? (
          <IconBoltFilled size={34} aria-hidden="true" />
        ) : (
          <IconLock size={32} stroke={2.2} aria-hidden="true" />
        )}
        <div>
          <strong className={classes.word}>{t(isArmed ? 'orders.armed' : 'orders.unarmed')}</strong>
          <div className={classes.meaning}>
            {t(
              !isArmed
                ? 'orders.unarmedMeaning'
                : order.mode === 'automatic'
                  ? 'orders.automaticMeaning'
                  : 'orders.manualMeaning',
            )}
          </div>
        </div>
      </div>
      {order ? (
        <>
          <OrderName order={order} />
          <OrderFigures order={order} />
        </>
      ) : (
        <NoOrder />
      )}
      <div className={classes.actions}>
        {order && <ArmButton order={order} />}
        <StartAll />
      </div>
    </section>
  )
}

function OrderName({ order }: { order: WorkOrder }) {
  const { t } = useTexts()
  const settings = useStation(({ picture }) => picture?.settings)
  const product =
    order.productId === null || !settings ? t('orders.eachSlot') : productName(settings, order.productId)
  const version = order.toVersion === null ? null : t('orders.toVersion', { version: order.toVersion })
  const what = [product, order.taskName, version].filter((word) => word !== null).join(' · ')
  return (
    <button
      type="button"
      className={classes.order}
      data-testid="order-open"
      aria-label={t('orders.openNamed', { name: order.name })}
      onClick={() => setBenchView({ orders: { kind: 'list' } })}
    >
      <span className={classes.name}>
        <span data-testid="order-name">{order.name}</span>
        <IconChevronDown size={20} stroke={2.4} aria-hidden="true" />
      </span>
      <span className={classes.what} title={what}>
        {what}
      </span>
    </button>
  )
}

function NoOrder() {
  const { t } = useTexts()
  const mayCreate = useMay('orders', 'create')
  return (
    <div className={classes.noOrder}>
      <div>
        <b>{t('orders.none')}</b>
        <div>{t(mayCreate ? 'orders.noneLead' : 'orders.noneOther')}</div>
      </div>
      {mayCreate && (
        <Button
          size="md"
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          data-testid="order-new"
          onClick={() => setBenchView({ orders: { kind: 'new' } })}
        >
          {t('orders.new')}
        </Button>
      )}
    </div>
  )
}

// The work orders of this bench, and the form of one, in a drawer at the right.
import { Drawer } from '@mantine/core'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { setBenchView, useBenchView } from '../bench-view.ts'
import { EditOrder, NewOrder } from './order-form.tsx'
import { OrderList } from './order-list.tsx'
import { OrderLog } from './order-log.tsx'
import classes from './orders.module.css'

export function OrdersDrawer() {
  const { t } = useTexts()
  const view = useBenchView(({ orders }) => orders)
  const loaded = useStation(({ picture }) => picture !== null)
  if (!view || !loaded) return null
  const titles = {
    list: 'orders.listTitle',
    new: 'orders.new',
    edit: 'orders.editTitle',
    log: 'orders.logTitle',
  } as const
  return (
    <Drawer
      opened
      onClose={() => setBenchView({ orders: null })}
      position="right"
      size={620}
      title={t(titles[view.kind])}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      // The page never scrolls, and the lock would write a style element.
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      classNames={{ title: classes.heading ?? '', body: classes.body ?? '' }}
    >
      {view.kind === 'list' && <OrderList />}
      {view.kind === 'new' && <NewOrder />}
      {view.kind === 'log' && <OrderLog orderId={view.orderId} />}
      {view.kind === 'edit' && <EditOrder key={view.orderId} orderId={view.orderId} />}
    </Drawer>
  )
}

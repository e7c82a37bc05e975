// The orders that can be armed, the armed one first, and those that are done.
// data-testid: orders-list, orders-new, order-row (data-state, data-order), order-row-arm, order-row-edit, order-row-finish,
// order-row-log.
import { Button } from '@mantine/core'
import {
  IconBoltFilled,
  IconClipboardList,
  IconFlag,
  IconHistory,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { setBenchView } from '../bench-view.ts'
import { productName, shownCount } from './order-facts.ts'
import { DoneBar } from './order-figures.tsx'
import classes from './orders.module.css'
import { requestArm } from './request-arm.ts'

const none: readonly WorkOrder[] = []

export function OrderList() {
  const { t } = useTexts()
  const orders = useStation(({ picture }) => picture?.orders ?? none)
  const mayCreate = useMay('orders', 'create')
  const open = orders.filter(({ state }) => state !== 'done')
  const done = orders.filter(({ state }) => state === 'done')
  return (
    <div className={classes.list} data-testid="orders-list">
      {mayCreate && (
        <Button
          className={classes.new ?? ''}
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          data-testid="orders-new"
          onClick={() => setBenchView({ orders: { kind: 'new' } })}
        >
          {t('orders.new')}
        </Button>
      )}
      {open.length === 0 && (
        <div className={classes.empty}>
          <IconClipboardList size={48} stroke={1.3} aria-hidden="true" />
          <b>{t('orders.none')}</b>
          <span>{t(mayCreate ? 'orders.noneLead' : 'orders.noneOther')}</span>
        </div>
      )}
      <ul>
        {open.map((order) => (
          <OrderRow key={order.orderId} order={order} />
        ))}
      </ul>
      {done.length > 0 && (
        <>
          <h3>{t('orders.doneOnes')}</h3>
          <ul>
            {done.map((order) => (
              <OrderRow key={order.orderId} order={order} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function OrderRow({ order }: { order: WorkOrder }) {
  const { t, language } = useTexts()
  const settings = useStation(({ picture }) => picture?.settings)
  const { state, counts, quantity } = order
  const facts = [
    order.productId === null || !settings ? t('orders.eachSlot') : productName(settings, order.productId),
    ...(order.taskName === null ? [] : [order.taskName]),
    ...(order.toVersion === null ? [] : [t('orders.toVersion', { version: order.toVersion })]),
    ...(order.lot === '' ? [] : [t('orders.lotNamed', { lot: order.lot })]),
    t(`orders.modeName.${order.mode}`),
    ...(order.scanFirst ? [t('orders.scanFirst')] : []),
  ]
  return (
    <li className={classes.row} data-testid="order-row" data-state={state} data-order={order.orderId}>
      <div className={classes.rowHead}>
        <b className={classes.rowName}>{order.name}</b>
        <span className={classes.pill} data-state={state}>
          {state === 'armed' && <IconBoltFilled size={14} aria-hidden="true" />}
          {t(`orders.state.${state}`)}
        </span>
        <span className={classes.rowDone}>
          <b>{shownCount(counts.passed, language)}</b>
          {quantity !== null && ` / ${shownCount(quantity, language)}`} {t('orders.passed')}
        </span>
      </div>
      <div className={classes.rowFacts}>{facts.join(' · ')}</div>
      {state !== 'done' && <DoneBar order={order} />}
      <div className={classes.rowFoot}>
        <span className={classes.rowFacts}>
          {t('orders.madeBy', { time: formatTime(order.createdAt, language), name: order.createdBy || '–' })}
        </span>
        <RowButtons order={order} />
      </div>
    </li>
  )
}

function RowButtons({ order: { orderId, state } }: { order: WorkOrder }) {
  const { t } = useTexts()
  const isOpen = state !== 'done'
  const mayArm = useMay('orders', 'arm')
  const mayEdit = useMay('orders', 'edit') && isOpen
  const mayFinish = useMay('orders', 'finish') && isOpen
  return (
    <span className={classes.rowButtons}>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden="true" />}
        data-testid="order-row-log"
        onClick={() => setBenchView({ orders: { kind: 'log', orderId } })}
      >
        {t('orders.log')}
      </Button>
      {mayFinish && (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconFlag size={16} aria-hidden="true" />}
          data-testid="order-row-finish"
          onClick={() => setBenchView({ asked: { kind: 'finish', orderId } })}
        >
          {t('orders.finish')}
        </Button>
      )}
      {mayEdit && (
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPencil size={16} aria-hidden="true" />}
          data-testid="order-row-edit"
          onClick={() => setBenchView({ orders: { kind: 'edit', orderId } })}
        >
          {t('orders.edit')}
        </Button>
      )}
      {mayArm && state === 'ready' && (
        <ActionButton
          testId="order-row-arm"
          label={t('orders.arm')}
          icon={<IconBoltFilled size={16} aria-hidden="true" />}
          look="filled"
          ask={async () => {
            setBenchView({ chosenOrderId: orderId })
            await requestArm(orderId)
          }}
        />
      )}
    </span>
  )
}

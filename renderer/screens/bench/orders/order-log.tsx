// One order: what it demands, and everything that was done to it, by whom, the newest first.
// data-testid: order-log, order-event (data-what), order-log-back.
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { OrderChange, OrderEvent, WorkOrder } from '../../../../preload/contract/work-order.ts'
import { type CallError, callErrorOf } from '../../../api/call-error.ts'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useStation } from '../../../store/station-store.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { setBenchView } from '../bench-view.ts'
import { useOrderWords } from './order-words.ts'
import classes from './orders.module.css'

const none: readonly OrderEvent[] = []

export function OrderLog({ orderId }: { orderId: string }) {
  const { t } = useTexts()
  const order = useStation(({ picture }) => picture?.orders.find((one) => one.orderId === orderId))
  const { events, failed } = useOrderLog(orderId, order)
  if (!order) return null
  return (
    <div className={classes.log} data-testid="order-log">
      <h3>{order.name}</h3>
      <OrderDemands order={order} />
      <CallProblem error={failed} />
      <ol>
        {events.toReversed().map((event, index) => (
          // Appended to, never changed: an event keeps its place from the end.
          // biome-ignore lint/suspicious/noArrayIndexKey: an event has no other name
          <EventRow key={events.length - index} event={event} />
        ))}
      </ol>
      <div className={classes.formFoot}>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={17} aria-hidden="true" />}
          data-testid="order-log-back"
          onClick={() => setBenchView({ orders: { kind: 'list' } })}
        >
          {t('orders.back')}
        </Button>
      </div>
    </div>
  )
}

/** Read again whenever the order has changed. */
function useOrderLog(orderId: string, order: WorkOrder | undefined) {
  const client = useStation((state) => state.client)
  const [events, setEvents] = useState(none)
  const [failed, setFailed] = useState<CallError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the order has changed
  useEffect(() => {
    if (!client) return
    let isOver = false
    client.orders.log({ orderId }).then(
      (read) => {
        if (isOver) return
        setEvents(read)
        setFailed(null)
      },
      (error: unknown) => isOver || setFailed(callErrorOf(error)),
    )
    return () => {
      isOver = true
    }
  }, [client, orderId, order])
  return { events, failed }
}

function OrderDemands({ order }: { order: WorkOrder }) {
  const { t } = useTexts()
  const words = useOrderWords()
  const fields = [
    ...(['productId', 'taskId', 'quantity', 'mode', 'slotIds', 'repeat', 'downgrade', 'tag'] as const),
    ...(['hardwareRevision', 'chips', 'firmwareSha256'] as const),
  ]
  return (
    <dl className={classes.demands}>
      {fields.map((field) => (
        <div key={field}>
          <dt>{t(`orders.fieldName.${field}`)}</dt>
          <dd>{words({ field, value: order[field] })}</dd>
        </div>
      ))}
    </dl>
  )
}

function EventRow({ event }: { event: OrderEvent }) {
  const { t, language } = useTexts()
  const { at, by, what, why, changes, taskId, sha256 } = event
  const isByStation = what === 'pinned' || why === 'quantity' || why === 'restart' || why === 'end'
  const name = by || (isByStation ? t('orders.byStation') : '–')
  const reason = why === null || why === 'person' ? null : t(`orders.why.${why}`)
  return (
    <li data-testid="order-event" data-what={what}>
      <div className={classes.eventHead}>
        <b>{t(`orders.event.${what}`)}</b>
        {reason && <span>{reason}</span>}
        <span className={classes.eventBy}>
          {t('orders.madeBy', { time: formatTime(at, language), name })}
        </span>
      </div>
      {changes.map((change) => (
        <ChangeLine key={change.field} change={change} />
      ))}
      {sha256 && (
        <div className={classes.digest}>
          {taskId} · {sha256}
        </div>
      )}
    </li>
  )
}

function ChangeLine({ change: { field, before, after } }: { change: OrderChange }) {
  const { t } = useTexts()
  const words = useOrderWords()
  return (
    <div className={classes.change}>
      <span>{t(`orders.fieldName.${field}`)}:</span> <s>{words({ field, value: before })}</s>{' '}
      <span aria-hidden="true">→</span> <span>{words({ field, value: after })}</span>
    </div>
  )
}

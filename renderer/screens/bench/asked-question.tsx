// What the bench asks just now: to cancel a job, to arm or to finish a work order.
// data-testid: question-cancel-job, question-arm, question-finish.
import { IconBolt, IconFlag, IconPlayerStopFilled } from '@tabler/icons-react'
import { ActionButton } from '../../components/action-button.tsx'
import { stateOfSlot } from '../../store/slot-state.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { type Asked, setBenchView, useBenchView } from './bench-view.ts'
import { Question } from './question.tsx'

export function AskedQuestion() {
  const asked = useBenchView((view) => view.asked)
  if (!asked) return null
  if (asked.kind === 'cancel') return <CancelQuestion asked={asked} />
  return asked.kind === 'arm' ? (
    <ArmQuestion orderId={asked.orderId} />
  ) : (
    <FinishQuestion orderId={asked.orderId} />
  )
}

const close = () => setBenchView({ asked: null })

function CancelQuestion({ asked: { jobId, slotName } }: { asked: Extract<Asked, { kind: 'cancel' }> }) {
  const { t } = useTexts()
  return (
    <Question
      title={t('bench.cancelTitle', { slot: slotName })}
      text={[t('bench.cancelText')]}
      no={t('bench.cancelNo')}
      onNo={close}
    >
      <ActionButton
        testId="question-cancel-job"
        label={t('bench.cancelYes')}
        icon={<IconPlayerStopFilled size={17} aria-hidden="true" />}
        look="filled"
        size="md"
        ask={async (client) => {
          close()
          await client.jobs.cancel({ jobId })
        }}
      />
    </Question>
  )
}

function ArmQuestion({ orderId }: { orderId: string }) {
  const { t } = useTexts()
  const order = useStation(({ picture }) => picture?.orders.find((one) => one.orderId === orderId))
  const armed = useStation(({ picture }) => picture?.orders.find(({ state }) => state === 'armed'))
  const ready = useStation(({ picture }) =>
    picture ? picture.slotIds.filter((slotId) => stateOfSlot(picture, slotId) === 'ready').length : 0,
  )
  if (!order) return null
  const sentences = [
    ...(armed ? [t('orders.armReplaces', { name: armed.name })] : []),
    t(order.mode === 'automatic' ? 'orders.armAutomatic' : 'orders.armManual'),
    ...(ready > 0 ? [t('orders.armBoardsIn', { count: ready })] : []),
  ]
  return (
    <Question
      title={t('orders.armTitle', { name: order.name })}
      text={sentences}
      no={t('orders.notNow')}
      onNo={close}
    >
      <ActionButton
        testId="question-arm"
        label={t('orders.arm')}
        icon={<IconBolt size={18} aria-hidden="true" />}
        look="filled"
        size="md"
        ask={async (client) => {
          close()
          await client.orders.arm({ orderId })
          setBenchView({ orders: null })
        }}
      />
    </Question>
  )
}

function FinishQuestion({ orderId }: { orderId: string }) {
  const { t } = useTexts()
  const name = useStation(({ picture }) => picture?.orders.find((one) => one.orderId === orderId)?.name ?? '')
  return (
    <Question
      title={t('orders.finishTitle', { name })}
      text={[t('orders.finishText')]}
      no={t('orders.notNow')}
      onNo={close}
    >
      <ActionButton
        testId="question-finish"
        label={t('orders.finish')}
        icon={<IconFlag size={17} aria-hidden="true" />}
        look="filled"
        size="md"
        ask={async (client) => {
          close()
          await client.orders.finish({ orderId })
        }}
      />
    </Question>
  )
}

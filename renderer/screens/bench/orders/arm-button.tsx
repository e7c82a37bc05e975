// Arms the order that is shown, or disarms it. data-testid: order-arm, order-disarm.
import { IconBoltFilled, IconLock } from '@tabler/icons-react'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import classes from './order-bar.module.css'
import { requestArm } from './request-arm.ts'

export function ArmButton({ order }: { order: WorkOrder }) {
  const { t } = useTexts()
  const mayArm = useMay('orders', 'arm')
  const learning = useStation(({ picture }) => picture?.learning ?? false)
  if (!mayArm) return null
  if (order.state === 'armed')
    return (
      <ActionButton
        testId="order-disarm"
        label={t('orders.disarm')}
        icon={<IconLock size={18} stroke={2.4} aria-hidden="true" />}
        size="md"
        className={classes.disarm}
        ask={(client) => client.orders.disarm()}
      />
    )
  return (
    <ActionButton
      testId="order-arm"
      label={t('orders.arm')}
      icon={<IconBoltFilled size={18} aria-hidden="true" />}
      look="filled"
      size="md"
      className={classes.arm}
      reason={learning ? t('startObstacle.learning') : null}
      ask={() => requestArm(order.orderId)}
    />
  )
}

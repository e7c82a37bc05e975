// The figures of a work order: lot, done of planned, first-pass yield, units per hour, and who is at the bench.
import type { ReactNode } from 'react'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import { useStation } from '../../../store/station-store.ts'
import { formatShare } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import classes from './order-bar.module.css'
import { doneShare, firstPassYield, shownCount } from './order-facts.ts'

export function OrderFigures({ order }: { order: WorkOrder }) {
  const { t, language } = useTexts()
  const operator = useStation(
    ({ picture }) => picture && (picture.benchOperator || picture.settings.operator),
  )
  const { counts, quantity, lot } = order
  const firstPass = firstPassYield(counts)
  return (
    <dl className={classes.figures}>
      {lot !== '' && (
        <Figure name={t('orders.lot')} testId="order-lot" isText>
          {lot}
        </Figure>
      )}
      <div className={classes.figure}>
        <dt>{t('orders.done')}</dt>
        <dd className={classes.done} data-testid="order-done">
          <span>
            <b>{shownCount(counts.passed, language)}</b>
            {quantity !== null && ` / ${shownCount(quantity, language)}`}
          </span>
          <DoneBar order={order} />
        </dd>
      </div>
      <Figure name={t('orders.firstPass')} testId="order-yield">
        {firstPass === null ? '–' : formatShare(firstPass, language)}
      </Figure>
      <Figure name={t('orders.pace')} testId="order-pace">
        {counts.unitsPerHour === null ? '–' : shownCount(counts.unitsPerHour, language)}
      </Figure>
      <Figure name={t('orders.operator')} testId="order-operator" isText>
        {operator || '–'}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly testId: string
  readonly isText?: boolean
  readonly children: ReactNode
}

function Figure({ name, testId, isText = false, children }: FigureProps) {
  return (
    <div className={classes.figure} data-text={isText}>
      <dt>{name}</dt>
      <dd data-testid={testId} title={isText && typeof children === 'string' ? children : undefined}>
        {children}
      </dd>
    </div>
  )
}

/** Nothing for an order without an end. */
export function DoneBar({ order }: { order: WorkOrder }) {
  const { t } = useTexts()
  const share = doneShare(order)
  if (share === null) return null
  return (
    <span
      className={classes.track}
      role="progressbar"
      aria-label={t('orders.done')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
    >
      <span className={classes.fill} style={{ transform: `scaleX(${share})` }} />
    </span>
  )
}

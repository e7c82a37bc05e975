// Which time, product, order or lot is added up. data-testid: statistics-range-<range>, statistics-from, statistics-to,
// statistics-product, statistics-batch.
import { NativeSelect, TextInput } from '@mantine/core'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { localTimeZone } from '../history/date-presets.ts'
import { useChoices } from '../history/use-choices.ts'
import classes from './range-bar.module.css'
import { asDays, orderOf, type Range, ranges, type ShownQuery } from './shown-query.ts'

export interface RangeBarProps {
  readonly shown: ShownQuery
  readonly change: (shown: ShownQuery) => void
}

export function RangeBar({ shown, change }: RangeBarProps) {
  const { t } = useTexts()
  const orders = useStation((state) => state.picture?.orders) ?? none
  const products = useStation((state) => state.picture?.settings.products) ?? none
  const choices = useChoices()
  const productIds = new Set([...choices.products, ...(shown.productId ? [shown.productId] : [])])
  const lots = new Set([...choices.lots, ...(shown.lot ? [shown.lot] : [])])
  const batch = shown.orderId ? `order:${shown.orderId}` : shown.lot ? `lot:${shown.lot}` : ''
  const nameOf = (id: string) => products.find(({ productId }) => productId === id)?.name || id
  const takeRange = (range: Range) =>
    change(range === 'custom' ? asDays(shown, orders, new Date(), localTimeZone()) : { ...shown, range })
  const takeBatch = (value: string) => {
    const orderId = value.startsWith('order:') ? value.slice(6) : undefined
    const lot = value.startsWith('lot:') ? value.slice(4) : undefined
    const range = shown.range === 'order' && orderId === undefined ? 'days30' : shown.range
    change({ ...shown, range, orderId, lot })
  }
  return (
    <search className={classes.bar} aria-label={t('statistics.range.label')}>
      <fieldset className={classes.ranges}>
        <legend className="fl-hidden">{t('statistics.range.label')}</legend>
        {ranges.map((range) => {
          const reason = range === 'order' && !orderOf(shown, orders) ? t('statistics.range.noOrder') : null
          return (
            <button
              key={range}
              type="button"
              className={classes.range}
              aria-pressed={shown.range === range}
              aria-disabled={reason !== null}
              title={reason ?? undefined}
              data-testid={`statistics-range-${range}`}
              onClick={() => reason === null && takeRange(range)}
            >
              {t(`statistics.range.${range}`)}
            </button>
          )
        })}
      </fieldset>
      {shown.range === 'custom' && (
        <>
          <DayField shown={shown} field="fromDay" testId="statistics-from" change={change} />
          <DayField shown={shown} field="toDay" testId="statistics-to" change={change} />
        </>
      )}
      <NativeSelect
        aria-label={t('statistics.product')}
        className={classes.field ?? ''}
        value={shown.productId ?? ''}
        data-testid="statistics-product"
        data={[
          { value: '', label: t('statistics.anyProduct') },
          ...[...productIds].map((id) => ({ value: id, label: nameOf(id) })),
        ]}
        onChange={(event) => change({ ...shown, productId: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label={t('statistics.batch')}
        className={classes.field ?? ''}
        value={batch}
        data-testid="statistics-batch"
        data={[
          { value: '', label: t('statistics.anyBatch') },
          ...orders.map(({ orderId, name, lot }) => ({
            value: `order:${orderId}`,
            label: lot ? t('statistics.orderWithLot', { name, lot }) : t('statistics.orderNamed', { name }),
          })),
          ...[...lots].map((lot) => ({ value: `lot:${lot}`, label: t('statistics.lotNamed', { lot }) })),
        ]}
        onChange={(event) => takeBatch(event.currentTarget.value)}
      />
    </search>
  )
}

const none: readonly [] = []

interface DayFieldProps extends RangeBarProps {
  readonly field: 'fromDay' | 'toDay'
  readonly testId: string
}

function DayField({ shown, field, testId, change }: DayFieldProps) {
  const { t } = useTexts()
  return (
    <TextInput
      type="date"
      aria-label={t(field === 'fromDay' ? 'statistics.from' : 'statistics.to')}
      value={shown[field] ?? ''}
      data-testid={testId}
      onChange={(event) => change({ ...shown, [field]: event.currentTarget.value || undefined })}
    />
  )
}

// Somebody else has changed the order while this form was open: what they have, what is typed here, and which of both is
// to stay. data-testid: order-conflict, order-take-theirs, order-keep-mine.
import { Button } from '@mantine/core'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { errorText } from '../../../../preload/contract/error-texts.ts'
import type { WorkOrder } from '../../../../preload/contract/work-order.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { differences, formOf, type OrderField, type OrderForm } from './order-draft.ts'
import { productName } from './order-facts.ts'
import classes from './orders.module.css'

export interface OrderConflictProps {
  readonly mine: OrderForm
  readonly theirs: WorkOrder
  readonly takeTheirs: () => void
  readonly keepMine: () => void
}

export function OrderConflict({ mine, theirs, takeTheirs, keepMine }: OrderConflictProps) {
  const { t, language } = useTexts()
  const shown = useShown()
  const other = formOf(theirs)
  const { title } = errorText({ code: 'ORDER_CHANGED', context: { name: theirs.name } }, language)
  const fields = differences(mine, other)
  return (
    <div className={classes.conflict} role="alert" data-testid="order-conflict">
      <div className={classes.conflictTitle}>
        <IconAlertTriangleFilled size={20} aria-hidden="true" />
        <b>{t('app.sentence', { text: title })}</b>
      </div>
      {fields.length === 0 ? (
        <p>{t('orders.sameAsYours')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('orders.field')}</th>
              <th scope="col">{t('orders.theirs')}</th>
              <th scope="col">{t('orders.yours')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{t(`orders.fieldName.${field}`)}</th>
                <td>{shown(field, other)}</td>
                <td>{shown(field, mine)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={classes.conflictButtons}>
        <Button size="sm" variant="default" data-testid="order-take-theirs" onClick={takeTheirs}>
          {t('orders.takeTheirs')}
        </Button>
        <Button size="sm" variant="default" data-testid="order-keep-mine" onClick={keepMine}>
          {t('orders.keepMine')}
        </Button>
      </div>
    </div>
  )
}

/** A field as a person reads it. */
function useShown(): (field: OrderField, form: OrderForm) => string {
  const { t } = useTexts()
  const settings = useStation(({ picture }) => picture?.settings)
  return (field, form) => {
    switch (field) {
      case 'productId':
        return form.productId === '' || !settings
          ? t('orders.eachSlot')
          : productName(settings, form.productId)
      case 'part':
        return `${t(`part.${form.part.type}`)} ${form.part.identify}`
      case 'mode':
        return t(`orders.modeName.${form.mode}`)
      case 'scanFirst':
        return t(form.scanFirst ? 'orders.yes' : 'orders.no')
      case 'repeat':
        return t(`orders.repeatName.${form.repeat}`)
      case 'downgrade':
        return t(form.downgrade === 'allow' ? 'orders.yes' : 'orders.no')
      case 'tag':
        return t(form.tag === 'test' ? 'orders.yes' : 'orders.no')
      case 'slotIds':
        return form.slotIds === null
          ? t('orders.allSlots')
          : t('orders.someSlots', { count: form.slotIds.length })
      default:
        return form[field] === '' ? '–' : form[field]
    }
  }
}

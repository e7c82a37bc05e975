// A field of a work order as a person reads it, whatever it holds.
import type { OrderField, OrderValue } from '../../../../preload/contract/work-order.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { productName } from './order-facts.ts'

export interface FieldValue {
  readonly field: OrderField
  readonly value: OrderValue
}

export function useOrderWords(): (of: FieldValue) => string {
  const { t } = useTexts()
  const settings = useStation(({ picture }) => picture?.settings)
  return ({ field, value }) => {
    if (field === 'slotIds')
      return Array.isArray(value) ? t('orders.someSlots', { count: value.length }) : t('orders.allSlots')
    if (field === 'chips' && Array.isArray(value)) return value.join(' ') || t('orders.anyChips')
    if (typeof value === 'boolean') return t(value ? 'orders.yes' : 'orders.no')
    if (typeof value === 'number') return String(value)
    if (value !== null && typeof value === 'object' && 'type' in value)
      return `${t(`part.${value.type}`)} ${value.identify}`
    if (field === 'productId')
      return typeof value === 'string' && settings ? productName(settings, value) : t('orders.eachSlot')
    if (field === 'mode' && (value === 'automatic' || value === 'manual'))
      return t(`orders.modeName.${value}`)
    if (field === 'repeat' && (value === 'ask' || value === 'refuse' || value === 'allow'))
      return t(`orders.repeatName.${value}`)
    if (field === 'downgrade') return t(value === 'allow' ? 'orders.yes' : 'orders.no')
    if (field === 'tag') return t(value === 'test' ? 'orders.yes' : 'orders.no')
    if (typeof value === 'string' && value !== '') return value
    return emptyWords[field] ? t(emptyWords[field]) : '–'
  }
}

/** What it means that nothing is said. */
const emptyWords: Partial<
  Record<
    OrderField,
    'orders.anyTask' | 'orders.noEnd' | 'orders.setProfile' | 'orders.anyHardware' | 'orders.firstImage'
  >
> = {
  taskId: 'orders.anyTask',
  quantity: 'orders.noEnd',
  profileId: 'orders.setProfile',
  hardwareRevision: 'orders.anyHardware',
  firmwareSha256: 'orders.firstImage',
}

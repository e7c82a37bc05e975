// What the history is filtered by now, each to be taken away with one press. data-testid: history-chip-<field>, history-clear.
import { IconX } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { errorText, type Language } from '../../../preload/contract/error-texts.ts'
import type { HistoryChoices } from '../../../preload/contract/history.ts'
import { useStation } from '../../store/station-store.ts'
import { formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import classes from './filter-chips.module.css'
import { activeFields, type FilterField, type ShownFilter, withField } from './shown-filter.ts'

export interface FilterChipsProps {
  readonly filter: ShownFilter
  readonly choices: HistoryChoices
  readonly change: (filter: ShownFilter) => void
}

export function FilterChips({ filter, choices, change }: FilterChipsProps) {
  const { t, language } = useTexts()
  const orders = useStation((state) => state.picture?.orders)
  const fields = activeFields(filter)
  if (fields.length === 0) return null
  const words = (field: FilterField) => {
    if (field === 'orderId')
      return orders?.find(({ orderId }) => orderId === filter.orderId)?.name ?? filter.orderId
    return wordsOf(field, filter, choices, t, language)
  }
  return (
    <ul className={classes.chips} aria-label={t('records.active')}>
      {fields.map((field) => {
        const label = t(`records.field.${field}`)
        return (
          <li key={field} className={classes.chip}>
            <span className={classes.label}>{label}</span>
            <span className={classes.value}>{words(field)}</span>
            <button
              type="button"
              aria-label={t('records.without', { field: label })}
              data-testid={`history-chip-${field}`}
              onClick={() => change(withField(filter, { [field]: undefined }))}
            >
              <IconX size={14} stroke={2.5} aria-hidden="true" />
            </button>
          </li>
        )
      })}
      {fields.length > 1 && (
        <li>
          <button
            type="button"
            className={classes.clear}
            data-testid="history-clear"
            onClick={() => change({})}
          >
            {t('records.clear')}
          </button>
        </li>
      )}
    </ul>
  )
}

function wordsOf(
  field: Exclude<FilterField, 'orderId'>,
  filter: ShownFilter,
  choices: HistoryChoices,
  t: TFunction,
  language: Language,
): string {
  const { when, from, to, outcome, errorCode, slotId } = filter
  switch (field) {
    case 'when':
      return when ? t(`records.when.${when}`) : ''
    case 'from':
      return from ? formatDateTime(from, language) : ''
    case 'to':
      return to ? formatDateTime(to, language) : ''
    case 'outcome':
      return outcome ? t(`count.${outcome}`) : ''
    case 'errorCode':
      return errorCode ? errorText({ code: errorCode, context: {} }, language).title : ''
    case 'slotId':
      return slotName(t, choices.slots.find((slot) => slot.slotId === slotId)?.name ?? slotId ?? '')
    default:
      return String(filter[field] ?? '')
  }
}

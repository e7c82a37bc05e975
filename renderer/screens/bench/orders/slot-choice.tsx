// Which slots may work on an order: all, or the ones that are ticked.
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { slotName } from '../../../text/slot-name.ts'
import type { OrderForm } from './order-draft.ts'
import classes from './orders.module.css'

export interface SlotChoiceProps {
  readonly form: OrderForm
  readonly change: (part: Partial<OrderForm>) => void
  readonly isWrong: boolean
}

const none: readonly string[] = []

export function SlotChoice({ form: { slotIds }, change, isWrong }: SlotChoiceProps) {
  const { t } = useTexts()
  const known = useStation(({ picture }) => picture?.slotIds ?? none)
  const slots = useStation(({ picture }) => picture?.slots)
  // One that is gone stays ticked until somebody takes it off.
  const shown = [...known, ...(slotIds ?? []).filter((slotId) => !known.includes(slotId))]
  return (
    <fieldset className={classes.slots}>
      <legend>{t('orders.fieldName.slotIds')}</legend>
      <label className={classes.tick}>
        <input
          type="checkbox"
          checked={slotIds === null}
          data-testid="order-field-all-slots"
          onChange={(event) => change({ slotIds: event.currentTarget.checked ? null : [...known] })}
        />
        {t('orders.allSlots')}
      </label>
      {slotIds !== null && (
        <div className={classes.ticks}>
          {shown.map((slotId) => (
            <label key={slotId} className={classes.tick}>
              <input
                type="checkbox"
                checked={slotIds.includes(slotId)}
                data-testid="order-field-slot"
                data-slot={slotId}
                onChange={(event) =>
                  change({
                    slotIds: event.currentTarget.checked
                      ? shown.filter((one) => one === slotId || slotIds.includes(one))
                      : slotIds.filter((one) => one !== slotId),
                  })
                }
              />
              {slotName(t, slots?.[slotId]?.name || slotId)}
            </label>
          ))}
        </div>
      )}
      {isWrong && (
        <p className={classes.wrong} role="alert">
          {t('orders.slotsNone')}
        </p>
      )}
    </fieldset>
  )
}

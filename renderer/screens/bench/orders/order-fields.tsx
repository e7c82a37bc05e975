// The fields of a work order. data-testid: order-field-name, -product, -task, -profile, -part, -identify, -lot, -quantity,
// -mode-automatic, -mode-manual, -scan-first, -all-slots, and order-field-slot (data-slot).
import { TextInput } from '@mantine/core'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../../settings/choice.tsx'
import type { OrderForm, problemsOf } from './order-draft.ts'
import { productName } from './order-facts.ts'
import classes from './orders.module.css'
import { RuleFields } from './rule-fields.tsx'
import { SlotChoice } from './slot-choice.tsx'
import { TaskChoice } from './task-choice.tsx'

export interface OrderFieldsProps {
  readonly form: OrderForm
  readonly change: (part: Partial<OrderForm>) => void
  readonly problems: ReturnType<typeof problemsOf>
}

export function OrderFields({ form, change, problems }: OrderFieldsProps) {
  const { t } = useTexts()
  return (
    <>
      <TextInput
        label={t('orders.fieldName.name')}
        value={form.name}
        maxLength={60}
        data-autofocus
        data-testid="order-field-name"
        error={problems.name && form.name !== '' ? t('orders.nameMissing') : undefined}
        placeholder={t('orders.nameExample')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <ProductChoice form={form} change={change} />
        <TaskChoice form={form} change={change} />
      </div>
      <div className={classes.pair}>
        <ProfileChoice form={form} change={change} />
        <PartChoice form={form} change={change} />
      </div>
      <div className={classes.pair}>
        <TextInput
          label={t('orders.fieldName.lot')}
          value={form.lot}
          maxLength={60}
          data-testid="order-field-lot"
          onChange={(event) => change({ lot: event.currentTarget.value })}
        />
        <TextInput
          label={t('orders.fieldName.quantity')}
          value={form.quantity}
          inputMode="numeric"
          maxLength={7}
          placeholder={t('orders.noEnd')}
          error={problems.quantity && t('orders.quantityWrong')}
          data-testid="order-field-quantity"
          onChange={(event) => change({ quantity: event.currentTarget.value })}
        />
      </div>
      <fieldset className={classes.modes}>
        <legend>{t('orders.fieldName.mode')}</legend>
        {(['automatic', 'manual'] as const).map((mode) => (
          <label key={mode} className={classes.mode} data-chosen={form.mode === mode}>
            <input
              type="radio"
              name="order-mode"
              checked={form.mode === mode}
              data-testid={`order-field-mode-${mode}`}
              onChange={() => change({ mode })}
            />
            <span>
              <b>{t(`orders.modeName.${mode}`)}</b>
              <small>{t(`orders.modeHint.${mode}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label className={classes.mode} data-chosen={form.scanFirst}>
        <input
          type="checkbox"
          checked={form.scanFirst}
          data-testid="order-field-scan-first"
          onChange={(event) => change({ scanFirst: event.currentTarget.checked })}
        />
        <span>
          <b>{t('orders.fieldName.scanFirst')}</b>
          <small>{t('orders.scanFirstHint')}</small>
        </span>
      </label>
      <SlotChoice form={form} change={change} isWrong={problems.slotIds !== undefined} />
      <RuleFields form={form} change={change} problems={problems} />
    </>
  )
}

type FieldProps = Pick<OrderFieldsProps, 'form' | 'change'>

function ProductChoice({ form, change }: FieldProps) {
  const { t } = useTexts()
  const picture = useStation((state) => state.picture)
  if (!picture) return null
  const { settings, slots } = picture
  const ids = new Set([
    ...settings.products.map(({ productId }) => productId),
    ...(settings.bench ? [settings.bench.productId] : []),
    ...Object.values(slots).flatMap(({ productId }) => productId ?? []),
    ...(form.productId === '' ? [] : [form.productId]),
  ])
  return (
    <Choice
      label={t('orders.fieldName.productId')}
      value={form.productId}
      testId="order-field-product"
      options={[
        { value: '', label: t('orders.eachSlot') },
        ...[...ids].map((id) => ({ value: id, label: productName(settings, id) })),
      ]}
      // A task belongs to its product.
      onChange={(productId) => change({ productId, taskId: '', firmwareSha256: '' })}
    />
  )
}

function ProfileChoice({ form, change }: FieldProps) {
  const { t } = useTexts()
  const profiles = useStation(({ picture }) => picture?.profiles)
  return (
    <Choice
      label={t('orders.fieldName.profileId')}
      value={form.profileId}
      testId="order-field-profile"
      options={[
        { value: '', label: t('orders.setProfile') },
        ...(profiles ?? []).map(({ profileId, name }) => ({ value: profileId, label: name })),
      ]}
      onChange={(profileId) => change({ profileId })}
    />
  )
}

function PartChoice({ form: { part }, change }: FieldProps) {
  const { t } = useTexts()
  return (
    <div className={classes.part}>
      <Choice
        label={t('orders.fieldName.part')}
        value={part.type}
        testId="order-field-part"
        options={(['wifi', 'mcu', 'subdevice'] as const).map((type) => ({
          value: type,
          label: t(`part.${type}`),
        }))}
        onChange={(type) => change({ part: { ...part, type } })}
      />
      <TextInput
        label={t('orders.identify')}
        value={String(part.identify)}
        inputMode="numeric"
        maxLength={4}
        data-testid="order-field-identify"
        onChange={(event) => {
          const digits = event.currentTarget.value.replace(/\D/g, '')
          change({ part: { ...part, identify: Number(digits) } })
        }}
      />
    </div>
  )
}

// What an order demands of its units beyond product and task: folded away, since most orders leave it as it is.
// data-testid: order-rules, order-field-repeat, -downgrade, -tag, -hardware, -chips, -sha256.
import { TextInput } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../../settings/choice.tsx'
import { hasOwnRules } from './order-draft.ts'
import type { OrderFieldsProps } from './order-fields.tsx'
import classes from './orders.module.css'

export function RuleFields({ form, change, problems }: OrderFieldsProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(() => hasOwnRules(form))
  return (
    <details
      className={classes.rules}
      open={isOpen}
      data-testid="order-rules"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <IconChevronRight size={18} stroke={2.4} aria-hidden="true" />
        <b>{t('orders.rules')}</b>
        <small>{t('orders.rulesHint')}</small>
      </summary>
      <div className={classes.rulesBody}>
        <Choice
          label={t('orders.fieldName.repeat')}
          value={form.repeat}
          testId="order-field-repeat"
          options={(['ask', 'refuse', 'allow'] as const).map((value) => ({
            value,
            label: t(`orders.repeatName.${value}`),
          }))}
          onChange={(repeat) => change({ repeat })}
        />
        <div className={classes.ruleTicks}>
          <label className={classes.tick}>
            <input
              type="checkbox"
              checked={form.downgrade === 'allow'}
              data-testid="order-field-downgrade"
              onChange={(event) => change({ downgrade: event.currentTarget.checked ? 'allow' : 'refuse' })}
            />
            {t('orders.allowDowngrade')}
          </label>
          <label className={classes.tick}>
            <input
              type="checkbox"
              checked={form.tag === 'test'}
              data-testid="order-field-tag"
              onChange={(event) => change({ tag: event.currentTarget.checked ? 'test' : 'formal' })}
            />
            {t('orders.allowTest')}
          </label>
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t('orders.fieldName.hardwareRevision')}
            description={t('orders.hardwareHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            placeholder={t('orders.anyHardware')}
            value={form.hardwareRevision}
            maxLength={40}
            data-testid="order-field-hardware"
            onChange={(event) => change({ hardwareRevision: event.currentTarget.value })}
          />
          <TextInput
            label={t('orders.fieldName.chips')}
            description={t('orders.chipsHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            placeholder={t('orders.anyChips')}
            value={form.chips}
            maxLength={500}
            error={problems.chips && t('orders.chipsWrong')}
            data-testid="order-field-chips"
            onChange={(event) => change({ chips: event.currentTarget.value })}
          />
        </div>
        <TextInput
          label={t('orders.fieldName.firmwareSha256')}
          description={t('orders.sha256Hint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={t('orders.firstImage')}
          value={form.firmwareSha256}
          maxLength={64}
          spellCheck={false}
          error={problems.firmwareSha256 && t('orders.sha256Wrong')}
          data-testid="order-field-sha256"
          onChange={(event) => change({ firmwareSha256: event.currentTarget.value })}
        />
      </div>
    </details>
  )
}

// What the history is filtered by, one field beside the other. data-testid: history-when, -outcome, -error, -product, -version,
// -lot, -slot, -operator, -device, -from, -to.
import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { HistoryChoices } from '../../../preload/contract/history.ts'
import { useTexts } from '../../text/i18n.ts'
import { slotName } from '../../text/slot-name.ts'
import { presets } from './date-presets.ts'
import classes from './filter-bar.module.css'
import { localInputOf, timeOfLocalInput } from './local-input.ts'
import { endedOutcomes, type ShownFilter, withField } from './shown-filter.ts'

export interface FilterBarProps {
  readonly filter: ShownFilter
  readonly choices: HistoryChoices
  readonly change: (filter: ShownFilter) => void
}

const custom = 'custom'

export function FilterBar({ filter, choices, change }: FilterBarProps) {
  const { t, language } = useTexts()
  const [isCustom, setCustom] = useState(false)
  const hasEnds = filter.from !== undefined || filter.to !== undefined
  const when = filter.when ?? (hasEnds || isCustom ? custom : '')
  const set = (part: Partial<ShownFilter>) => change(withField(filter, part))
  return (
    <search className={classes.bar} aria-label={t('records.filters')}>
      <Field
        label={t('records.field.when')}
        testId="history-when"
        value={when}
        options={[
          ...presets.map((preset) => [preset, t(`records.when.${preset}`)] as const),
          [custom, t('records.when.custom')],
        ]}
        onChange={(value) => {
          setCustom(value === custom)
          const preset = presets.find((one) => one === value)
          change(
            withField(
              filter,
              preset ? { when: preset } : { when: undefined, from: undefined, to: undefined },
            ),
          )
        }}
      />
      {when === custom && (
        <>
          <TimeField end="from" filter={filter} set={set} />
          <TimeField end="to" filter={filter} set={set} />
        </>
      )}
      <Field
        label={t('records.field.outcome')}
        testId="history-outcome"
        value={filter.outcome ?? ''}
        options={endedOutcomes.map((outcome) => [outcome, t(`count.${outcome}`)])}
        onChange={(value) => set({ outcome: endedOutcomes.find((outcome) => outcome === value) })}
      />
      <Field
        label={t('records.field.errorCode')}
        testId="history-error"
        value={filter.errorCode ?? ''}
        options={withCurrent(choices.errorCodes, filter.errorCode).map((code) => [
          code,
          errorText({ code, context: {} }, language).title,
        ])}
        onChange={(value) =>
          set({ errorCode: withCurrent(choices.errorCodes, filter.errorCode).find((code) => code === value) })
        }
      />
      <Field
        label={t('records.field.productId')}
        testId="history-product"
        value={filter.productId ?? ''}
        options={withCurrent(choices.products, filter.productId).map((id) => [id, id])}
        onChange={(productId) => set({ productId: productId || undefined })}
      />
      <Field
        label={t('records.field.toVersion')}
        testId="history-version"
        value={filter.toVersion === undefined ? '' : String(filter.toVersion)}
        options={withCurrent(choices.versions, filter.toVersion).map((version) => [
          String(version),
          String(version),
        ])}
        onChange={(version) => set({ toVersion: version === '' ? undefined : Number(version) })}
      />
      <Field
        label={t('records.field.lot')}
        testId="history-lot"
        value={filter.lot ?? ''}
        options={withCurrent(choices.lots, filter.lot).map((lot) => [lot, lot])}
        onChange={(lot) => set({ lot: lot || undefined })}
      />
      <Field
        label={t('records.field.slotId')}
        testId="history-slot"
        value={filter.slotId ?? ''}
        options={slotOptions(choices, filter.slotId).map(({ slotId, name }) => [slotId, slotName(t, name)])}
        onChange={(slotId) => set({ slotId: slotId || undefined })}
      />
      <Field
        label={t('records.field.operator')}
        testId="history-operator"
        value={filter.operator ?? ''}
        options={withCurrent(choices.operators, filter.operator).map((name) => [name, name])}
        onChange={(operator) => set({ operator: operator || undefined })}
      />
      <DeviceField value={filter.device ?? ''} onChange={(device) => set({ device: device || undefined })} />
    </search>
  )
}

interface FieldProps {
  readonly label: string
  readonly testId: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

function Field({ label, testId, value, options, onChange }: FieldProps) {
  const { t } = useTexts()
  return (
    <NativeSelect
      className={classes.field}
      size="xs"
      label={label}
      value={value}
      data={[
        { value: '', label: t('records.all') },
        ...options.map(([one, said]) => ({ value: one, label: said })),
      ]}
      data-testid={testId}
      data-active={value !== ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function TimeField(props: {
  readonly end: 'from' | 'to'
  readonly filter: ShownFilter
  readonly set: (part: Partial<ShownFilter>) => void
}): ReactNode {
  const { end, filter, set } = props
  const { t } = useTexts()
  return (
    <TextInput
      className={classes.time}
      size="xs"
      type="datetime-local"
      label={t(`records.field.${end}`)}
      value={localInputOf(filter[end])}
      data-testid={`history-${end}`}
      onChange={(event) => set({ [end]: timeOfLocalInput(event.currentTarget.value) })}
    />
  )
}

/** Asked when it is finished: a part of a number is no device. */
function DeviceField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTexts()
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const take = () => typed.trim() !== value && onChange(typed.trim())
  return (
    <TextInput
      className={classes.device}
      size="xs"
      label={t('records.field.device')}
      placeholder={t('records.deviceHint')}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      value={typed}
      maxLength={100}
      spellCheck={false}
      data-testid="history-device"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  )
}

/** A link may filter by what no record has. */
function withCurrent<Value>(values: readonly Value[], current: Value | undefined): readonly Value[] {
  return current === undefined || values.includes(current) ? values : [current, ...values]
}

function slotOptions({ slots }: HistoryChoices, slotId: string | undefined): HistoryChoices['slots'] {
  const known = [...slots].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
  return slotId === undefined || slots.some((slot) => slot.slotId === slotId)
    ? known
    : [{ slotId, name: slotId }, ...known]
}

// Fields without typing: one of several values, on or off, and what cannot be another. Taking the default takes the
// member out of the file.
import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useTexts } from '../../../text/i18n.ts'
import { isDefault } from './field-values.ts'
import { type FieldProps, inputOrder, marksOf, useFieldWords } from './form-access.ts'
import { valueAt } from './json-draft.ts'
import { withValue } from './profile-edits.ts'
import classes from './profile-fields.module.css'
import type { Scalar } from './schema-fields.ts'

export function ChoiceField(props: FieldProps & { readonly values: readonly Scalar[] }) {
  const { field, path, form, values } = props
  const { t } = useTexts()
  const { title, help, place, error } = useFieldWords(props, true)
  const value = valueAt(form.edit.data, path) ?? field.fallback ?? null
  const shown = value === null ? '' : String(value)
  const isKnown = value === null || values.some((one) => one === value)
  const maybeNone = field.nullable || !field.required || value === null
  const none = maybeNone && (field.fallback ?? null) === null
  return (
    <NativeSelect
      {...marksOf(place)}
      label={title}
      required={field.required}
      description={help}
      inputWrapperOrder={inputOrder}
      error={error || null}
      value={shown}
      data={[
        ...(none ? [{ value: '', label: t('profiles.notSet') }] : []),
        ...values.map((one) => ({
          value: String(one),
          label: one === field.fallback ? t('profiles.isDefault', { value: one }) : String(one),
        })),
        ...(isKnown ? [] : [{ value: shown, label: shown }]),
      ]}
      onChange={(event) => {
        const chosen = values.find((one) => String(one) === event.currentTarget.value)
        form.change((edit) => withValue(edit, path, isDefault(field, chosen) ? undefined : chosen))
      }}
    />
  )
}

export function FlagField(props: FieldProps) {
  const { field, path, form } = props
  const { title, help, place, error } = useFieldWords(props, true)
  const value = valueAt(form.edit.data, path) ?? field.fallback
  return (
    <Switch
      {...marksOf(place)}
      className={classes.flag ?? ''}
      label={title}
      description={help}
      error={error || null}
      checked={value === true}
      onChange={(event) => {
        const chosen = event.currentTarget.checked
        form.change((edit) => withValue(edit, path, isDefault(field, chosen) ? undefined : chosen))
      }}
    />
  )
}

export function FixedField(props: FieldProps & { readonly value: Scalar }) {
  const { title, help, place, error } = useFieldWords(props, true)
  return (
    <TextInput
      {...marksOf(place)}
      label={title}
      description={help}
      inputWrapperOrder={inputOrder}
      error={error || null}
      value={String(valueAt(props.form.edit.data, props.path) ?? props.value)}
      classNames={{ input: classes.fixed ?? '' }}
      readOnly
    />
  )
}

// A field that is typed: a text, a number, a list in one line, names with their texts. Its default is its placeholder.
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import { rangeOf, unitOf } from './field-hints.ts'
import { type FieldProps, inputOrder, marksOf, useFieldWords } from './form-access.ts'
import { sameJson, valueAt } from './json-draft.ts'
import { withValue } from './profile-edits.ts'
import classes from './profile-fields.module.css'
import type { Field, Shape } from './schema-fields.ts'
import {
  escapedText,
  plainText,
  type TypedValue,
  typedList,
  typedNumber,
  typedRecord,
} from './typed-values.ts'

type LineShape = Extract<Shape, { kind: 'text' | 'number' | 'list' | 'record' }>

export function LineField(props: FieldProps & { readonly shape: LineShape }) {
  const { field, path, form, shape } = props
  const { t, language } = useTexts()
  const { title, help, place, error } = useFieldWords(props, true)
  const lines = linesOf(field)
  const typed = typedOf(shape, lines > 1)
  const value = valueAt(form.edit.data, path)
  const [text, setText] = useTyped(typed, value, (read) => form.change((edit) => withValue(edit, path, read)))
  const placeholder = typed.write(field.fallback)
  const unit = unitOf(field)
  const range = rangeOf(field, value, language)
  const shared = {
    ...marksOf(place),
    label: title,
    required: field.required,
    description: [help, range, shape.kind === 'record' ? t('profiles.recordHint') : '']
      .filter(Boolean)
      .join(' '),
    inputWrapperOrder: inputOrder,
    placeholder,
    value: text,
    error: error || null,
    spellCheck: false,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  }
  const isFixedPitch = shape.kind === 'record' || (shape.kind === 'text' && (shape.plain || isLong(shape)))
  const classNames = isFixedPitch && field.name !== 'description' ? { input: 'fl-mono' } : {}
  return lines > 1 ? (
    <Textarea {...shared} classNames={classNames} rows={lines} className={classes.wide ?? ''} />
  ) : (
    <TextInput
      {...shared}
      classNames={classNames}
      className={isLong(shape) ? (classes.wide ?? '') : ''}
      inputMode={shape.kind === 'number' ? 'numeric' : 'text'}
      {...(unit ? { rightSection: <span className={classes.unit}>{unit}</span>, rightSectionWidth: 52 } : {})}
    />
  )
}

/** What was typed stays as it was typed for as long as it means the value: `1.` and `0x10`, and a comma at the end. */
function useTyped(typed: TypedValue, value: unknown, change: (value: unknown) => void) {
  const [kept, setKept] = useState<string | null>(null)
  const text = kept !== null && sameJson(typed.read(kept), value ?? undefined) ? kept : typed.write(value)
  return [
    text,
    (now: string) => {
      setKept(now)
      change(typed.read(now))
    },
  ] as const
}

function typedOf(shape: LineShape, severalLines: boolean): TypedValue {
  switch (shape.kind) {
    case 'number':
      return typedNumber
    case 'list':
      return typedList(shape.item)
    case 'record':
      return typedRecord
    case 'text':
      return shape.plain || severalLines ? plainText : escapedText
  }
}

const linesOf = ({ name, shape }: Field) => (shape.kind === 'record' || name === 'description' ? 3 : 1)
const isLong = (shape: LineShape) => shape.kind === 'text' && (shape.maxLength ?? 0) >= 300

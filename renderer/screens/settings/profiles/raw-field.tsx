// A field as JSON: for what no form here knows, and for values that are not what the schema says. What is no JSON yet
// stays as it was typed, and keeps the profile from being saved.
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import { type FieldProps, inputOrder, marksOf, useFieldWords } from './form-access.ts'
import { jsonText, parsedJson, sameJson, valueAt } from './json-draft.ts'
import { withFieldText } from './profile-edits.ts'
import classes from './profile-fields.module.css'

export function RawField(props: FieldProps) {
  const { field, path, form } = props
  const { t } = useTexts()
  const { title, help, place, error } = useFieldWords(props, true)
  const [typed, setTyped] = useState<string | null>(null)
  const unread = form.edit.unread[place]
  const value = valueAt(form.edit.data, path)
  const isTyped = typed !== null && sameJson(parsedJson(typed), value)
  const text = unread ?? (isTyped ? typed : value === undefined ? '' : jsonText(value))
  return (
    <Textarea
      {...marksOf(place)}
      className={classes.wide ?? ''}
      classNames={{ input: `fl-mono ${classes.raw ?? ''}` }}
      label={title}
      required={field.required}
      description={`${help} ${t('profiles.asJsonHint')}`.trim()}
      inputWrapperOrder={inputOrder}
      placeholder={field.fallback === undefined ? '' : jsonText(field.fallback)}
      error={unread === undefined ? error || null : t('profiles.noJson')}
      value={text}
      rows={Math.min(Math.max(text.split('\n').length, 2), 20)}
      spellCheck={false}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        form.change((edit) => withFieldText(edit, path, text))
      }}
    />
  )
}

// A group of fields in its own frame. One that may be left out can be added and taken away.
import { Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTexts } from '../../../text/i18n.ts'
import { beginningOf } from './field-values.ts'
import { marksOf, type OuterFieldProps, useFieldWords } from './form-access.ts'
import { isObject, valueAt } from './json-draft.ts'
import { withValue } from './profile-edits.ts'
import classes from './profile-fields.module.css'

export function GroupField(props: OuterFieldProps) {
  const { field, path, form, fields, Inner } = props
  const { t } = useTexts()
  const { title, help, place, error } = useFieldWords(props, false)
  const value = valueAt(form.edit.data, path)
  const isAlways = field.required || isObject(field.fallback)
  const isThere = isAlways || isObject(value)
  const put = (now: unknown) => form.change((edit) => withValue(edit, path, now))
  return (
    <fieldset className={classes.group} {...marksOf(place)} tabIndex={-1}>
      <legend>{title}</legend>
      <div className={classes.groupHead}>
        <p className={classes.hint}>{help}</p>
        {!isThere && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            aria-label={t('profiles.addOf', { name: title })}
            data-testid={`profile-add-${place}`}
            onClick={() => put(beginningOf(field.shape))}
          >
            {t('profiles.add')}
          </Button>
        )}
        {isThere && !isAlways && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTrash size={16} aria-hidden="true" />}
            aria-label={t('profiles.takeAwayOf', { name: title })}
            data-testid={`profile-take-${place}`}
            onClick={() => put(undefined)}
          >
            {t('profiles.takeAway')}
          </Button>
        )}
      </div>
      {error && <p className={classes.error}>{error}</p>}
      {isThere && (
        <div className={classes.fields}>
          {fields.map((inner) => (
            <Inner key={inner.name} field={inner} path={[...path, inner.name]} form={form} />
          ))}
        </div>
      )}
    </fieldset>
  )
}

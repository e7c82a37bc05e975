// What every field of a profile's form is given: the edit, what is wrong with it, and how it is changed; and the words
// that belong to a field.
import type { ComponentType } from 'react'
import type { ProfileMistake } from '../../../../preload/contract/profile.ts'
import {
  type FieldText,
  mistakeText,
  placeText,
  profileFieldText,
} from '../../../../preload/contract/profile-texts.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { JsonPath } from './json-draft.ts'
import { isWithin, type ProfileEdit } from './profile-edits.ts'
import type { Field } from './schema-fields.ts'

export interface FormAccess {
  readonly edit: ProfileEdit
  readonly mistakes: readonly ProfileMistake[]
  /** Of the edit as it is then: a field is drawn again only when something of its own is another. */
  readonly change: (update: (edit: ProfileEdit) => ProfileEdit) => void
}

export interface FieldProps {
  readonly field: Field
  readonly path: JsonPath
  readonly form: FormAccess
}

/** What holds other fields is told how they are drawn. */
export interface OuterFieldProps extends FieldProps {
  readonly fields: readonly Field[]
  readonly Inner: ComponentType<FieldProps>
}

export interface FieldWords extends FieldText {
  readonly place: string
  /** Empty: nothing is wrong. */
  readonly error: string
}

/** `inside`: mistakes of what is in the value have no field of their own. */
export function useFieldWords({ field, path, form }: FieldProps, inside: boolean): FieldWords {
  const { language } = useTexts()
  const place = placeText(path)
  const error = form.mistakes
    .filter((mistake) => mistake.place === place || (inside && isWithin(mistake.place, place)))
    .map((mistake) => mistakeText(mistake, language))
  return {
    ...profileFieldText(field.scope, field.name, language),
    place,
    error: [...new Set(error)].join(' '),
  }
}

/** Fields side by side stand in one line, however long their help is. */
export const inputOrder: ('label' | 'input' | 'error' | 'description')[] = [
  'label',
  'input',
  'error',
  'description',
]

/** For the test of a screen, and to be found by a mistake. */
export function marksOf(place: string) {
  return { 'data-testid': `profile-field-${place}`, 'data-place': place }
}

/** To the field of a place, or the nearest one around it. */
export function focusPlace(place: string): void {
  for (let at = place; at !== ''; at = at.replace(/(?:\.?[^.[\]]+|\[[^[\]]*\])$/, '')) {
    const found = document.querySelector<HTMLElement>(`[data-place="${CSS.escape(at)}"]`)
    if (!found) continue
    found.scrollIntoView({ block: 'center' })
    found.focus()
    return
  }
}

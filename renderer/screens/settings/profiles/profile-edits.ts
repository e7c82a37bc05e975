// Profiles that are being edited, kept for as long as the page lives: nobody loses what was typed by looking elsewhere.
// The pure part of an edit first, the store of them last.
import { create } from 'zustand'
import type { ProfileMistake } from '../../../../preload/contract/profile.ts'
import { placeText } from '../../../../preload/contract/profile-texts.ts'
import { withoutDefaults } from './field-values.ts'
import {
  isObject,
  type JsonObject,
  type JsonPath,
  jsonText,
  parsedJson,
  sameJson,
  withValueAt,
} from './json-draft.ts'
import type { Field } from './schema-fields.ts'

export interface ProfileEdit {
  /** What its file said when the edit began, or says since it was saved; null: there is none yet. */
  readonly saved: JsonObject | null
  readonly data: JsonObject
  /** What stands in the JSON view; null: the form is shown. */
  readonly text: string | null
  /** By place: what was typed as JSON into a field and is none yet. */
  readonly unread: Readonly<Record<string, string>>
  /** What the station said when it was to be saved. */
  readonly refused: ProfileMistake | null
}

export function editOf(saved: JsonObject): ProfileEdit {
  return { saved, data: saved, text: null, unread: {}, refused: null }
}

/** `value` undefined: the default counts. */
export function withValue(edit: ProfileEdit, path: JsonPath, value: unknown): ProfileEdit {
  const data = withValueAt(edit.data, path, value)
  return { ...edit, data: isObject(data) ? data : {}, unread: outside(edit.unread, path), refused: null }
}

/** Typed as JSON into one field. */
export function withFieldText(edit: ProfileEdit, path: JsonPath, text: string): ProfileEdit {
  const value = parsedJson(text)
  if (value !== undefined || text.trim() === '') return withValue(edit, path, value)
  return { ...edit, unread: { ...outside(edit.unread, path), [placeText(path)]: text }, refused: null }
}

/** Typed into the JSON view. */
export function withText(edit: ProfileEdit, text: string): ProfileEdit {
  const value = parsedJson(text)
  return { ...edit, data: isObject(value) ? value : edit.data, text, unread: {}, refused: null }
}

export function shownAs(edit: ProfileEdit, view: 'form' | 'json'): ProfileEdit {
  return { ...edit, text: view === 'json' ? (edit.text ?? jsonText(edit.data)) : null, unread: {} }
}

/** Something in it is no JSON: it can be corrected only where it stands. */
export function isBroken({ text, unread }: ProfileEdit): boolean {
  return Object.keys(unread).length > 0 || (text !== null && !isObject(parsedJson(text)))
}

export function isChanged(edit: ProfileEdit): boolean {
  return isBroken(edit) || !sameJson(edit.data, edit.saved)
}

/** The form saves only what differs from the defaults; what somebody wrote as JSON is saved as it stands. */
export function profileToSave(edit: ProfileEdit, fields: readonly Field[]): JsonObject {
  return edit.text === null ? withoutDefaults(edit.data, fields) : edit.data
}

/** What the station is asked to check. */
export function textToCheck({ text, data }: ProfileEdit): string {
  return text ?? jsonText(data)
}

function outside(unread: ProfileEdit['unread'], path: JsonPath): ProfileEdit['unread'] {
  const place = placeText(path)
  return Object.fromEntries(Object.entries(unread).filter(([other]) => !isWithin(other, place)))
}

/** Of a place itself, too. */
export function isWithin(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}.`) || place.startsWith(`${outer}[`)
}

/** By the profile's id; of a new one that has no file yet, `:1` and so on, which is no id. */
export const useProfileEdits = create<Readonly<Record<string, ProfileEdit>>>()(() => ({}))

export function putEdit(key: string, edit: ProfileEdit): void {
  useProfileEdits.setState({ [key]: edit })
}

/** `saved`: what the edit begins with when there is none yet. */
export function updateEdit(
  key: string,
  saved: JsonObject | null,
  update: (edit: ProfileEdit) => ProfileEdit,
): void {
  const edit = useProfileEdits.getState()[key] ?? (saved && editOf(saved))
  if (edit) putEdit(key, update(edit))
}

export function dropEdit(key: string): void {
  useProfileEdits.setState(({ [key]: _, ...others }) => others, true)
}

export const isNewKey = (key: string): boolean => key.startsWith(':')

/** The key that it has. */
export function addEdit(data: JsonObject): string {
  const taken = useProfileEdits.getState()
  let number = 1
  while (`:${number}` in taken) number += 1
  putEdit(`:${number}`, { ...editOf(data), saved: null })
  return `:${number}`
}

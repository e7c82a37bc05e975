// An edit of a profile: what is typed in the form or as JSON, what keeps it from being saved, and what is told about
// files and refusals.
import { afterEach, describe, expect, it } from 'vitest'
import type { ProfileEntry } from '../../preload/contract/index.ts'
import {
  addEdit,
  dropEdit,
  editOf,
  isBroken,
  isChanged,
  isNewKey,
  profileToSave,
  shownAs,
  textToCheck,
  useProfileEdits,
  withFieldText,
  withText,
  withValue,
} from '../../renderer/screens/settings/profiles/profile-edits.ts'
import {
  brokenFileOf,
  fileProblemOf,
  refusedMistake,
  takenMistake,
} from '../../renderer/screens/settings/profiles/profile-problems.ts'
import { profileUseOf } from '../../renderer/screens/settings/profiles/profile-use.ts'
import { type Field, fieldsOf } from '../../renderer/screens/settings/profiles/schema-fields.ts'
import { slot } from './fixtures.ts'

const saved = { profileId: 'one', options: { speed: 1 } }
const fields: readonly Field[] = fieldsOf(
  {
    type: 'object',
    properties: {
      options: {
        type: 'object',
        default: { speed: 2 },
        properties: { speed: { type: 'number', default: 2 } },
      },
    },
  },
  'p',
)

describe('an edit', () => {
  it('is none until something differs', () => {
    const edit = withValue(editOf(saved), ['options', 'speed'], 3)
    expect(isChanged(editOf(saved))).toBe(false)
    expect(isChanged(edit)).toBe(true)
    expect(edit.data).toEqual({ profileId: 'one', options: { speed: 3 } })
    expect(isChanged(withValue(edit, ['options', 'speed'], 1))).toBe(false)
  })

  it('saves what differs from the defaults, but as it stands what was written as JSON', () => {
    const edit = withValue(editOf(saved), ['options', 'speed'], 2)
    expect(profileToSave(edit, fields)).toEqual({ profileId: 'one' })
    expect(profileToSave(shownAs(edit, 'json'), fields)).toEqual({ profileId: 'one', options: { speed: 2 } })
  })

  it('keeps a text that is no JSON, and the last that was', () => {
    const shown = shownAs(editOf(saved), 'json')
    expect(textToCheck(shown)).toBe(JSON.stringify(saved, null, 2))
    const typed = withText(withText(shown, '{"a": 1}'), '{"a": 1')
    expect([isBroken(typed), isChanged(typed), textToCheck(typed)]).toEqual([true, true, '{"a": 1'])
    expect(typed.data).toEqual({ a: 1 })
    expect(isBroken(withText(shown, '[]'))).toBe(true)
    expect(shownAs(withText(shown, '{"a": 1}'), 'form')).toMatchObject({ text: null, data: { a: 1 } })
  })

  it('keeps what is no JSON yet in one field, until the field or what is around it is changed', () => {
    const typed = withFieldText(editOf(saved), ['options', 'odd'], '[1')
    expect(typed.unread).toEqual({ 'options.odd': '[1' })
    expect([isBroken(typed), typed.data]).toEqual([true, saved])
    expect(isBroken(withValue(typed, ['name'], 'x'))).toBe(true)
    expect(isBroken(withValue(typed, ['options'], undefined))).toBe(false)
    const whole = withFieldText(typed, ['options', 'odd'], '[1]')
    expect([isBroken(whole), whole.data.options]).toEqual([false, { speed: 1, odd: [1] }])
    expect(withFieldText(whole, ['options', 'odd'], ' ').data).toEqual(saved)
  })

  describe('of a new profile', () => {
    afterEach(() => useProfileEdits.setState({}, true))

    it('has a key that is no id, and counts as changed', () => {
      const [first, second] = [addEdit(saved), addEdit(saved)]
      expect(new Set([first, second]).size).toBe(2)
      expect([isNewKey(first), isNewKey('one')]).toEqual([true, false])
      expect(Object.values(useProfileEdits.getState()).map(isChanged)).toEqual([true, true])
      dropEdit(first)
      expect(Object.keys(useProfileEdits.getState())).toEqual([second])
    })
  })
})

describe('what is wrong', () => {
  const context = {
    ...{
      file: 'esp32.json',
      place: 'options.flashBaudRate',
      line: 7,
      column: 5,
      problem: 'tooSmall',
      limit: 9600,
    },
    ...{ count: 3, issue: 'options.flashBaudRate: tooSmall' },
  }

  it('with a file is told with its place, in both languages', () => {
    const problem = { code: 'PROFILE_INVALID', context } as const
    expect(fileProblemOf(problem, 'en')).toEqual({
      ...{ file: 'esp32.json', at: { line: 7, column: 5 }, place: 'options.flashBaudRate' },
      ...{ sentence: 'At least 9600.', more: 2 },
    })
    expect(fileProblemOf(problem, 'zh-CN').sentence).toBe('不得小于 9600。')
    const unreadable = { code: 'PROFILE_INVALID', context: { file: 'b.json', issue: 'EACCES' } } as const
    expect(fileProblemOf(unreadable, 'en')).toMatchObject({ file: 'b.json', at: null, place: '', more: 0 })
    expect(fileProblemOf(unreadable, 'en').sentence).toContain('(EACCES)')
    expect(brokenFileOf('esp32', [problem])).toBe('esp32.json')
    expect(brokenFileOf('esp', [problem])).toBeNull()
  })

  it('with a save is shown at its field', () => {
    const refused = refusedMistake({
      code: 'PROFILE_INVALID',
      context: { place: 'profileId', problem: 'taken', found: 'x' },
    })
    expect(refused).toMatchObject({ place: 'profileId', line: 0, problem: 'taken', facts: { found: 'x' } })
    expect(refusedMistake({ code: 'PROFILE_INVALID', context: { file: 'x' } })).toBeNull()
    expect(refusedMistake({ code: null, context: {} })).toBeNull()
  })

  it('with an id is seen before another profile is written over', () => {
    const one: ProfileEntry = {
      ...{ profileId: 'one', name: 'One', protocol: 'p', chips: [] },
      ...{ origin: 'plant', hidesBuiltIn: false },
    }
    expect(takenMistake('one', null, [one])).toMatchObject({ place: 'profileId', problem: 'taken' })
    expect(takenMistake('one', 'one', [one])).toBeNull()
    expect(takenMistake('two', null, [one])).toBeNull()
    // That is how a plant takes the place of a built-in one.
    expect(takenMistake('one', null, [{ ...one, origin: 'builtIn' }])).toBeNull()
  })
})

it('says who flashes by a profile', () => {
  const bench = { productId: 'p', profileId: 'one', part: { type: 'wifi', identify: 0 } } as const
  const slots = { a: slot(1, { profileId: 'two' }), b: slot(2, { profileId: 'two' }), c: slot(3) }
  expect(profileUseOf('one', { bench }, slots)).toEqual({ bench: true, slots: 0 })
  expect(profileUseOf('two', { bench: null }, slots)).toEqual({ bench: false, slots: 2 })
})

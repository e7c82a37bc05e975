// What is typed and what it stands for: every text, list and record comes back from the line that shows it; and what is
// left out of a file because it is the default changes no profile.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProfile } from '../../main/profiles/check.ts'
import { profileJsonSchemas } from '../../main/profiles/profile-schema.ts'
import { protocols } from '../../main/protocols/registry.ts'
import { fits, withoutDefaults } from '../../renderer/screens/settings/profiles/field-values.ts'
import { sameJson, valueAt, withValueAt } from '../../renderer/screens/settings/profiles/json-draft.ts'
import { type Field, fieldsOf } from '../../renderer/screens/settings/profiles/schema-fields.ts'
import {
  escapedText,
  typedList,
  typedNumber,
  typedRecord,
} from '../../renderer/screens/settings/profiles/typed-values.ts'
import { runs } from '../runs.ts'

const dir = join(import.meta.dirname, '../../resources/profiles')
const schemas = profileJsonSchemas(protocols.values())

/** With every default filled in; null: it has a mistake. */
function profileOf(data: unknown) {
  const { profile } = checkProfile(JSON.stringify(data), (id) => protocols.get(id)?.options)
  return profile && { ...profile, options: protocols.get(profile.protocol)?.options.parse(profile.options) }
}

const hasJson = (fields: readonly Field[]): boolean =>
  fields.some(({ shape }) => shape.kind === 'json' || ('fields' in shape && hasJson(shape.fields)))

describe('what is typed', () => {
  it('shows every text in one line and reads it back', () => {
    const anyText = fc.string({ unit: 'binary', minLength: 1 })
    fc.assert(
      fc.property(anyText, (text) => {
        const line = escapedText.write(text)
        expect(line).not.toMatch(/[\r\n\t]/)
        expect(escapedText.read(line)).toBe(text)
      }),
      runs(300),
    )
    expect(escapedText.write('reset\r\u0003\\')).toBe('reset\\r\\x03\\\\')
    expect(escapedText.read('a\\q\\')).toBe('a\\q\\')
    expect(escapedText.read('')).toBeUndefined()
  })

  it('reads back every record that fits', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (record) => {
        fc.pre(Object.keys(record).length > 0 && fits({ kind: 'record' }, record))
        expect(sameJson(typedRecord.read(typedRecord.write(record)), record)).toBe(true)
      }),
      runs(300),
    )
  })

  it('reads lists however they are divided, and numbers in both notations', () => {
    const words = typedList({ kind: 'text', maxLength: null, plain: true })
    const numbers = typedList({ kind: 'number', min: null, max: null })
    expect(words.read(' esp32,esp32c3；esp32s3 ')).toEqual(['esp32', 'esp32c3', 'esp32s3'])
    expect(words.write(['a', 'b'])).toBe('a, b')
    expect(numbers.read('126, 0x7f, x')).toEqual([126, 127, 'x'])
    expect(numbers.read(' , ')).toBeUndefined()
    expect(typedNumber.read('0x10000')).toBe(65_536)
    expect(typedNumber.read(' 1.5 ')).toBe(1.5)
    for (const odd of ['1e', '1e3', '--1', '0x', '99999999999999999999'])
      expect(typedNumber.read(odd)).toBe(odd)
    expect(typedNumber.read('')).toBeUndefined()
  })
})

describe('a draft', () => {
  it('has a value where it was put, and is as before without it', () => {
    const step = fc.oneof(fc.string(), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(step, { minLength: 1, maxLength: 4 }), (data, path) => {
        const before = JSON.stringify(data)
        const made = withValueAt(data, path, 'here')
        // A list is not made longer.
        const found = valueAt(made, path)
        expect(found === 'here' || sameJson(made, data)).toBe(true)
        expect(JSON.stringify(data)).toBe(before)
      }),
      runs(300),
    )
    expect(withValueAt({ a: 1, b: { c: 2 } }, ['b', 'c'], undefined)).toEqual({ a: 1, b: {} })
    expect(Object.keys(Object(withValueAt({ a: 1, b: 2 }, ['a'], 3)))).toEqual(['a', 'b'])
  })

  it('compares without order', () => {
    expect(sameJson({ a: 1, b: [1] }, { b: [1], a: 1 })).toBe(true)
    expect(sameJson({ a: 1 }, { a: 1, b: undefined })).toBe(false)
    expect(sameJson([1, 2], [2, 1])).toBe(false)
  })
})

describe('what need not be saved', () => {
  it.each(readdirSync(dir))('of %s changes nothing when it is left out', (file) => {
    const data = JSON.parse(readFileSync(join(dir, file), 'utf8'))
    const fields = fieldsOf(schemas[data.protocol] ?? {}, data.protocol)
    const profile = profileOf(data)
    expect(profile).not.toBeNull()
    expect(profileOf(withoutDefaults(data, fields))).toEqual(profile)
    // With everything spelled out, only the same is left; save in what is edited as JSON, which stays as it is written.
    if (!hasJson(fields))
      expect(withoutDefaults({ ...profile }, fields)).toEqual(withoutDefaults(data, fields))
  })

  it('is never what no field knows', () => {
    const fields = fieldsOf(schemas.esp ?? {}, 'esp')
    const odd = {
      protocol: 'esp',
      colour: 'red',
      baudRate: 115_200,
      options: { reset: 'auto', newest: null },
    }
    expect(withoutDefaults(odd, fields)).toEqual({
      protocol: 'esp',
      colour: 'red',
      options: { newest: null },
    })
    expect(withoutDefaults({ options: { reset: 'auto' }, chips: [] }, fields)).toEqual({})
    expect(withoutDefaults({ options: 'odd', confirm: [1, { prompt: false }] }, fields)).toEqual({
      ...{ options: 'odd', confirm: [1, {}] },
    })
  })
})

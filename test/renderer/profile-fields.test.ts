// From the JSON Schemas of the real protocols to fields: each is drawn, with the words' scope, and nothing unknown is lost.
import { describe, expect, it } from 'vitest'
import { profileJsonSchemas } from '../../main/profiles/profile-schema.ts'
import { protocols } from '../../main/protocols/registry.ts'
import { rangeOf, unitOf } from '../../renderer/screens/settings/profiles/field-hints.ts'
import { beginningOf, fits } from '../../renderer/screens/settings/profiles/field-values.ts'
import { type Field, fieldsOf } from '../../renderer/screens/settings/profiles/schema-fields.ts'

const schemas = profileJsonSchemas(protocols.values())

function fieldAt(protocol: string, ...names: string[]): Field {
  let fields = fieldsOf(schemas[protocol] ?? {}, protocol)
  let found: Field | undefined
  for (const name of names) {
    found = fields.find((field) => field.name === name)
    fields = found && 'fields' in found.shape ? found.shape.fields : []
  }
  if (!found) throw new Error(`no field ${names.join('.')}`)
  return found
}

const kindsOf = (fields: readonly Field[]): string[] =>
  fields.flatMap(({ shape }) => [shape.kind, ...('fields' in shape ? kindsOf(shape.fields) : [])])

/** One field of this schema. */
const shapeOf = (schema: object, definitions = {}) =>
  fieldsOf({ type: 'object', properties: { x: schema }, $defs: definitions }, 'p')[0]

describe('the fields of a profile', () => {
  it.each(Object.keys(schemas))('of %s are all drawn', (protocol) => {
    const kinds = kindsOf(fieldsOf(schemas[protocol] ?? {}, protocol))
    // What may be one of several kinds of thing is edited as JSON.
    if (protocol !== 'pull') expect(kinds).not.toContain('json')
    for (const kind of ['text', 'number', 'flag', 'choice', 'list', 'group', 'steps', 'fixed'])
      expect(kinds).toContain(kind)
  })

  it('say what they take, what counts without them, and where their words are', () => {
    expect(fieldAt('esp', 'protocol').shape).toEqual({ kind: 'fixed', value: 'esp' })
    expect(fieldAt('esp', 'options', 'flashBaudRate')).toEqual({
      ...{ name: 'flashBaudRate', scope: 'esp', required: false, fallback: 460_800, nullable: false },
      shape: { kind: 'number', min: 9600, max: 3_000_000 },
    })
    expect(fieldAt('stm32', 'options', 'keepPages').shape).toMatchObject({
      kind: 'list',
      item: { kind: 'number' },
    })
    expect(fieldAt('smp', 'options', 'smpVersion').shape).toEqual({ kind: 'choice', values: ['auto', 1, 2] })
    expect(fieldAt('avr', 'options', 'part')).toMatchObject({
      nullable: true,
      fallback: null,
      shape: { kind: 'choice' },
    })
    expect(fieldAt('esp', 'identify')).toMatchObject({
      scope: 'profile',
      nullable: true,
      shape: { kind: 'steps', most: 20 },
    })
    expect(fieldAt('esp', 'identify', 'expect')).toMatchObject({ scope: 'consoleStep', required: true })
    expect(fieldAt('esp', 'idleLines', 'dtr')).toMatchObject({ scope: 'profile', shape: { kind: 'flag' } })
    expect(fieldAt('ymodem', 'options', 'console', 'values')).toMatchObject({
      ...{ scope: 'receiverConsole', shape: { kind: 'record' } },
    })
  })

  it('are edited as JSON where the schema says what no form knows', () => {
    for (const odd of [
      { oneOf: [{ type: 'string' }, { type: 'number' }] },
      { anyOf: [{ type: 'string' }, { type: 'object' }] },
      { allOf: [{ type: 'string' }] },
      { type: 'array', items: { type: 'array', items: { type: 'number' } } },
      { type: 'array', prefixItems: [{ type: 'number' }] },
      { type: 'object', additionalProperties: { type: 'number' } },
      { enum: [['a'], null] },
      { $ref: '#/$defs/none' },
      { $ref: 'https://elsewhere.example' },
      {},
    ])
      expect(shapeOf(odd)?.shape, JSON.stringify(odd)).toEqual({ kind: 'json' })
  })

  it('may be null in both ways of writing it', () => {
    expect(shapeOf({ type: ['integer', 'null'] })).toMatchObject({
      nullable: true,
      shape: { kind: 'number' },
    })
    expect(shapeOf({ anyOf: [{ type: 'null' }, { type: 'boolean' }] })).toMatchObject({
      ...{ nullable: true, shape: { kind: 'flag' } },
    })
  })

  it('end where a schema names itself', () => {
    const field = shapeOf(
      { $ref: '#/$defs/a' },
      { a: { type: 'object', properties: { a: { $ref: '#/$defs/a' } } } },
    )
    expect(kindsOf(field ? [field] : []).at(-1)).toBe('json')
  })
})

describe('a value', () => {
  const fitsAt = (names: [string, ...string[]], value: unknown) => fits(fieldAt(...names).shape, value)

  it('is drawn by its field when nothing of it would be lost', () => {
    expect(fitsAt(['esp', 'options', 'flashBaudRate'], '9e')).toBe(true)
    expect(fitsAt(['esp', 'options', 'flashBaudRate'], [1])).toBe(false)
    expect(fitsAt(['esp', 'identify', 'send'], 'reset\r')).toBe(true)
    // A pattern is written as it is, and a line shows no control characters.
    expect(fitsAt(['esp', 'identify', 'expect'], 'a\u0003')).toBe(false)
    expect(fitsAt(['esp', 'chips'], ['esp32', 7])).toBe(true)
    expect(fitsAt(['esp', 'chips'], ['a, b'])).toBe(false)
    expect(fitsAt(['esp', 'identifyMayFail'], 'yes')).toBe(false)
    expect(fitsAt(['esp', 'options'], 'none')).toBe(false)
    expect(fitsAt(['esp', 'confirm'], [{ expect: 'a' }, 1])).toBe(false)
    expect(fitsAt(['ymodem', 'options', 'console', 'values'], { ram: '4', two: 'a=b' })).toBe(true)
    expect(fitsAt(['ymodem', 'options', 'console', 'values'], { 'a=b': '' })).toBe(false)
    expect(fits({ kind: 'json' }, {})).toBe(false)
  })

  it('that is added begins with what it needs', () => {
    expect(beginningOf(fieldAt('esp', 'confirm').shape)).toEqual([{ expect: '' }])
    expect(beginningOf(fieldAt('esp', 'idleLines').shape)).toEqual({ dtr: false, rts: false })
    expect(beginningOf(fieldAt('ymodem', 'options', 'console').shape)).toEqual({
      ...{ enter: [{ expect: '' }], receive: [{ expect: '' }] },
    })
  })

  it('has its unit and its bounds said', () => {
    expect(
      ['bootMs', 'capacityBytes', 'flashKiB', 'baudRate', 'flashBaudRate', 'maxRetries'].map((name) =>
        unitOf({ name }),
      ),
    ).toEqual(['ms', 'B', 'KiB', 'bit/s', 'bit/s', ''])
    const said = (names: [string, ...string[]], value?: unknown) => rangeOf(fieldAt(...names), value, 'en')
    expect(said(['esp', 'baudRate'])).toBe('300–12,000,000')
    expect(said(['stm32', 'options', 'address'])).toBe('= 0x8000000')
    expect(said(['stm32', 'options', 'address'], 0x8004000)).toBe('= 0x8004000')
    expect(said(['esp', 'options', 'address'])).toBe('0x0–0x10000000')
    expect(said(['esp', 'name'])).toBe('')
  })
})

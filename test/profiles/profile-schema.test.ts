// What a settings screen draws: a JSON Schema per protocol, whose every field has words in both languages and whose
// defaults are those of the program.
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkProfile } from '../../main/profiles/check.ts'
import { profileJsonSchemas } from '../../main/profiles/profile-schema.ts'
import { protocols } from '../../main/protocols/registry.ts'
import { knownFieldText, languages, profileFieldText } from '../../preload/contract/index.ts'
import { profileTextsEn } from '../../preload/contract/profile-texts-en.ts'

const nodeSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
})

/** `scope name` of every field, as a screen would look it up. */
function fieldsOf(schema: unknown, scope: string, protocolId: string): [string, string][] {
  const node = nodeSchema.safeParse(schema).data
  if (!node) return []
  const own = Object.entries(node.properties ?? {}).flatMap(([name, inner]): [string, string][] => [
    [scope, name],
    ...fieldsOf(inner, scope === 'profile' && name === 'options' ? protocolId : scope, protocolId),
  ])
  const inner = [node.items, ...(node.anyOf ?? []), ...(node.oneOf ?? [])]
  const defs = Object.entries(node.$defs ?? {})
  return [
    ...own,
    ...inner.flatMap((one) => fieldsOf(one, scope, protocolId)),
    ...defs.flatMap(([id, one]) => fieldsOf(one, id, protocolId)),
  ]
}

const schemas = profileJsonSchemas(protocols.values())
const fields = Object.entries(schemas).flatMap(([id, schema]) => fieldsOf(schema, 'profile', id))

test('there is one for every protocol', () => {
  expect(Object.keys(schemas).sort()).toEqual([...protocols.keys()].sort())
  expect(fields.map(String)).toContain('consoleStep,expect')
  expect(fields.map(String)).toContain('receiverConsole,enter')
})

describe.each(languages)('in %s', (language) => {
  test('every field has words', () => {
    const without = fields.filter(([scope, name]) => {
      const text = knownFieldText(scope, name, language)
      return !text?.title || !text.help
    })
    expect(without).toEqual([])
  })
})

test('no words are left over', () => {
  const keys = new Set(fields.flatMap(([scope, name]) => [`${scope}.${name}`, name]))
  expect(Object.keys(profileTextsEn).filter((key) => !keys.has(key))).toEqual([])
})

test('a field without words has its own name', () => {
  expect(profileFieldText('esp', 'newest', 'en')).toEqual({ title: 'newest', help: '' })
})

test('a profile of nothing but what is required is whole for every protocol, with the defaults that the schema says', () => {
  for (const [protocol, schema] of Object.entries(schemas)) {
    const text = JSON.stringify({ profileId: 'a', name: 'A', model: 'A', protocol })
    const { profile, mistakes } = checkProfile(text, (id) => protocols.get(id)?.options)
    expect(mistakes).toEqual([])
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['profileId', 'name', 'protocol', 'model'],
      properties: {
        protocol: { const: protocol },
        baudRate: { default: profile?.baudRate },
        options: { additionalProperties: false, default: protocols.get(protocol)?.options.parse({}) },
      },
    })
  }
})

// What the values of a field mean to its form: whether it can be drawn as the schema says, what a new one begins with, and
// what need not be saved because it is the default. Pure.
import { isObject, type JsonObject, sameJson } from './json-draft.ts'
import type { Field, Shape } from './schema-fields.ts'

/** False: somebody wrote what this form would lose or cannot show; it is edited as JSON. */
export function fits(shape: Shape, value: unknown): boolean {
  if (value === undefined || value === null) return true
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' && (!shape.plain || !hasControls(value))
    // A text is a number that is being typed; the station's check says what is wrong with it.
    case 'number':
      return typeof value === 'number' || isLine(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'choice':
    case 'fixed':
      return typeof value === 'number' || isLine(value)
    case 'list':
      return Array.isArray(value) && value.every((item) => typeof item === 'number' || isWord(item))
    case 'record':
      return isObject(value) && Object.entries(value).every(([name, text]) => isName(name) && isLine(text))
    case 'group':
      return isObject(value)
    case 'steps':
      return Array.isArray(value) && value.every(isObject)
    case 'json':
      return false
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = (text: string) => /[\u0000-\u001f\u007f]/.test(text)
const isLine = (value: unknown) => typeof value === 'string' && !hasControls(value)
const isWord = (value: unknown) => typeof value === 'string' && /^[^\s,，、;；]+$/.test(value)
const isName = (name: string) => name === name.trim() && name !== '' && !name.includes('=') && isLine(name)

/** What an added group or dialogue begins with: what it needs, not yet filled in. */
export function beginningOf(shape: Shape): unknown {
  if (shape.kind === 'group') return beginningOfFields(shape.fields)
  if (shape.kind === 'steps') return [beginningOfFields(shape.fields)]
  if (shape.kind === 'flag') return false
  return shape.kind === 'fixed' ? shape.value : ''
}

function beginningOfFields(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(
    fields.filter(({ required }) => required).map(({ name, shape }) => [name, beginningOf(shape)]),
  )
}

/** Without the members that say what counts anyhow. Those that no field knows stay. */
export function withoutDefaults(data: JsonObject, fields: readonly Field[]): JsonObject {
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
      const field = fields.find((one) => one.name === name)
      if (!field) return [[name, value]]
      const left = withoutInner(field.shape, value)
      const isEmptied = isObject(left) && Object.keys(left).length === 0 && isObject(field.fallback)
      // A default may itself be spelled out, with what counts inside it anyhow.
      const usual = withoutInner(field.shape, field.fallback)
      const counts = field.required || !(isEmptied || isDefault({ ...field, fallback: usual }, left))
      return counts ? [[name, left]] : []
    }),
  )
}

export function isDefault({ fallback }: Field, value: unknown): boolean {
  return fallback !== undefined && sameJson(value, fallback)
}

function withoutInner(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'group' && isObject(value)) return withoutDefaults(value, shape.fields)
  if (shape.kind === 'steps' && Array.isArray(value))
    return value.map((item) => (isObject(item) ? withoutDefaults(item, shape.fields) : item))
  return value
}

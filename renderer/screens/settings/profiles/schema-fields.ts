// From the JSON Schema of a profile to the fields of a form: which there are, what each takes, where its words are. Knows
// the part of JSON Schema (draft 2020-12) that our schemas use; the rest is edited as JSON. Pure.
import { isObject, type JsonObject } from './json-draft.ts'

export type Scalar = string | number

export interface TextShape {
  readonly kind: 'text'
  readonly maxLength: number | null
  /** Written as it is: a regular expression, or something that has to look like one. */
  readonly plain: boolean
}

export interface NumberShape {
  readonly kind: 'number'
  readonly min: number | null
  readonly max: number | null
}

export type Shape =
  | TextShape
  | NumberShape
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly values: readonly Scalar[] }
  /** The only value there is. */
  | { readonly kind: 'fixed'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly item: TextShape | NumberShape }
  /** Names with a text each. */
  | { readonly kind: 'record' }
  | { readonly kind: 'group'; readonly fields: readonly Field[] }
  | { readonly kind: 'steps'; readonly fields: readonly Field[]; readonly most: number | null }
  | { readonly kind: 'json' }

export interface Field {
  readonly name: string
  /** With the name, where its words are: profileFieldText(). */
  readonly scope: string
  readonly required: boolean
  /** What counts when it is left out; undefined: nothing does. */
  readonly fallback: unknown
  readonly nullable: boolean
  readonly shape: Shape
}

interface Reading {
  readonly scope: string
  /** Its options have words of their own. */
  readonly protocol: string
  readonly definitions: JsonObject
  /** A schema may name itself. */
  readonly depth: number
}

const maxDepth = 8

/** The fields of a whole profile. */
export function fieldsOf(schema: JsonObject, protocol: string): readonly Field[] {
  const definitions = isObject(schema.$defs) ? schema.$defs : {}
  const shape = shapeOf(schema, { scope: 'profile', protocol, definitions, depth: 0 })
  return shape.kind === 'group' ? shape.fields : []
}

function fieldOf(name: string, schema: unknown, required: boolean, reading: Reading): Field {
  const node = isObject(schema) ? schema : {}
  const { forms, nullable } = formsOf(node)
  const isOptions = reading.scope === 'profile' && name === 'options'
  const inner = { ...reading, ...(isOptions ? { scope: reading.protocol } : {}), depth: reading.depth + 1 }
  return {
    name,
    scope: reading.scope,
    required,
    fallback: node.default,
    nullable,
    shape: shapeOfForms(forms, inner),
  }
}

/** What a value may be besides null. */
function formsOf(node: JsonObject): { forms: readonly unknown[]; nullable: boolean } {
  if (Array.isArray(node.type)) {
    const types = node.type.filter((type) => type !== 'null')
    return { forms: types.map((type) => ({ ...node, type })), nullable: types.length < node.type.length }
  }
  const all = Array.isArray(node.anyOf) ? node.anyOf : [node]
  const forms = all.filter((form) => !isObject(form) || form.type !== 'null')
  return { forms, nullable: forms.length < all.length }
}

function shapeOfForms(forms: readonly unknown[], reading: Reading): Shape {
  const [only, ...others] = forms
  if (others.length === 0) return shapeOf(only, reading)
  const values = forms.map((form) => shapeOf(form, reading)).map(valuesOf)
  return values.every((some) => some !== null) ? { kind: 'choice', values: values.flat() } : { kind: 'json' }
}

function valuesOf(shape: Shape): readonly Scalar[] | null {
  if (shape.kind === 'choice') return shape.values
  return shape.kind === 'fixed' ? [shape.value] : null
}

/** What puts conditions on a value that no form here knows. */
const unread = ['oneOf', 'allOf', 'not', 'if', 'patternProperties', 'prefixItems', 'contains', 'anyOf']

function shapeOf(schema: unknown, reading: Reading): Shape {
  if (!isObject(schema) || reading.depth > maxDepth || unread.some((word) => word in schema))
    return { kind: 'json' }
  if (typeof schema.$ref === 'string') {
    const name = /^#\/\$defs\/([^/~%]+)$/.exec(schema.$ref)?.[1]
    if (name === undefined) return { kind: 'json' }
    return shapeOf(reading.definitions[name], { ...reading, scope: name, depth: reading.depth + 1 })
  }
  if (isScalar(schema.const)) return { kind: 'fixed', value: schema.const }
  if (Array.isArray(schema.enum))
    return schema.enum.every(isScalar) ? { kind: 'choice', values: schema.enum } : { kind: 'json' }
  switch (schema.type) {
    case 'string':
      return {
        kind: 'text',
        maxLength: numberOr(schema.maxLength, null),
        plain: 'pattern' in schema || 'format' in schema,
      }
    case 'integer':
    case 'number':
      return { kind: 'number', min: numberOr(schema.minimum, null), max: numberOr(schema.maximum, null) }
    case 'boolean':
      return { kind: 'flag' }
    case 'array':
      return listShapeOf(schema, reading)
    case 'object':
      return objectShapeOf(schema, reading)
    default:
      return { kind: 'json' }
  }
}

function listShapeOf(schema: JsonObject, reading: Reading): Shape {
  const item = shapeOf(schema.items, { ...reading, depth: reading.depth + 1 })
  if (item.kind === 'text' || item.kind === 'number') return { kind: 'list', item }
  return item.kind === 'group'
    ? { kind: 'steps', fields: item.fields, most: numberOr(schema.maxItems, null) }
    : { kind: 'json' }
}

function objectShapeOf(schema: JsonObject, reading: Reading): Shape {
  if (isObject(schema.properties)) {
    const required = Array.isArray(schema.required) ? schema.required : []
    return {
      kind: 'group',
      fields: Object.entries(schema.properties).map(([name, inner]) =>
        fieldOf(name, inner, required.includes(name), reading),
      ),
    }
  }
  const values = shapeOf(schema.additionalProperties, { ...reading, depth: reading.depth + 1 })
  return values.kind === 'text' ? { kind: 'record' } : { kind: 'json' }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number'
}

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === 'number' ? value : other
}

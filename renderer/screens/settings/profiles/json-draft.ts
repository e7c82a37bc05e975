// A profile while it is edited is the JSON that its file will hold: read and changed by paths, never in place. Pure.

export type JsonObject = Readonly<Record<string, unknown>>
export type JsonPath = readonly (string | number)[]

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** In whatever order the members stand. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => sameJson(item, other[at]))
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
  )
}

/** Undefined: nothing stands there. */
export function valueAt(data: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
  }, data)
}

/** Undefined takes the value away; an object that is missing on the way is made. A list is not made longer. */
export function withValueAt(data: unknown, path: JsonPath, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const inner = withValueAt(valueAt(data, [step]), rest, value)
  if (Array.isArray(data))
    return typeof step === 'number' && step < data.length ? data.with(step, inner) : data
  const key = String(step)
  const members = Object.entries(isObject(data) ? data : {})
  const kept = members.flatMap(([name, old]) => {
    if (name !== key) return [[name, old] as const]
    return inner === undefined ? [] : [[name, inner] as const]
  })
  const isNew = inner !== undefined && !members.some(([name]) => name === key)
  return Object.fromEntries(isNew ? [...kept, [key, inner]] : kept)
}

/** As a profile's file is written. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

/** Undefined: the text is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

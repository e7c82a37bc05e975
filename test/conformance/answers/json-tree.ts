// Changes all over a JSON value: leaves, names, fields that come or go. Pure; a path is its names and places with dots.

type Entry = readonly [string, unknown]

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const inside = (path: string, name: string | number) => (path === '' ? `${name}` : `${path}.${name}`)

/** Each object's entries are what `change` makes of them; `path` is the object's own. */
export function mapObjects(
  tree: unknown,
  change: (entries: readonly Entry[], path: string) => readonly Entry[],
  path = '',
): unknown {
  if (Array.isArray(tree)) return tree.map((value, index) => mapObjects(value, change, inside(path, index)))
  if (!isObject(tree)) return tree
  const entries = Object.entries(tree).map(
    ([name, value]): Entry => [name, mapObjects(value, change, inside(path, name))],
  )
  return Object.fromEntries(change(entries, path))
}

export function mapLeaves(
  tree: unknown,
  change: (leaf: unknown, path: string) => unknown,
  path = '',
): unknown {
  if (Array.isArray(tree)) return tree.map((value, index) => mapLeaves(value, change, inside(path, index)))
  if (!isObject(tree)) return change(tree, path)
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, mapLeaves(value, change, inside(path, name))]),
  )
}

/** `undefined`: the field goes, for JSON does not write it. */
export function setField(tree: unknown, path: string, value: unknown): unknown {
  const place = path.lastIndexOf('.')
  return mapObjects(tree, (entries, at) =>
    at === path.slice(0, Math.max(place, 0))
      ? entries.map(([name, old]) => [name, name === path.slice(place + 1) ? value : old])
      : entries,
  )
}

export const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

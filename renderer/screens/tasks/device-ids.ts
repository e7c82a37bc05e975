// Device ids as people paste them: one a line, with commas, semicolons, tabs or quotes, from a sheet or a mail. Pure.

const longest = 64
/** What the station takes at once. */
export const mostDeviceIds = 10_000

export interface PastedIds {
  /** Each once, in the order in which they came. */
  readonly ids: readonly string[]
  readonly repeated: number
  /** Those that cannot be an id, as they were pasted, each once. */
  readonly invalid: readonly string[]
}

export function readDeviceIds(text: string): PastedIds {
  const words = text
    .split(/[\s,;，；、|]+/)
    .map((word) => word.replace(/^["'“”‘’]+|["'“”‘’]+$/g, ''))
    .filter((word) => word !== '')
  const good = words.filter(isDeviceId)
  const ids = [...new Set(good)]
  return {
    ids,
    repeated: good.length - ids.length,
    invalid: [...new Set(words.filter((word) => !isDeviceId(word)))],
  }
}

/** Visible ASCII without what a path or a list would break at. */
function isDeviceId(word: string): boolean {
  return word.length <= longest && /^[\w.:@+=~-]+$/.test(word)
}

export type DeviceChange = 'add' | 'remove' | 'replace'

/** What a change of a task's devices would come to. */
export function changedDevices(
  before: readonly string[],
  how: DeviceChange,
  given: readonly string[],
): { added: number; removed: number; total: number; idle: readonly string[] } {
  const had = new Set(before)
  const named = new Set(given)
  const fresh = given.filter((id) => !had.has(id))
  const known = given.filter((id) => had.has(id))
  if (how === 'add') return { added: fresh.length, removed: 0, total: had.size + fresh.length, idle: known }
  if (how === 'remove')
    return { added: 0, removed: known.length, total: had.size - known.length, idle: fresh }
  const gone = before.filter((id) => !named.has(id))
  return { added: fresh.length, removed: gone.length, total: named.size, idle: [] }
}

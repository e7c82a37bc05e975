// Medians and the like of plain numbers. Pure.

/** Ascending; the argument stays as it is. */
export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

/** The middle one, or the mean of the two in the middle; null of nothing. */
export function medianOf(ascending: Float64Array): number | null {
  const middle = ascending.length >> 1
  const upper = ascending[middle]
  if (upper === undefined) return null
  const lower = ascending.length % 2 === 0 ? (ascending[middle - 1] ?? upper) : upper
  return (lower + upper) / 2
}

/** The smallest that at least `share` (0 to 1) of them do not exceed; null of nothing. */
export function quantileOf(ascending: Float64Array, share: number): number | null {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? null
}

export const median = (values: readonly number[]): number | null => medianOf(sorted(values))

/** Null of nothing. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

export function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/**
 * Where things gather: the key that has more than half of `some` while it has not more than half of `all`. Null: nowhere,
 * or there are fewer than two.
 */
export function gatheredAt<Key>(
  some: ReadonlyMap<Key, number>,
  all: ReadonlyMap<Key, number> | null,
): Key | null {
  const total = sumOf(some)
  if (total < 2) return null
  for (const [key, amount] of some) {
    if (amount * 2 <= total) continue
    return all && (all.get(key) ?? 0) * 2 > sumOf(all) ? null : key
  }
  return null
}

function sumOf(counts: ReadonlyMap<unknown, number>): number {
  let sum = 0
  for (const amount of counts.values()) sum += amount
  return sum
}

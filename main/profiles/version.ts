// How a version that a device prints becomes the integer of the upgrade service. Pure.
// Not here: which line it is printed on (the profile's scripts).

/** The service counts versions in 32 bits. */
const maxVersionNumber = 4_294_967_295

/**
 * The sum of the dotted numbers times the weights: `2.0.1` with [10000, 100, 1] is 20001. Null when the text is not
 * exactly as many plain numbers as there are weights, when a number runs over into the place before it (`1.100.0`
 * would pass for `2.0.0`), or when the sum is above 4294967295.
 */
export function versionNumber(text: string, weights: readonly number[]): number | null {
  if (!/^\d{1,10}(\.\d{1,10})*$/.test(text)) return null
  const parts = text.split('.').map(Number)
  if (parts.length !== weights.length) return null
  let sum = 0
  let before = Number.POSITIVE_INFINITY
  for (const [index, weight] of weights.entries()) {
    const value = (parts[index] ?? 0) * weight
    if (weight < before && value >= before) return null
    before = weight
    sum += value
  }
  return sum <= maxVersionNumber ? sum : null
}

/** The other way: 20001 with [10000, 100, 1] is `2.0.1`. Null where that text would be counted as another number. */
export function versionText(number: number, weights: readonly number[]): string | null {
  let rest = number
  const parts = weights.map((weight) => {
    const value = Math.floor(rest / weight)
    rest -= value * weight
    return value
  })
  const text = parts.join('.')
  return versionNumber(text, weights) === number ? text : null
}

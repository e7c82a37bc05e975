// Whether something grows: the line through its samples, and how sure that line is. Pure.

export interface Growth {
  /** Over the whole time. */
  readonly grown: number
  /** Twice the standard error of it: what chance alone makes of such samples. */
  readonly noise: number
  readonly mean: number
}

/** Least squares; at least three samples. */
export function growthOf(samples: readonly { readonly at: number; readonly value: number }[]): Growth {
  const count = samples.length
  const [first, last] = [samples[0], samples.at(-1)]
  if (count < 3 || !first || !last) throw new RangeError('three samples at least')
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count
  const meanAt = meanOf(samples.map(({ at }) => at))
  const mean = meanOf(samples.map(({ value }) => value))
  const spread = samples.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0)
  const slope = samples.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - mean), 0) / spread
  const rest = samples.reduce((sum, { at, value }) => sum + (value - mean - slope * (at - meanAt)) ** 2, 0)
  const span = last.at - first.at
  return { grown: slope * span, noise: 2 * Math.sqrt(rest / (count - 2) / spread) * span, mean }
}

/** It grew by more than is allowed, even if chance helped as much as it can. */
export const isTooMuch = ({ grown, noise }: Growth, allowed: number): boolean => grown - noise > allowed

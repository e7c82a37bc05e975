// Shares and rates as a person reads them. Pure.
import type { Language } from '../../../preload/contract/error-texts.ts'

/** `12.4`, `130`. */
export function formatAmount(amount: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    maximumFractionDigits: amount < 10 ? 2 : amount < 100 ? 1 : 0,
  }).format(amount)
}

/** Points of a small curve in a box of this size, the lowest value at the bottom; null: fewer than two values. */
export function curveOf(values: readonly number[], width: number, height: number): string | null {
  if (values.length < 2) return null
  const least = Math.min(...values)
  const most = Math.max(...values)
  const spread = most - least || 1
  const stepWidth = width / (values.length - 1)
  return values
    .map((value, index) => {
      const level = most === least ? 0.5 : (value - least) / spread
      return `${(index * stepWidth).toFixed(1)},${(height - level * height).toFixed(1)}`
    })
    .join(' ')
}

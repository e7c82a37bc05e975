// Shares and rates as a person reads them. Pure.
import type { Language } from '../../../preload/contract/error-texts.ts'

/** `98.7 %`; rounded down, so that 100 % is said only of all. */
export function formatShare(share: number, language: Language): string {
  const thousandths = Math.floor(share * 1000 + 1e-9) / 1000
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(thousandths)
}

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

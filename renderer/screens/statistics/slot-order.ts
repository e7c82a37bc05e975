// The order of the slot health table. Pure.
import type { Statistics } from '../../../preload/contract/statistics.ts'

export type SlotHealth = Statistics['slots'][number]

export const slotColumns = ['slot', 'jobs', 'failed', 'retries', 'speed', 'beside', 'hint'] as const
export type SlotColumn = (typeof slotColumns)[number]

export interface SlotOrder {
  readonly column: SlotColumn
  readonly descending: boolean
}

/** Those that need somebody come first. */
export const firstOrder: SlotOrder = { column: 'hint', descending: true }

const hintWeights = { badCable: 3, failing: 2, slow: 1 } as const

const weights: Record<Exclude<SlotColumn, 'slot'>, (slot: SlotHealth) => number | null> = {
  jobs: ({ jobs }) => jobs,
  failed: ({ failed, jobs }) => failed / jobs,
  retries: ({ retriesPerJob }) => retriesPerJob,
  speed: ({ bytesPerSecond }) => bytesPerSecond,
  beside: ({ speedRatio }) => speedRatio,
  hint: ({ hint }) => (hint ? hintWeights[hint] : 0),
}

/** Unknown figures come last, and equal ones in the order of the bench, in either direction. */
export function ordered(slots: readonly SlotHealth[], { column, descending }: SlotOrder): SlotHealth[] {
  if (column === 'slot') return descending ? slots.toReversed() : [...slots]
  const weight = weights[column]
  return slots.toSorted((one, other) => {
    const [first, second] = [weight(one), weight(other)]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return descending ? second - first : first - second
  })
}

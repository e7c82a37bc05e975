// Which places were plugged since the map of the bench is learned, in that order. Pure.
import type { Slot } from '../../../../preload/contract/model.ts'

type Slots = Readonly<Record<string, Slot>>

/** Each place once, where it came first. */
export function learnedPlaces(learned: readonly string[], before: Slots, after: Slots): readonly string[] {
  const plugged = Object.values(after)
    .filter(({ slotId, present }) => present && before[slotId]?.present !== true && !learned.includes(slotId))
    .map(({ slotId }) => slotId)
  return plugged.length === 0 ? learned : [...learned, ...plugged]
}

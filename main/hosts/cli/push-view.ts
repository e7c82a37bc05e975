// A rollout on a terminal or in a pipe: a line for every device when it begins and when it has ended, and a last line with
// the counts. Made from the contract's events only.
import {
  errorText,
  type Language,
  type RolloutItem,
  type StationEvent,
} from '../../../preload/contract/index.ts'
import { padded, printable } from './printable.ts'
import { itemTexts, pushedText } from './texts.ts'

const shownStates: ReadonlySet<RolloutItem['state']> = new Set([
  'running',
  'passed',
  'failed',
  'skipped',
  'notStarted',
])
const stateColumns = 12

/** `isQuiet`: of a device that is not told of unless something was done. Returns the listener for the events. */
export function createPushView(
  out: (text: string) => void,
  language: Language,
  isQuiet: (item: RolloutItem) => boolean,
): (event: StationEvent) => void {
  const shown = new Map<string, RolloutItem['state']>()
  let isCounted = false
  return (event) => {
    if (event.type !== 'rolloutChanged') return
    const { items, endedAt } = event.rollout
    for (const item of items) {
      if (shown.get(item.slotId) === item.state || !shownStates.has(item.state)) continue
      shown.set(item.slotId, item.state)
      if (item.state !== 'skipped' || !isQuiet(item)) out(`${printable(lineOf(item, language))}\n`)
    }
    if (endedAt === null || isCounted) return
    isCounted = true
    const counts = Object.groupBy(items, ({ state }) => state)
    out(`${pushedText((state) => counts[state]?.length ?? 0, language)}\n`)
  }
}

function lineOf({ name, state, error }: RolloutItem, language: Language): string {
  const line = `${padded(itemTexts[state][language], stateColumns)} ${name}`
  if (error === null) return line
  const { title, remedy } = errorText(error, language)
  return `${line}  ${title}. ${remedy} ${error.code}`
}

// What is probably wrong with a slot, from its figures beside those of its peers. Pure. It says nothing rather than
// something wrong: a technician who was sent to a good cable twice does not go a third time.
import type { SlotHint } from '../../../preload/contract/index.ts'

export interface SlotFigures {
  /** That passed or failed. */
  readonly jobs: number
  readonly failed: number
  readonly retriesPerJob: number
  readonly bytesPerSecond: number | null
}

/** Fewer say nothing, neither of a slot nor of a peer. */
const leastJobs = 8
const leastFailures = 3
const leastRetries = 5
/** Apart from chance: three standard deviations of rare things that come by themselves. */
const beyondChance = 3

/** `speedRatio`: beside the median of its peers; null: not known. `peers`: the other slots of the same profile. */
export function hintFor(
  slot: SlotFigures & { readonly speedRatio: number | null },
  peers: readonly SlotFigures[],
): SlotHint | null {
  const proven = peers.filter(({ jobs }) => jobs >= leastJobs)
  if (slot.jobs < leastJobs || proven.length === 0) return null
  if (repeats(slot, proven)) return 'badCable'
  if (fails(slot, proven)) return 'failing'
  return slot.speedRatio !== null && slot.speedRatio <= 0.8 ? 'slow' : null
}

/** Repeats come in bursts, so chance alone is no measure: three times as many as usual, and one in four jobs at least. */
function repeats({ jobs, retriesPerJob }: SlotFigures, peers: readonly SlotFigures[]): boolean {
  const usual = middle(peers.map((peer) => peer.retriesPerJob))
  return retriesPerJob * jobs >= leastRetries && retriesPerJob >= Math.max(0.25, 3 * usual)
}

function fails({ jobs, failed }: SlotFigures, peers: readonly SlotFigures[]): boolean {
  const usual = middle(peers.map((peer) => peer.failed / peer.jobs))
  const expected = usual * jobs
  const isMany = failed >= leastFailures && failed / jobs >= Math.max(0.1, 2 * usual)
  return isMany && failed >= expected + beyondChance * Math.sqrt(expected)
}

/** Of an even number the lower one: of two peers one may be bad itself. */
function middle(values: readonly number[]): number {
  const ascending = [...values].sort((one, other) => one - other)
  return ascending[(ascending.length - 1) >> 1] ?? 0
}

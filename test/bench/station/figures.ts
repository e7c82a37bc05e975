// The table of the station benchmark: every kind alone and in a full bench, what the station's process took, and which
// aims were reached.
import type { ChipKind } from '../chips/bench-images.ts'
import type { LoopDelay } from './loop-delay.ts'

export interface Timed {
  readonly kind: ChipKind
  /** Flash and verify. */
  readonly ms: number
}

export interface Figures {
  readonly alone: readonly Timed[]
  readonly together: readonly Timed[]
  readonly delays: { readonly alone: LoopDelay; readonly together: LoopDelay }
  /** Of the station, resident. */
  readonly peakBytes: number
  /** Of one processor, while all were flashed. */
  readonly cpuShares: Readonly<Record<string, number>>
  readonly stuckOpens: number
}

const aims = { ratio: 1.05, delayMs: 20, peakMiB: 300 }

export function printFigures({ alone, together, delays, peakBytes, cpuShares, stuckOpens }: Figures): void {
  console.log('kind      units  alone s  together s: median  worst   ratio: median  worst')
  let worstRatio = 0
  for (const kind of new Set(together.map((one) => one.kind))) {
    const aloneMs = median(timesOf(alone, kind))
    const times = timesOf(together, kind)
    const worstMs = Math.max(...times)
    worstRatio = Math.max(worstRatio, worstMs / aloneMs)
    const cells = [
      kind.padEnd(9),
      String(times.length).padStart(5),
      seconds(aloneMs).padStart(8),
      seconds(median(times)).padStart(19),
      seconds(worstMs).padStart(6),
      (median(times) / aloneMs).toFixed(3).padStart(15),
      (worstMs / aloneMs).toFixed(3).padStart(6),
    ]
    console.log(cells.join(' '))
  }
  for (const [when, { p50, p99, max }] of Object.entries(delays))
    console.log(
      `event loop, ${when.padEnd(8)}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, most ${max.toFixed(1)} ms`,
    )
  const shares = Object.entries(cpuShares).map(([name, share]) => `${name} ${Math.round(share * 100)} %`)
  console.log(`processor time, of one: ${shares.join(', ')}`)
  console.log(`a slot that hangs in open was started ${stuckOpens} times meanwhile`)
  const peakMiB = peakBytes / 1024 / 1024
  const { p99 } = delays.together
  aim(`worst time against alone ${worstRatio.toFixed(3)}`, `${aims.ratio}`, worstRatio <= aims.ratio)
  aim(`event-loop delay p99 ${p99.toFixed(1)} ms`, `${aims.delayMs} ms`, p99 < aims.delayMs)
  aim(`resident memory ${peakMiB.toFixed(0)} MiB`, `${aims.peakMiB} MiB`, peakMiB < aims.peakMiB)
}

function aim(what: string, wanted: string, isReached: boolean): void {
  console.log(`${what} (aim ${wanted}) ${isReached ? 'reached' : 'NOT reached'}`)
}

const timesOf = (all: readonly Timed[], wanted: ChipKind): number[] =>
  all.filter(({ kind }) => kind === wanted).map(({ ms }) => ms)

const seconds = (ms: number): string => (ms / 1000).toFixed(2)

/** Of an even number the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[(sorted.length - 1) >> 1] ?? Number.NaN
  return (low + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

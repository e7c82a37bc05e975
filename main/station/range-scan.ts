// The scan of a range that a person asked for: one at a time, in the background, told as it goes. Not here: how an address
// is asked (transports/scan.ts), what becomes of who answers (lan-desk.ts).
import { asFlashlineError, FlashlineError, type LanScan } from '../../preload/contract/index.ts'
import { parseRange } from '../transports/ranges.ts'
import { planScan, scanRange } from '../transports/scan.ts'
import type { Sighting } from '../transports/sighting.ts'

export interface RangeScanParts {
  /** Those that the station may speak to, as they are now. */
  readonly ranges: () => readonly string[]
  readonly onState: (scan: LanScan) => void
  readonly onFound: (sighting: Sighting) => void
  readonly onError: (error: FlashlineError) => void
}

export class RangeScan {
  readonly #parts: RangeScanParts
  #running: { readonly stop: AbortController; state: LanScan } | null = null

  constructor(parts: RangeScanParts) {
    this.#parts = parts
  }

  /** The one under way, or the last; null: none yet. */
  get state(): LanScan | null {
    return this.#running?.state ?? null
  }

  /** Asks every address of the range, in the background. LAN_RANGE, LAN_OUTSIDE; one that is under way is ended. */
  start(range: string): LanScan {
    const allowed = this.#parts.ranges().map(parseRange)
    const totalCount = planScan({ range, allowed }).length
    this.cancel()
    const stop = new AbortController()
    const state: LanScan = { range, askedCount: 0, totalCount, foundCount: 0, state: 'running' }
    const scan = { stop, state }
    this.#running = scan
    const tell = (change: Partial<LanScan>) => {
      scan.state = { ...scan.state, ...change }
      if (this.#running === scan) this.#parts.onState(scan.state)
    }
    scanRange({
      range,
      allowed,
      signal: stop.signal,
      onAsked: (askedCount) => tell({ askedCount }),
      onFound: (sighting) => {
        tell({ foundCount: scan.state.foundCount + 1 })
        this.#parts.onFound(sighting)
      },
    }).then(
      () => tell({ state: 'ended' }),
      (error) => {
        tell({ state: 'cancelled' })
        if (!stop.signal.aborted) this.#parts.onError(asFlashlineError(error))
      },
    )
    return scan.state
  }

  cancel(): LanScan | null {
    this.#running?.stop.abort(new FlashlineError('JOB_CANCELLED'))
    return this.state
  }
}

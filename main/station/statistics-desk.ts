// What the records of a range add up to.
import { setImmediate } from 'node:timers/promises'
import { FlashlineError, type Statistics, type StatisticsQuery } from '../../preload/contract/index.ts'
import { longestRangeMs } from '../bench/statistics/series.ts'
import { Tally } from '../bench/statistics/tally.ts'
import type { StatisticsRows } from '../store/statistics.ts'

export interface StatisticsDesk {
  /** INPUT_INVALID for a range without length, or of more than three years. */
  read(query: StatisticsQuery, signal: AbortSignal): Promise<Statistics>
}

export function createStatisticsDesk(rows: StatisticsRows): StatisticsDesk {
  return {
    async read(query, signal) {
      const lengthMs = Date.parse(query.to) - Date.parse(query.from)
      if (lengthMs <= 0 || lengthMs > longestRangeMs)
        throw new FlashlineError('INPUT_INVALID', { field: 'to' })
      const tally = new Tally(query)
      for await (const jobs of rows.read(query)) {
        signal.throwIfAborted()
        for (const job of jobs) tally.add(job)
      }
      return tally.sums(setImmediate)
    },
  }
}

// The record chain for its callers: how long it is, and a check. Who asks while a check is at work gets the same report: it
// reads every record.
import type { ChainReport } from '../../preload/contract/index.ts'
import type { RecordChain } from '../store/record-chain.ts'

export interface ChainDesk {
  /** With the last check since the start; null: there was none. */
  state(): Promise<{ entries: number; report: ChainReport | null }>
  /** STORE_* */
  verify(): Promise<ChainReport>
  /** Breaks off what is at work. */
  stop(): Promise<void>
}

export function createChainDesk(chain: Pick<RecordChain, 'head' | 'verify'>): ChainDesk {
  const stopping = new AbortController()
  let report: ChainReport | null = null
  let atWork: Promise<ChainReport> | null = null
  return {
    state: async () => ({ entries: (await chain.head())?.entryNo ?? 0, report }),
    async verify() {
      atWork ??= chain.verify({ signal: stopping.signal }).finally(() => {
        atWork = null
      })
      report = await atWork
      return report
    },
    async stop() {
      stopping.abort(new Error('the station closes'))
      await atWork?.catch(() => {})
    },
  }
}

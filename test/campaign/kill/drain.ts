// A station that nobody kills: it recovers what the last one left, and delivers everything. Then it is ended as people do.
import type { StationClient } from '../../../main/station/router.ts'
import type { Plant } from '../plant/open-plant.ts'
import { requireCounts } from '../plant/order-counts.ts'
import { StationProcess } from '../plant/station-process.ts'

/** Rows that failed before wait for their turn, at most minutes. */
const longestMs = 10 * 60_000

export async function drain({ dataDir }: Pick<Plant, 'dataDir'>, signal: AbortSignal): Promise<void> {
  const station = StationProcess.spawn(dataDir)
  try {
    const client = await station.connect()
    if (!client) throw new Error(`the station did not start:\n${station.stderr}`)
    await delivered(client, AbortSignal.any([signal, AbortSignal.timeout(longestMs)]))
    await requireCounts(client, dataDir)
  } finally {
    await station.end()
  }
}

async function delivered(client: StationClient, signal: AbortSignal): Promise<void> {
  const { seq, outbox } = await client.station.snapshot()
  let { waiting } = outbox
  const events = await client.station.events({ afterSeq: seq }, { signal })
  if (waiting === 0) return
  for await (const event of events) {
    if (event.type === 'outboxChanged') waiting = event.outbox.waiting
    if (waiting === 0) return
  }
}

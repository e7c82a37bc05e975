// One round: a station is started on the folder that the last one left, works on all slots, and is killed.
import { setTimeout as pause } from 'node:timers/promises'
import { keepFlashing } from '../plant/keep-flashing.ts'
import type { Plant } from '../plant/open-plant.ts'
import { StationProcess } from '../plant/station-process.ts'
import type { WatchedUnit } from '../plant/watched-unit.ts'
import { eventName, type Moment } from './moments.ts'

/** What does not come within this is not waited for: the station is killed all the same. */
const longestMs = 5000

export interface Round {
  readonly plant: Plant
  readonly moment: Moment
  /** The slots that are started. */
  readonly units: readonly WatchedUnit[]
  /** Null: a new order is made. */
  readonly orderId: string | null
  /** How long a start took. */
  readonly startMs: number
  /** Called for each request at the cloud, by name, as long as the round lasts. */
  onRequests(listener: (name: string) => void): () => void
}

export interface RoundEnd {
  readonly orderId: string | null
  /** Null: it was killed before it was ready. */
  readonly startMs: number | null
  /** False: the moment did not come. */
  readonly isMomentMet: boolean
}

export async function killRound(round: Round): Promise<RoundEnd> {
  const { plant, moment, startMs } = round
  const spawnedMs = performance.now()
  const station = StationProcess.spawn(plant.dataDir)
  const done = new AbortController()
  if (moment.at === 'startUp') {
    await pause(startMs * moment.part)
    await station.kill()
    return { orderId: round.orderId, startMs: null, isMomentMet: true }
  }
  const come = Promise.withResolvers<boolean>()
  let left = moment.nth
  const count = (what: string) => {
    if (what !== moment.what) return
    left -= 1
    if (left === 0) void pause(moment.delayMs).then(() => come.resolve(true))
  }
  const stopListening = round.onRequests((name) => moment.at === 'request' && count(name))
  try {
    const client = await station.connect()
    if (!client) throw new Error(`the station did not start:\n${station.stderr}`)
    const ready = { startMs: performance.now() - spawnedMs }
    const working = keepFlashing(client, round, (event) => moment.at === 'event' && count(eventName(event)))
    const longest = pause(longestMs, false, { signal: done.signal }).catch(() => false)
    const isMomentMet = await Promise.race([come.promise, longest])
    await station.kill()
    return { orderId: await working.orderId, isMomentMet, ...ready }
  } finally {
    done.abort()
    stopListening()
    await station.kill()
  }
}

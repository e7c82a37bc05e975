// Work on the bench with a station in a process of its own: so many jobs to their end, then it is ended or killed.
import type { StationEvent } from '../../../preload/contract/index.ts'
import type { Bench } from '../plant/judge.ts'
import { keepFlashing } from '../plant/keep-flashing.ts'
import { type StationOptions, StationProcess } from '../plant/station-process.ts'

export interface Shift extends StationOptions {
  readonly end: 'end' | 'kill'
  /** Asked for every event; from then on no unit is flashed again. */
  readonly isOver: (event: StationEvent) => boolean
}

const longestMs = 120_000

/** So many jobs have ended. */
export function afterJobs(jobs: number): Shift['isOver'] {
  let left = jobs
  return ({ type }) => {
    if (type === 'jobFinished') left -= 1
    return left <= 0
  }
}

export async function workShift(bench: Bench, shift: Shift, signal: AbortSignal): Promise<void> {
  const station = StationProcess.spawn(bench.dataDir, shift)
  try {
    const client = await station.connect()
    if (!client) throw new Error(`the station did not start:\n${station.stderr}`)
    const over = Promise.withResolvers<void>()
    const stop = AbortSignal.any([signal, AbortSignal.timeout(longestMs)])
    const broken = () =>
      over.reject(new Error(`the shift came to no end:\n${station.stderr}`, { cause: stop.reason }))
    stop.addEventListener('abort', broken, { once: true })
    let isOver = false
    keepFlashing(client, { units: bench.units, orderId: null, goesOn: () => !isOver }, (event) => {
      isOver ||= shift.isOver(event)
      if (isOver) over.resolve()
    })
    await over.promise
    if (shift.end === 'end') await station.end()
  } finally {
    await station.kill()
  }
}

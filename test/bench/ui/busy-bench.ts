// A station that has 64 running slots and nothing behind them: each says ten times a second how far it is, ends, and
// begins again. What the screens get is what a real station sends at its busiest.
import type { Job, Snapshot, StationEvent } from '../../../preload/contract/index.ts'
import { job, slot, snapshot, step } from '../../renderer/fixtures.ts'

export const slotCount = 64
const eventsPerSecond = 10
const imageBytes = 4 * 1024 * 1024
/** A job of so many events; the slots are spread over it, so that some end in every second. */
const eventsPerJob = 200

function runningJob(number: number, round: number, startedAt: string): Job {
  return job(number, {
    jobId: `job-${number}-${round}`,
    outcome: 'running',
    device: {
      deviceId: `${1100000 + number}`,
      mac: `02F1A541${String(1000 + number)}`,
      sn: `SN-${1000 + number}`,
    },
    fromVersion: { number: 10000, text: '1.0.0' },
    toVersion: { number: 20001, text: '2.0.1' },
    startedAt,
    endedAt: null,
    steps: [
      step('identify'),
      step('check'),
      step('download'),
      step('flash', { outcome: 'running', endedAt: null }),
    ],
  })
}

export function busySnapshot(): Snapshot {
  const now = new Date().toISOString()
  const numbers = Array.from({ length: slotCount }, (_, index) => index + 1)
  return snapshot({
    seq: 1,
    slots: numbers.map((number) => slot(number, { name: String(number), jobId: `job-${number}-0` })),
    jobs: numbers.map((number) => runningJob(number, 0, now)),
  })
}

/** Emits until the signal aborts; returns how many events it was. */
export async function keepBusy(emit: (event: StationEvent) => void, signal: AbortSignal): Promise<number> {
  let seq = 1
  const say = (body: Record<string, unknown>) => {
    seq += 1
    emit({ seq, at: new Date().toISOString(), ...body } as StationEvent)
  }
  const ticks = Array.from({ length: slotCount }, (_, index) =>
    Math.floor((index * eventsPerJob) / slotCount),
  )
  let next = 0
  await new Promise<void>((resolve) => {
    // One slot after the other, evenly: as the events of independent jobs come.
    const timer = setInterval(() => {
      if (signal.aborted) {
        clearInterval(timer)
        resolve()
        return
      }
      for (let count = 0; count < (slotCount * eventsPerSecond) / 100; count += 1) {
        const index = next % slotCount
        next += 1
        advance(index)
      }
    }, 10)
  })
  return seq - 1

  function advance(index: number): void {
    const number = index + 1
    const tick = (ticks[index] ?? 0) + 1
    ticks[index] = tick
    const round = Math.floor(tick / eventsPerJob)
    const jobId = `job-${number}-${round}`
    const part = tick % eventsPerJob
    const now = new Date().toISOString()
    if (part === 0) {
      const ended = runningJob(number, round - 1, now)
      say({
        type: 'jobFinished',
        job: { ...ended, outcome: 'passed', endedAt: now, deviceState: 'confirmed' },
      })
      say({ type: 'slotChanged', slot: slot(number, { name: String(number), jobId }) })
      say({ type: 'jobStarted', job: runningJob(number, round, now) })
      return
    }
    const doneBytes = Math.floor((imageBytes * part) / eventsPerJob)
    say({
      type: 'progress',
      jobId,
      step: 'flash',
      doneBytes,
      totalBytes: imageBytes,
      bytesPerSecond: 209_715,
    })
  }
}

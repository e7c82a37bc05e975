// A bench that works for a long time, and samples of its station meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import type { StationClient } from '../../../main/station/router.ts'
import type { StationEvent } from '../../../preload/contract/index.ts'
import { type Judged, judge } from '../plant/judge.ts'
import { keepFlashing } from '../plant/keep-flashing.ts'
import type { PlantKind } from '../plant/kinds.ts'
import { openPlant, type Plant } from '../plant/open-plant.ts'
import { StationProcess } from '../plant/station-process.ts'
import { Inspector } from './inspector.ts'
import { type Sample, takeSample, watchLoop } from './sample.ts'

export interface SoakOptions {
  readonly slots: number
  readonly kinds: readonly PlantKind[]
  readonly samples: number
  readonly intervalMs: number
  say(line: string): void
  readonly signal: AbortSignal
}

export interface Worked {
  readonly samples: readonly Sample[]
  /** Jobs that did not pass: where, and why. */
  readonly failures: readonly string[]
}

export interface Soaked extends Worked {
  readonly judged: Judged
}

/** @throws AssertionError: records, devices, cloud and disk do not agree. */
export async function runSoak(options: SoakOptions): Promise<Soaked> {
  const { slots, kinds } = options
  await using plant = await openPlant(slots, kinds)
  const station = StationProcess.spawn(plant.dataDir, { nodeArgs: ['--inspect=127.0.0.1:0'] })
  try {
    const client = await station.connect()
    if (!client) throw new Error(`the station did not start:\n${station.stderr}`)
    const inspector = await Inspector.open(await station.said(/ws:\/\/\S+/))
    let worked: Worked
    try {
      worked = await work({ ...options, plant, station, client, inspector })
    } finally {
      // A process that is looked into does not end.
      inspector.close()
    }
    await station.end()
    return { ...worked, judged: await judge(plant) }
  } finally {
    await station.kill()
  }
}

interface Work extends SoakOptions {
  readonly plant: Plant
  readonly station: StationProcess
  readonly client: StationClient
  readonly inspector: Inspector
}

async function work({ plant, station, client, inspector, ...options }: Work): Promise<Worked> {
  const { samples: wanted, intervalMs, say, signal } = options
  const failures: string[] = []
  let jobs = 0
  let running = 0
  let waiting = 0
  let goesOn = true
  let onChange: () => void = () => {}
  const take = (event: StationEvent) => {
    if (event.type === 'jobStarted') running += 1
    if (event.type === 'jobFinished') {
      running -= 1
      jobs += 1
      const { slotId, outcome, error } = event.job
      if (outcome !== 'passed') failures.push(`${slotId}: ${outcome} ${JSON.stringify(error)}`)
    }
    if (event.type === 'outboxChanged') waiting = event.outbox.waiting
    onChange()
  }
  await watchLoop(inspector)
  keepFlashing(client, { units: plant.units, orderId: null, goesOn: () => goesOn }, take)
  const beganMs = performance.now()
  const samples: Sample[] = []
  while (samples.length < wanted) {
    await pause(intervalMs, undefined, { signal })
    const held = await takeSample(inspector, { pid: station.pid, dataDir: plant.dataDir })
    const sample: Sample = { atMs: performance.now() - beganMs, jobs, ...held }
    samples.push(sample)
    say(textOf(sample))
  }
  goesOn = false
  while (running > 0 || waiting > 0)
    await new Promise<void>((resolve) => {
      onChange = resolve
    })
  return { samples, failures }
}

const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

function textOf(sample: Sample): string {
  const { atMs, jobs, residentBytes, heapBytes, files, timers, resources, loopDelayP99Ms } = sample
  const held = `${mib(residentBytes)} MiB resident, ${mib(heapBytes)} MiB heap, ${files} files, ${timers} timers`
  return `${Math.round(atMs / 1000)} s: ${jobs} jobs, ${held}, ${resources} resources, loop p99 ${loopDelayP99Ms.toFixed(1)} ms`
}

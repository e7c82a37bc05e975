// Soak: a bench of 32 slots works for an hour at the pace of the practice bench. Every minute the station's process is looked
// into from outside; after the first part of the time nothing of it may grow any more.
import assert from 'node:assert/strict'
import { pacedKinds } from './plant/kinds.ts'
import type { Figures, Scenario, ScenarioOptions } from './scenario.ts'
import { growthOf, isTooMuch } from './soak/growth.ts'
import { runSoak } from './soak/run-soak.ts'
import type { Sample } from './soak/sample.ts'

const slots = 32
/** Caches fill, code is compiled: this part of the samples is not looked at. */
const warmUpPart = 0.25

/** A machine that is busy with something else starves a device once in a while, and its boot loader gives up. */
const jobsForOneFailure = 1000

interface Watched {
  readonly name: string
  readonly unit: string
  readonly of: (sample: Sample) => number
  /** Over the time that is looked at. */
  readonly allowed: number
}

const mib = 1024 * 1024
const watched: readonly Watched[] = [
  { name: 'heap', unit: 'MiB', of: ({ heapBytes }) => heapBytes / mib, allowed: 5 },
  { name: 'buffers', unit: 'MiB', of: ({ externalBytes }) => externalBytes / mib, allowed: 5 },
  { name: 'resident', unit: 'MiB', of: ({ residentBytes }) => residentBytes / mib, allowed: 25 },
  { name: 'open files', unit: '', of: ({ files }) => files, allowed: 5 },
  { name: 'threads', unit: '', of: ({ threads }) => threads, allowed: 1 },
  { name: 'timers', unit: '', of: ({ timers }) => timers, allowed: 8 },
  { name: 'active resources', unit: '', of: ({ resources }) => resources, allowed: 16 },
  { name: 'event loop p50', unit: 'ms', of: ({ loopDelayP50Ms }) => loopDelayP50Ms, allowed: 2 },
  { name: 'event loop p99', unit: 'ms', of: ({ loopDelayP99Ms }) => loopDelayP99Ms, allowed: 10 },
]

export const scenario: Scenario = {
  name: 'soak',
  what: `${slots} slots at the pace of the practice bench, nothing of the station grows; a round is a minute`,
  rounds: { short: 4, full: 60 },
  run,
}

async function run({ rounds, say, signal }: ScenarioOptions): Promise<Figures> {
  const options = { slots, kinds: pacedKinds, samples: rounds, intervalMs: 60_000, say, signal }
  const { samples, failures, judged } = await runSoak(options)
  const jobs = judged.records.length
  for (const failure of failures) say(failure)
  assert.ok(failures.length <= jobs / jobsForOneFailure, `${failures.length} of ${jobs} jobs did not pass`)
  if (rounds >= 60) assert.ok(jobs >= (rounds / 60) * 10_000, `only ${jobs} jobs in ${rounds} minutes`)
  const figures = growthFigures(samples)
  const [first, last] = [samples[0], samples.at(-1)]
  const perJob = first && last ? (last.databaseBytes - first.databaseBytes) / (last.jobs - first.jobs) : 0
  return {
    minutes: rounds,
    jobs,
    'jobs that did not pass': failures.length,
    'reports at the cloud': judged.reports,
    ...figures,
    'database, kB a job': (perJob / 1000).toFixed(1),
  }
}

/** @throws AssertionError: something grows. */
export function growthFigures(samples: readonly Sample[]): Figures {
  const looked = samples.slice(Math.floor(samples.length * warmUpPart))
  const figures: Record<string, string> = {}
  const grew: string[] = []
  for (const { name, unit, of, allowed } of watched) {
    const growth = growthOf(looked.map((sample) => ({ at: sample.atMs, value: of(sample) })))
    const text = `mean ${growth.mean.toFixed(1)}, grew ${growth.grown.toFixed(1)} ± ${growth.noise.toFixed(1)} ${unit}`
    figures[name] = `${text.trim()} (allowed ${allowed})`
    if (isTooMuch(growth, allowed)) grew.push(`${name}: ${figures[name]}`)
  }
  assert.deepEqual(grew, [], 'what grew')
  return figures
}

// Statistics computed a second time, from whole jobs and without care for speed: what the real ones are compared with. Knows
// neither hints nor where failures gather.
import { type Job, type Statistics, stepNames } from '../../../preload/contract/index.ts'

type Compared = Omit<Statistics, 'slots' | 'failures'> & {
  slots: Pick<Statistics['slots'][number], 'slotId' | 'jobs' | 'failed' | 'retriesPerJob'>[]
  failures: Pick<Statistics['failures'][number], 'code' | 'jobs' | 'units' | 'lostMs'>[]
}

const hourMs = 3_600_000
const plain = (mac: string) => mac.replace(/[^0-9a-f]/gi, '').toLowerCase()
const took = ({ startedAt, endedAt }: { startedAt: string; endedAt: string | null }) =>
  Math.max(0, Date.parse(endedAt ?? startedAt) - Date.parse(startedAt))
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
const isFailed = ({ outcome }: Job) => outcome === 'failed' || outcome === 'interrupted'
const isPassed = ({ outcome }: Job) => outcome === 'passed'

/** `jobs` are those of the range, each with the device's names told in full or not at all. */
export function naiveStatistics(jobs: readonly Job[], from: string, to: string): Compared {
  const ended = jobs.toSorted((one, other) => ((one.endedAt ?? '') < (other.endedAt ?? '') ? -1 : 1))
  const flashed = ended.filter((job) => isPassed(job) || isFailed(job))
  const unitOf = ({ device, jobId }: Job) => (device.mac === null ? jobId : plain(device.mac))
  const attempts = (some: readonly Job[]) => {
    const meant = some.filter(({ outcome, touched }) => outcome !== 'cancelled' || touched)
    const units = [...Map.groupBy(meant, unitOf).values()]
    const lastOf = (all: readonly Job[]) => {
      const first = all[0]
      return all
        .slice(1)
        .reduce(
          (passed, job) => (isPassed(job) ? true : job.touched ? false : passed),
          !!first && isPassed(first),
        )
    }
    return {
      units: units.length,
      unitsPassed: units.filter(lastOf).length,
      unitsPassedFirst: units.filter(([first]) => first && isPassed(first)).length,
    }
  }
  const all = attempts(ended)
  const hourOf = (at: string | null) => Math.floor(Date.parse(at ?? '') / hourMs)
  const points = []
  for (let hour = hourOf(from); hour * hourMs < Date.parse(to); hour += 1) {
    const there = flashed.filter(({ endedAt }) => hourOf(endedAt) === hour)
    const at = new Date(hour * hourMs).toISOString()
    points.push({ at, passed: there.filter(isPassed).length, failed: there.filter(isFailed).length })
  }
  const groups = <Key>(some: readonly Job[], keyOf: (job: Job) => Key) => [...Map.groupBy(some, keyOf)]
  return {
    jobs: {
      total: ended.length,
      passed: ended.filter(isPassed).length,
      failed: ended.filter(isFailed).length,
      refused: ended.filter(({ outcome }) => outcome === 'refused').length,
      cancelled: ended.filter(({ outcome }) => outcome === 'cancelled').length,
    },
    ...all,
    yield: share(all.unitsPassed, all.units),
    firstPassYield: share(all.unitsPassedFirst, all.units),
    unitsPerHour: share(all.unitsPassed, new Set(flashed.map(({ endedAt }) => hourOf(endedAt))).size),
    series: { step: 'hour', points },
    steps: stepNames.flatMap((step) => {
      const times = ended.filter(isPassed).flatMap((job) => {
        const passed = job.steps.filter((one) => one.name === step && one.outcome === 'passed' && one.endedAt)
        return passed.length === 0 ? [] : [passed.reduce((sum, one) => sum + took(one), 0)]
      })
      times.sort((one, other) => one - other)
      const middle = times.slice(Math.ceil(times.length / 2) - 1, Math.floor(times.length / 2) + 1)
      const p95Ms = times[Math.ceil(times.length * 0.95) - 1]
      if (p95Ms === undefined) return []
      return [
        {
          step,
          medianMs: middle.reduce((sum, one) => sum + one, 0) / middle.length,
          p95Ms,
          jobs: times.length,
        },
      ]
    }),
    failures: groups(
      ended.filter(({ error, outcome }) => error && outcome !== 'passed' && outcome !== 'cancelled'),
      ({ error }) => error?.code ?? 'SOFTWARE',
    ).map(([code, some]) => ({
      code,
      jobs: some.length,
      units: new Set(some.map(unitOf)).size,
      lostMs: some.reduce((sum, job) => sum + took(job), 0),
    })),
    slots: groups(flashed, ({ slotId }) => slotId).map(([slotId, some]) => ({
      slotId,
      jobs: some.length,
      failed: some.filter(isFailed).length,
      retriesPerJob:
        some.flatMap(({ steps }) => steps).reduce((sum, { retries }) => sum + retries, 0) / some.length,
    })),
    firmware: groups(ended, ({ productId, toVersion }) => JSON.stringify([productId, toVersion.number])).map(
      ([, some]) => {
        const { units, unitsPassedFirst } = attempts(some)
        return {
          productId: some[0]?.productId ?? null,
          version: some[0]?.toVersion.number ?? null,
          jobs: some.length,
          passed: some.filter(isPassed).length,
          failed: some.filter(isFailed).length,
          firstPassYield: share(unitsPassedFirst, units),
        }
      },
    ),
  }
}

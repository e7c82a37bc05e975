// Statistics over the real database beside a second computation from the same jobs.
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createStatisticsDesk } from '../../../main/station/statistics-desk.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { type Job, type JobOutcome, type Step, stepNames } from '../../../preload/contract/index.ts'
import { anyJob, job, tempFolder } from '../../store/job-fixture.ts'
import { naiveStatistics } from './naive-statistics.ts'

const never = new AbortController().signal
const from = '2026-03-01T00:30:00.000Z'
const to = '2026-03-03T07:10:00.000Z'
const iso = (ms: number) => new Date(ms).toISOString()

const outcomes: JobOutcome[] = ['passed', 'passed', 'passed', 'failed', 'refused', 'cancelled', 'interrupted']

/** One job of a small bench: few units, slots, versions and codes, so that they meet. */
const benchJob = fc
  .record({
    // Also before and after the range. Each end is its own, so that the order is certain.
    endedAt: fc.integer({ min: Date.parse(from) - 7_200_000, max: Date.parse(to) + 7_200_000 }),
    tookMs: fc.nat(200_000),
    outcome: fc.constantFrom(...outcomes),
    touched: fc.boolean(),
    slot: fc.nat(4),
    unit: fc.option(fc.nat(40), { nil: null }),
    productId: fc.constantFrom('p1', 'p2', null),
    version: fc.constantFrom(20_001, 20_002, null),
    lot: fc.constantFrom('L1', 'L2'),
    error: fc.constantFrom('LINK_LOST', 'VERIFY_MISMATCH', 'TASK_NOT_FOUND'),
    times: fc.array(fc.record({ tookMs: fc.nat(9000), retries: fc.nat(3), passed: fc.boolean() }), {
      maxLength: stepNames.length,
    }),
  })
  .map(({ endedAt, tookMs, outcome, touched, slot, unit, productId, version, lot, error, times }) => {
    const startedAt = iso(endedAt - tookMs)
    const steps = times.map(
      (time, index): Step => ({
        name: stepNames[index] ?? 'flash',
        outcome: time.passed ? 'passed' : 'failed',
        startedAt,
        endedAt: iso(endedAt - tookMs + time.tookMs),
        doneBytes: 1000,
        totalBytes: 1000,
        retries: time.retries,
        detail: {},
      }),
    )
    const mac = unit === null ? null : `00:00:00:00:00:${unit.toString(16).padStart(2, '0')}`
    return {
      outcome,
      touched,
      slotId: `slot-${slot}`,
      slotName: `${slot}`,
      device: {
        deviceId: unit === null ? null : `d${unit}`,
        // Printed in two ways.
        mac: unit !== null && endedAt % 2 === 0 ? (mac?.toUpperCase().replaceAll(':', '') ?? null) : mac,
        sn: unit === null ? null : `S${unit}`,
      },
      productId,
      lot,
      toVersion: { number: version, text: null },
      startedAt,
      endedAt: iso(endedAt),
      steps,
      error: outcome === 'passed' ? null : { code: error, step: 'flash', context: {} },
    } satisfies Partial<Job>
  })

async function freshStore() {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  return store
}

const bySlot = (one: { slotId: string }, other: { slotId: string }) => (one.slotId < other.slotId ? -1 : 1)
const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

test('they are what a second computation makes of the same jobs', async () => {
  const store = await freshStore()
  const desk = createStatisticsDesk(store.statistics)
  let made = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(benchJob, { minLength: 60, maxLength: 120, selector: ({ endedAt }) => endedAt }),
      fc.constantFrom({}, { productId: 'p1' }, { lot: 'L1' }),
      async (some, only) => {
        made += 1
        // Each run counts its own order.
        const orderId = `order-${made}`
        const jobs = some.map((part, index) => job(`${orderId}-${index}`, { ...part, orderId }))
        await Promise.all(jobs.map((one) => store.jobs.begin(one)))
        const real = await desk.read({ from, to, orderId, ...only }, never)
        const fits = ({ endedAt, productId, lot }: Job) =>
          endedAt !== null &&
          endedAt >= from &&
          endedAt < to &&
          (!('productId' in only) || productId === only.productId) &&
          (!('lot' in only) || lot === only.lot)
        const naive = naiveStatistics(jobs.filter(fits), from, to)
        const slots = real.slots.map(({ slotId, jobs, failed, retriesPerJob }) => ({
          slotId,
          jobs,
          failed,
          retriesPerJob,
        }))
        const failures = real.failures.map(({ code, jobs, units, lostMs }) => ({ code, jobs, units, lostMs }))
        expect({
          ...real,
          slots: slots.sort(bySlot),
          failures: failures.sort(byText),
          firmware: real.firmware.toSorted(byText),
        }).toEqual({
          ...naive,
          slots: naive.slots.sort(bySlot),
          failures: naive.failures.sort(byText),
          firmware: naive.firmware.sort(byText),
        })
      },
    ),
    { numRuns: 8 },
  )
})

test('whatever the contract allows in a job can be added up', async () => {
  const store = await freshStore()
  const desk = createStatisticsDesk(store.statistics)
  const jobs = fc.sample(anyJob, 200).map((part, index) => ({ ...part, jobId: `job-${index}` }))
  await Promise.all(jobs.map((one) => store.jobs.begin(one)))
  const years = Array.from({ length: 27 }, (_, index) => 2020 + index * 3)
  let total = 0
  for (const year of years) {
    const { jobs: counts } = await desk.read(
      { from: `${year}-01-01T00:00:00Z`, to: `${year + 3}-01-01T00:00:00Z` },
      never,
    )
    total += counts.total
  }
  expect(total).toBe(jobs.filter(({ endedAt, outcome }) => endedAt !== null && outcome !== 'running').length)
})

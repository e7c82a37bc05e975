// The history by filter against a plain loop over the same jobs, its pages, what it can be filtered by, and a lot.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { countedTo } from '../../main/store/history.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { ErrorCode, HistoryFilter, Job } from '../../preload/contract/index.ts'
import { fillHistory, jobOf } from '../bench/ui/million.ts'
import { job, step, tempFolder } from './job-fixture.ts'

async function freshStore(): Promise<Store> {
  const store = await openStore(await tempFolder())
  onTestFinished(() => store.close())
  return store
}

/** One after the other: jobs are numbered as they begin. */
async function keep(store: Store, jobs: readonly Job[]): Promise<void> {
  for (const one of jobs) {
    await store.jobs.begin({ ...one, outcome: 'running', endedAt: null })
    await store.jobs.save(one, [], [])
  }
}

const ids = (jobs: readonly Job[]) => jobs.map(({ jobId }) => jobId)
const second = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, count)).toISOString()

const products = ['p1', 'p2', null]
const codes: (ErrorCode | null)[] = ['LINK_LOST', 'VERIFY_MISMATCH', null]
const words = ['a', 'b', '李娜', "x' OR 1=1 --"]
const orNull = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { nil: null })
const anyEnded = fc.record({
  productId: fc.constantFrom(...products),
  toNumber: fc.constantFrom(1, 2, null),
  slotId: fc.constantFrom('s1', 's2', 's3'),
  operator: fc.constantFrom('', ...words),
  outcome: fc.constantFrom('passed', 'failed', 'refused', 'cancelled', 'running'),
  code: fc.constantFrom(...codes),
  orderId: orNull(fc.constantFrom('o1', 'o2')),
  lot: orNull(fc.constantFrom('L1', 'L2')),
  taskId: orNull(fc.constantFrom('t1', 't2')),
  device: fc.record({
    deviceId: orNull(fc.constantFrom('d1', 'd2')),
    mac: orNull(
      fc.constantFrom('00:11:22:AA:BB:CC', '001122AABBCC', '00-11-22-aa-bb-cc', '22:33:44:55:66:77'),
    ),
    sn: orNull(fc.constantFrom('d1', 'SN2')),
  }),
  endedSecond: fc.nat({ max: 40 }),
})

const maybe = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { nil: undefined, freq: 1 })
const anyFilter: fc.Arbitrary<HistoryFilter> = fc.record({
  from: maybe(fc.nat({ max: 45 }).map((count) => second(count).replace('.000Z', 'Z'))),
  to: maybe(fc.nat({ max: 45 }).map(second)),
  productId: maybe(fc.constantFrom('p1', 'p2', 'none')),
  toVersion: maybe(fc.constantFrom(1, 2, 3)),
  slotId: maybe(fc.constantFrom('s1', 's2', 'none')),
  operator: maybe(fc.constantFrom(...words)),
  outcome: maybe(fc.constantFrom('passed', 'failed', 'interrupted')),
  errorCode: maybe(fc.constantFrom('LINK_LOST', 'VERIFY_MISMATCH', 'LINK_BUSY')),
  orderId: maybe(fc.constantFrom('o1', 'o2', 'o3')),
  lot: maybe(fc.constantFrom('L1', 'L3')),
  taskId: maybe(fc.constantFrom('t1', 't3')),
  device: maybe(fc.constantFrom('d1', 'SN2', '001122aabbcc', '22:33:44:55:66:77', 'none')),
})
const sparse = fc
  .tuple(anyFilter, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }))
  .map(
    ([filter, kept]): HistoryFilter =>
      Object.fromEntries(Object.entries(filter).filter((_, index) => kept[index])),
  )

const plain = (text: string | null) => text?.replace(/[:-]/g, '').toLowerCase()

/** The same, said without an index. */
function holds(one: Job, filter: HistoryFilter): boolean {
  const endedMs = Date.parse(one.endedAt ?? '')
  const { device } = filter
  return (
    one.endedAt !== null &&
    (filter.from === undefined || endedMs >= Date.parse(filter.from)) &&
    (filter.to === undefined || endedMs < Date.parse(filter.to)) &&
    (filter.productId ?? one.productId) === one.productId &&
    (filter.toVersion ?? one.toVersion.number) === one.toVersion.number &&
    (filter.slotId ?? one.slotId) === one.slotId &&
    (filter.operator ?? one.operator) === one.operator &&
    (filter.outcome ?? one.outcome) === one.outcome &&
    (filter.errorCode ?? one.error?.code) === one.error?.code &&
    (filter.orderId ?? one.orderId) === one.orderId &&
    (filter.lot ?? one.lot) === one.lot &&
    (filter.taskId ?? one.task?.taskId) === one.task?.taskId &&
    (device === undefined ||
      one.device.deviceId === device ||
      one.device.sn === device ||
      plain(one.device.mac) === plain(device))
  )
}

const some: Job[] = fc
  .sample(anyEnded, { numRuns: 400, seed: 6 })
  .map(({ toNumber, code, taskId, endedSecond, outcome, ...facts }, index) =>
    job(`j${index}`, {
      ...facts,
      outcome,
      toVersion: { number: toNumber, text: null },
      task: taskId === null ? null : { taskId, name: 'x' },
      error: code === null ? null : { code, step: null, context: {} },
      endedAt: outcome === 'running' ? null : second(endedSecond),
      steps: [step()],
    }),
  )
/** As the station has them: by their end, and by their beginning where that is the same. */
const newestFirst = some
  .map((one, index) => ({ one, index }))
  .sort((a, b) => (b.one.endedAt ?? '').localeCompare(a.one.endedAt ?? '') || b.index - a.index)
  .map(({ one }) => one)

let kept: Store
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-test-'))
  kept = await openStore(folder)
  await keep(kept, some)
  return async () => {
    await kept.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('every filter gives what a plain loop gives, in its order, and how many there are', async () => {
  await fc.assert(
    fc.asyncProperty(sparse, fc.integer({ min: 1, max: 30 }), async (filter, limit) => {
      const expected = newestFirst.filter((one) => holds(one, filter))
      const page = await kept.jobs.list({ ...filter, limit })
      expect(page).toEqual({ total: expected.length, isTotalExact: true, jobs: expected.slice(0, limit) })
    }),
    { numRuns: 300 },
  )
})

test('pages joined are the whole, each job once', async () => {
  await fc.assert(
    fc.asyncProperty(sparse, fc.integer({ min: 1, max: 60 }), async (filter, limit) => {
      const expected = newestFirst.filter((one) => holds(one, filter))
      const found: Job[] = []
      for (;;) {
        const beforeJobId = found.at(-1)?.jobId
        const { total, jobs } = await kept.jobs.list({ ...filter, limit, beforeJobId })
        expect(total).toBe(expected.length)
        found.push(...jobs)
        if (jobs.length < limit) break
      }
      expect(ids(found)).toEqual(ids(expected))
    }),
    { numRuns: 30 },
  )
})

test('a job that is not known is no place to go on from', async () => {
  await expect(kept.jobs.list({ limit: 1, beforeJobId: 'none' })).rejects.toMatchObject({
    code: 'JOB_UNKNOWN',
  })
})

test('what can be chosen is what the records have, most used first', async () => {
  const choices = await kept.history.choices()
  const ended = newestFirst.filter(({ endedAt }) => endedAt !== null)
  const byUse = <Value>(values: readonly Value[]) => {
    const uses = new Map<Value, number>()
    for (const value of values) uses.set(value, (uses.get(value) ?? 0) + 1)
    return [...uses].sort(([, a], [, b]) => b - a).map(([value]) => value)
  }
  const present = <Value>(values: readonly (Value | null | undefined)[]) =>
    values.filter((value): value is Value => value !== null && value !== undefined && value !== '')
  expect(choices.products).toEqual(byUse(present(ended.map(({ productId }) => productId))))
  expect(choices.versions).toEqual(byUse(present(ended.map(({ toVersion }) => toVersion.number))))
  expect(choices.operators).toEqual(byUse(present(ended.map(({ operator }) => operator))))
  expect(choices.errorCodes).toEqual(byUse(present(ended.map(({ error }) => error?.code))))
  expect(choices.slots).toEqual(
    byUse(ended.map(({ slotId }) => slotId)).map((slotId) => ({ slotId, name: 'A1' })),
  )
  expect(choices.lots.toSorted()).toEqual([...new Set(present(ended.map(({ lot }) => lot)))].sort())
})

test('choices are at most two hundred, lots newest first; a store without records has none', async () => {
  const store = await freshStore()
  const none = { products: [], versions: [], slots: [], operators: [], lots: [], errorCodes: [] }
  expect(await store.history.choices()).toEqual(none)
  const lots = Array.from({ length: 230 }, (_, index) => `L${index}`)
  await keep(
    store,
    lots.map((lot, index) => job(`j${index}`, { lot, outcome: 'passed', endedAt: second(index) })),
  )
  expect((await store.history.choices()).lots).toEqual(lots.toReversed().slice(0, 200))
})

test('more than ten thousand are counted no further', async () => {
  const folder = await tempFolder()
  fillHistory(folder, { jobs: countedTo + 500, until: new Date('2026-05-01T00:00:00.000Z') })
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  const all = await store.jobs.list({ limit: 2 })
  expect(all).toMatchObject({ total: countedTo, isTotalExact: false })
  expect(ids(all.jobs)).toEqual(ids([jobOf(countedTo + 499, 0), jobOf(countedTo + 498, 0)]))
  const lot = await store.jobs.list({ lot: 'L00003', limit: 500 })
  expect(lot).toMatchObject({ total: 500, isTotalExact: true })
  expect(lot.jobs.every((one) => one.lot === 'L00003' && one.steps.length > 0)).toBe(true)
})

test('a lot counts its units once each, by what happened to them last', async () => {
  const store = await freshStore()
  const unit = (sn: string | null, mac: string | null = null) => ({ deviceId: null, mac, sn })
  const lost = { code: 'LINK_LOST', step: 'flash', context: {} } as const
  const at = (minute: number) => ({
    startedAt: `2026-01-01T08:${String(minute).padStart(2, '0')}:00.000Z`,
    endedAt: `2026-01-01T08:${String(minute).padStart(2, '0')}:30.000Z`,
  })
  const lot = { lot: 'L1', task: null }
  const passed = { ...lot, outcome: 'passed' } as const
  const failed = { ...lot, outcome: 'failed', error: lost } as const
  await keep(store, [
    job('a1', { ...failed, ...at(1), device: unit(null, '00:11:22:33:44:55'), operator: 'Ann' }),
    job('a2', {
      ...passed,
      ...at(5),
      toVersion: { number: 20001, text: '2.0.1' },
      device: unit('SN1', '001122334455'),
      operator: '李娜',
    }),
    job('b1', { ...passed, ...at(2), device: unit('SN2') }),
    job('c1', { ...passed, ...at(3), device: unit('SN3'), productId: 'p2' }),
    job('c2', { ...failed, ...at(4), device: unit('SN3') }),
    job('b2', { ...lot, outcome: 'refused', touched: false, ...at(8), device: unit('SN2') }),
    job('nobody', { ...failed, ...at(6), device: unit(null), error: { ...lost, code: 'LOADER_SILENT' } }),
    job('calledOff', { ...lot, outcome: 'cancelled', touched: false, ...at(2), device: unit('SN5') }),
    job('other', { ...passed, ...at(9), lot: 'L2', productId: 'p3' }),
    job('late', {
      ...passed,
      ...at(7),
      device: unit('SN4'),
      error: lost,
      correction: { at: second(0), reason: 'lateSuccess', was: 'failed' },
    }),
  ])
  expect(await store.history.lot('L1')).toEqual({
    lot: 'L1',
    productIds: ['p1', 'p2'],
    versions: [{ number: 20001, text: '2.0.1' }],
    operators: ['Ann', 'ann', '李娜'],
    firstAt: at(1).startedAt,
    lastAt: at(8).endedAt,
    units: 5,
    passed: 3,
    failed: 2,
    passedFirst: 3,
    failures: [
      { code: 'LINK_LOST', count: 2 },
      { code: 'LOADER_SILENT', count: 1 },
    ],
  })
  expect(await store.history.lot('none')).toMatchObject({ units: 0, firstAt: null, productIds: [] })
})

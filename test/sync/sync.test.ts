import { describe, expect, it } from 'vitest'
import type { FirmwareCatalogue } from '../../main/clouds/cloud.ts'
import type { SyncPlan } from '../../main/sync/sync.ts'
import { type CatalogueEntry, FlashlineError, type SyncState } from '../../preload/contract/index.ts'
import { until } from '../outbox/set-up.ts'
import { task } from '../store/task-fixture.ts'
import { FakeSource } from './fake-source.ts'
import { plan, setUp } from './set-up.ts'

const began = '2026-01-01T00:00:00.000Z'
const state = (overrides: Partial<SyncState> = {}): SyncState => ({
  productId: 'p1',
  what: 'tasks',
  connectionId: 'c1',
  syncedAt: began,
  items: 0,
  vanished: 0,
  problems: [],
  error: null,
  ...overrides,
})
const fail = () => Promise.reject(new FlashlineError('CLOUD_TIMEOUT', { timeoutMs: 7 }))
const error = { code: 'CLOUD_TIMEOUT', context: { timeoutMs: 7 } } as const

describe('a round', () => {
  it('copies the tasks, says how they stand, and marks what is gone', async () => {
    const { store, source, clock, told, sync, ids } = await setUp()
    source.tasks = [task('t1'), task('t2'), task('t3')]
    source.unread.set(1, 't2')
    const problems = [{ index: 1, id: 't2', field: 'target_version' }]
    expect(await sync.runNow()).toEqual([state({ items: 2, problems })])
    expect(await ids('p1')).toEqual(['t1', 't3'])

    clock.turn(1000)
    const syncedAt = '2026-01-01T00:00:01.000Z'
    source.tasks = [task('t2'), task('t3', { status: 'stopped' })]
    source.unread.clear()
    expect(await sync.runNow()).toEqual([state({ syncedAt, items: 2, vanished: 1 })])
    expect(await ids('p1')).toEqual(['t2', 't3'])
    expect((await store.tasks.get('t3'))?.status).toBe('stopped')
    expect(told.at(-1)).toEqual(await store.syncStates.list())
  })

  it('does not lose a known task that it cannot read this time', async () => {
    const { source, sync, ids } = await setUp()
    source.tasks = [task('t1'), task('t2')]
    await sync.runNow()
    source.unread.set(1, 't2')
    expect(await sync.runNow()).toMatchObject([{ items: 2, vanished: 0, problems: [{ id: 't2' }] }])
    expect(await ids('p1')).toEqual(['t1', 't2'])
  })

  it('that fails keeps the copy and its age, and does not touch other products', async () => {
    const bad = new FakeSource([task('t1')])
    const good = new FakeSource([task('t2', { productId: 'p2' })])
    const { store, clock, told, sync, ids } = await setUp({
      products: () => [plan('p1', bad), plan('p2', good, { tasks: { connectionId: 'c2', source: good } })],
    })
    await sync.runNow()
    clock.turn(60_000)
    bad.onPage = fail
    const failed = state({ items: 1, error })
    const fresh = state({
      productId: 'p2',
      connectionId: 'c2',
      syncedAt: '2026-01-01T00:01:00.000Z',
      items: 1,
    })
    told.splice(0)
    expect(await sync.runNow()).toEqual([failed, fresh])
    expect(await store.syncStates.list()).toEqual([failed, fresh])
    expect(await ids('p1')).toEqual(['t1'])
    // After each product, all of them as they are then.
    expect(told).toEqual([
      [failed, { ...fresh, syncedAt: began }],
      [failed, fresh],
    ])
  })

  it("with another cloud starts without an age: what the old one said is not the new one's", async () => {
    const [old, present] = [new FakeSource([task('t1')]), new FakeSource([task('t9')])]
    let current = plan('p1', old)
    const { store, sync } = await setUp({ products: () => [current] })
    await sync.runNow()
    current = plan('p1', present, { tasks: { connectionId: 'c2', source: present } })
    present.onPage = fail
    const unsynced = state({ connectionId: 'c2', syncedAt: null, error })
    expect(await sync.runNow()).toEqual([unsynced])
    expect(await store.tasks.synced('p1', 'c2')).toBe(null)
    present.onPage = () => {}
    expect(await sync.runNow()).toMatchObject([
      { connectionId: 'c2', syncedAt: began, items: 1, vanished: 1 },
    ])
    expect((await store.tasks.synced('p1', 'c2'))?.tasks).toEqual([task('t9')])
  })

  it('copies the firmware list beside the tasks', async () => {
    const entry: CatalogueEntry = {
      firmwareId: '145',
      name: 'Kettle',
      description: '',
      version: '1.0.1',
      fromVersion: '',
      module: 'default',
      productKey: 'k1',
      productName: '',
      sizeBytes: 1000,
      digest: { method: 'md5', hex: 'ab'.repeat(16) },
      status: 'verified',
      statusCode: 1,
      packageType: 'full',
      createdAt: null,
      modifiedAt: null,
    }
    const unread = Array.from({ length: 30 }, (_, index) => ({ index, id: null, field: 'firmwareId' }))
    const asked: unknown[] = []
    const catalogue: FirmwareCatalogue = {
      listFirmware: async (query) => {
        asked.push(query)
        return { entries: [entry], unread }
      },
      findFile: async () => null,
    }
    const one: SyncPlan = {
      ...plan('p1', new FakeSource()),
      productKey: 'k1',
      catalogue: { connectionId: 'c3', catalogue },
    }
    const { store, sync } = await setUp({ products: () => [one] })
    expect(await sync.runNow()).toEqual([
      state(),
      state({ what: 'catalogue', connectionId: 'c3', items: 1, problems: unread.slice(0, 20) }),
    ])
    expect(asked).toEqual([{ productKey: 'k1' }])
    expect(await store.catalogue.list({ productKey: 'k1' })).toEqual([
      { ...entry, connectionId: 'c3', vanished: false },
    ])
  })

  it('leaves out what is no longer synced', async () => {
    const source = new FakeSource()
    let plans = [plan('p1', source), plan('p2', source)]
    const { sync } = await setUp({ products: () => plans })
    await sync.runNow()
    plans = [plan('p2', source)]
    expect((await sync.runNow()).map(({ productId }) => productId)).toEqual(['p2'])
    plans = []
    expect(await sync.runNow()).toEqual([])
  })

  it('is one for all who ask while it runs; each may stop waiting', async () => {
    const { source, sync } = await setUp()
    let go = () => {}
    const held = new Promise<void>((resolve) => (go = resolve))
    source.onPage = () => held
    const impatient = new AbortController()
    const first = sync.runNow()
    const second = sync.runNow(impatient.signal)
    impatient.abort(new FlashlineError('JOB_CANCELLED'))
    await expect(second).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
    await expect(sync.runNow(impatient.signal)).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
    go()
    expect(await first).toEqual([state()])
    expect(source.asked).toHaveLength(1)
  })
})

describe('the schedule', () => {
  it('is every minute, spread, and less often while everything fails', async () => {
    const { source, clock, told, sync } = await setUp()
    sync.start()
    await until(() => expect(clock.next()).toBe(54_000))
    source.onPage = fail
    for (const next of [108_000, 216_000, 270_000, 270_000]) {
      clock.turn(clock.next() ?? 0)
      await until(() => expect(clock.next()).toBe(next))
    }
    source.onPage = () => {}
    clock.turn(270_000)
    await until(() => expect(clock.next()).toBe(54_000))
    expect(source.asked).toHaveLength(6)
    expect(told).toHaveLength(6)
  })

  it('stays at a minute while one cloud of several answers', async () => {
    const [bad, good] = [new FakeSource(), new FakeSource()]
    bad.onPage = fail
    const { clock, told, sync } = await setUp({ products: () => [plan('p1', bad), plan('p2', good)] })
    sync.start()
    await until(() => expect(clock.next()).toBe(54_000))
    expect(told.at(-1)?.map(({ error }) => error?.code)).toEqual(['CLOUD_TIMEOUT', undefined])
  })

  it('asks at once when started again, with the plans of then, also from within a round', async () => {
    const source = new FakeSource()
    let plans = [plan('p1', source)]
    const { clock, told, sync } = await setUp({ products: () => plans })
    let go = () => {}
    source.onPage = () => new Promise<void>((resolve) => (go = resolve))
    sync.start()
    await until(() => expect(source.asked).toHaveLength(1))
    plans = [plan('p2', source)]
    sync.start()
    source.onPage = () => {}
    go()
    await until(() => expect(clock.next()).toBe(0))
    clock.turn(0)
    await until(() => expect(told.at(-1)?.map(({ productId }) => productId)).toEqual(['p2']))
    sync.start()
    await until(() => expect(source.asked).toHaveLength(3))
  })

  it('ends with what is under way, and can begin again', async () => {
    const { source, clock, sync, told } = await setUp()
    const reasons: unknown[] = []
    source.onPage = (_, signal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(signal.reason)
        })
      })
    sync.start()
    await until(() => expect(source.asked).toHaveLength(1))
    const asked = expect(sync.runNow()).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
    await sync.stop()
    await asked
    expect(reasons).toMatchObject([{ code: 'JOB_CANCELLED' }])
    expect([clock.next(), told]).toEqual([null, []])
    source.onPage = () => {}
    sync.start()
    await until(() => expect(clock.next()).toBe(54_000))
  })
})

// A sync between a real store and clouds made by hand, under a clock that stands until it is turned.
import { onTestFinished } from 'vitest'
import { openStore } from '../../main/store/open-store.ts'
import { createSync, type SyncOptions, type SyncPlan } from '../../main/sync/sync.ts'
import type { SyncState } from '../../preload/contract/index.ts'
import { HandClock } from '../outbox/set-up.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { FakeSource } from './fake-source.ts'

export const plan = (productId: string, source: FakeSource, change: Partial<SyncPlan> = {}): SyncPlan => ({
  productId,
  productKey: productId,
  tasks: { connectionId: 'c1', source },
  catalogue: null,
  otaLogs: null,
  ...change,
})

/** One product with one cloud unless told otherwise. */
export async function setUp(overrides: Partial<SyncOptions> = {}) {
  const store = await openStore(await tempFolder())
  const source = new FakeSource()
  const clock = new HandClock()
  const told: SyncState[][] = []
  const problems: string[] = []
  const sync = createSync({
    products: () => [plan('p1', source)],
    store,
    prefetch: async () => {},
    onState: (states) => void told.push(states),
    onProblem: ({ code }, productId) => problems.push(`${code} ${productId}`),
    clock,
    random: () => 0.5,
    ...overrides,
  })
  onTestFinished(async () => {
    await sync.stop()
    await store.close()
  })
  const ids = async (productId: string) => (await store.tasks.list(productId)).map(({ taskId }) => taskId)
  return { store, source, clock, told, problems, sync, ids }
}

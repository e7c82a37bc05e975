// Keeps the copies of tasks and firmware lists of every product, and tells the bench how its own cloud stands.
import type { CloudState, Settings, SyncState } from '../../preload/contract/index.ts'
import { createSync, type Sync, type SyncPlan } from '../sync/sync.ts'
import type { Clouds } from './clouds.ts'
import type { Core } from './core.ts'
import { productKeyOf, productsOf, routesOf } from './routes.ts'

export interface BenchSyncParts {
  readonly core: Pick<Core, 'clouds' | 'store' | 'firmware' | 'log'>
  readonly settings: () => Settings
  /** The cloud that gives the bench its tasks. */
  readonly onCloud: (cloud: CloudState) => void
  /** These copies are other ones, or newer ones, than before. */
  readonly onLists?: (lists: SyncState['what'][]) => void
  /** Fetch the images of running tasks too, so that they are here when the network is not. Usually so. */
  readonly firmware?: boolean
}

export interface BenchSync {
  /** The settings changed: forgets what the clouds said, and asks again. */
  restart(): Promise<void>
  list(): Promise<SyncState[]>
  run(signal?: AbortSignal): Promise<SyncState[]>
  /** Resolves when no image is being fetched ahead. */
  prefetched(): Promise<void>
  stop(): Promise<void>
}

export function createBenchSync(parts: BenchSyncParts): BenchSync {
  const { core, settings, onCloud, onLists, firmware = true } = parts
  const toldLists: Partial<Record<SyncState['what'], string>> = {}
  const tellLists = (states: readonly SyncState[]) => {
    const changed = copies.filter((what) => {
      const key = JSON.stringify(states.filter((state) => state.what === what))
      const isNew = key !== (toldLists[what] ?? '[]')
      toldLists[what] = key
      return isNew
    })
    if (changed.length > 0) onLists?.(changed)
  }
  let told = ''
  const tell = (cloud: CloudState) => {
    const key = JSON.stringify(cloud)
    if (key === told) return
    told = key
    onCloud(cloud)
  }
  const sync: Sync = createSync({
    products: () => plansOf(settings(), core.clouds),
    store: core.store,
    prefetch: async ({ image, productId }, signal) => {
      if (!firmware) return
      const { tasks } = routesOf(settings(), productId)
      await core.firmware.fetch(image, () => {}, signal, core.clouds.get(tasks)?.dispatcher)
    },
    onProblem: ({ code, context }, productId) => core.log.warn({ code, ...context, productId }, 'sync'),
    onState: (states) => {
      tell(cloudOf(settings(), core.clouds, states))
      tellLists(states)
    },
  })
  return {
    async restart() {
      // What the last round before found stands until this one has asked.
      const states = await core.store.syncStates.list()
      tell({ ...cloudOf(settings(), core.clouds, states), ...unasked(settings(), core.clouds) })
      sync.start()
    },
    list: () => core.store.syncStates.list(),
    run: (signal) => sync.runNow(signal),
    prefetched: () => sync.prefetched(),
    stop: () => sync.stop(),
  }
}

const copies = ['tasks', 'catalogue'] as const

/** What is to be copied, by product. */
export function plansOf(settings: Settings, clouds: Clouds): SyncPlan[] {
  return productsOf(settings).map((product) => {
    const tasks = clouds.get(product.tasks)
    const catalogue = clouds.get(product.catalogue)
    return {
      productId: product.productId,
      productKey: productKeyOf(product),
      tasks: tasks?.tasks && product.tasks ? { connectionId: product.tasks, source: tasks.tasks } : null,
      catalogue:
        catalogue?.catalogue && product.catalogue
          ? { connectionId: product.catalogue, catalogue: catalogue.catalogue }
          : null,
      otaLogs: tasks?.otaLogs ?? null,
    }
  })
}

function benchClient(settings: Settings, clouds: Clouds) {
  return settings.bench ? clouds.get(routesOf(settings, settings.bench.productId).tasks) : null
}

function cloudOf(settings: Settings, clouds: Clouds, states: readonly SyncState[]): CloudState {
  const client = benchClient(settings, clouds)
  if (!client) return { state: 'unset', host: null, error: null, syncedAt: null }
  const own = states.find(
    ({ productId, what }) => productId === settings.bench?.productId && what === 'tasks',
  )
  if (!own) return { state: 'unknown', host: client.host, error: null, syncedAt: null }
  const { syncedAt, error } = own
  return { state: error ? 'down' : 'up', host: client.host, error: error?.code ?? null, syncedAt }
}

/** Before the first round after a start or a change. */
function unasked(settings: Settings, clouds: Clouds): Partial<CloudState> {
  return benchClient(settings, clouds) ? { state: 'unknown', error: null } : {}
}

// A whole station in this process over a made-up USB tree, with two boards on cables of their own that are flashed all the
// time: whatever happens on the tree is none of their business.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { createCaller } from '../../../main/station/caller.ts'
import type { StationClient } from '../../../main/station/router.ts'
import { createStation } from '../../../main/station/station.ts'
import { type Job, orderDraftSchema, type WorkOrder } from '../../../preload/contract/index.ts'
import { resourcesDir } from '../../station/one-device.ts'
import type { PlantKind } from '../plant/kinds.ts'
import { kinds } from '../plant/kinds.ts'
import { identityOf, writeStationFolder } from '../plant/open-plant.ts'
import { requireCounts } from '../plant/order-counts.ts'
import { openPlantCloud, type PlantCloud } from '../plant/plant-cloud.ts'
import { WatchedUnit } from '../plant/watched-unit.ts'
import { type Plugging, UsbTree } from './usb-tree.ts'
import { Watch } from './watch.ts'

export interface CableBed extends AsyncDisposable {
  readonly dataDir: string
  /** Those of the tree, then the two that are flashed all the time. */
  readonly units: readonly WatchedUnit[]
  readonly cloud: PlantCloud
  readonly client: StationClient
  readonly watch: Watch
  readonly tree: UsbTree
  /** The product of everything on the tree from now on. */
  use(kind: PlantKind): Promise<void>
  arm(mode: 'manual' | 'automatic'): Promise<WorkOrder>
  /** Resolves when the station knows. */
  plug(place: number, unit: WatchedUnit, plugging?: Plugging): Promise<void>
  unplug(place: number): Promise<void>
  /** Its end; the board is given back then. */
  flash(place: number): Promise<Job>
  /** Ends the work of the two boards and the station, with nothing left to deliver. Returns what the two did. */
  finish(): Promise<{ bystanderJobs: number }>
}

/** `units`: kinds of the devices for the tree, in the order of their numbers. */
export async function openCableBed(unitKinds: readonly PlantKind[]): Promise<CableBed> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-cable-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const [board] = kinds
    assert.ok(board)
    const all = [...unitKinds, board, board].map((kind, index) =>
      stack.use(new WatchedUnit(kind, identityOf(index + 1))),
    )
    const bystanders = all.slice(-2)
    await Promise.all(bystanders.map((unit) => unit.serve()))
    const cloud = stack.use(await openPlantCloud(folder, all))
    const dataDir = join(folder, 'station')
    await writeStationFolder({ dataDir, units: all, typed: bystanders, cloud, watchUsb: true })
    const tree = stack.use(await UsbTree.create())
    const options = {
      dataDir,
      resourcesDir,
      practice: false,
      version: 'campaign',
      keychain: async () => null,
    }
    const station = await createStation({ ...options, usb: tree.usb })
    stack.defer(() => station.close())
    const client = createRouterClient(station.router, { context: { caller: createCaller() } })
    const watch = await Watch.open(client)
    const work = new Bystanders(client, watch, bystanders)
    const owned = stack.move()
    return {
      ...{ dataDir, units: all, cloud, client, watch, tree },
      async use({ productId, profileId }) {
        const settings = await client.settings.get()
        const bench = { productId, profileId, part: { type: 'wifi', identify: 0 } } as const
        await client.settings.set({ settings: { ...settings, bench }, secrets: {} })
      },
      async arm(mode) {
        const draft = { name: 'Cables', productId: null, mode, repeat: 'allow', downgrade: 'allow' }
        const { orderId } = await client.orders.create(orderDraftSchema.parse(draft))
        const order = await client.orders.arm({ orderId })
        work.begin()
        return order
      },
      async plug(place, unit, plugging) {
        unit.slotId = tree.slotId(place)
        await tree.plug(place, unit.unit, plugging)
        await watch.sees(unit.slotId, tree.nameAt(place))
      },
      async unplug(place) {
        await tree.unplug(place)
        await watch.sees(tree.slotId(place), null)
      },
      async flash(place) {
        const { jobId } = await client.jobs.start({ slotId: tree.slotId(place) })
        return watch.ended(jobId)
      },
      async finish() {
        const bystanderJobs = await work.end()
        await watch.delivered()
        await requireCounts(client, dataDir)
        await station.close()
        return { bystanderJobs }
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Every job of these passes, without a single repetition. */
class Bystanders {
  readonly #client: StationClient
  readonly #watch: Watch
  readonly #units: readonly WatchedUnit[]
  #running: Promise<number[]> | null = null
  #isOver = false

  constructor(client: StationClient, watch: Watch, units: readonly WatchedUnit[]) {
    this.#client = client
    this.#watch = watch
    this.#units = units
  }

  begin(): void {
    if (this.#running) return
    this.#running = Promise.all(this.#units.map((unit) => this.#work(unit)))
    // Whoever asks for the end hears of it.
    this.#running.catch(() => {})
  }

  async end(): Promise<number> {
    this.#isOver = true
    return ((await this.#running) ?? []).reduce((sum, jobs) => sum + jobs, 0)
  }

  async #work({ slotId }: WatchedUnit): Promise<number> {
    for (let jobs = 1; ; jobs += 1) {
      const { jobId } = await this.#client.jobs.start({ slotId })
      const { outcome, error, steps } = await this.#watch.ended(jobId)
      const retries = steps.reduce((sum, step) => sum + step.retries, 0)
      assert.deepEqual({ outcome, error, retries }, { outcome: 'passed', error: null, retries: 0 }, slotId)
      if (this.#isOver) return jobs
    }
  }
}

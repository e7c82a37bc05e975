// A bench of simulated boards with work orders, behind the contract's own router, with a local cloud over HTTP and the
// station's real database: what people do at the bench, with every board's storage in reach of a test.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient, safe } from '@orpc/server'
import { Places } from '../../main/bench/places.ts'
import { Slots } from '../../main/bench/slots.ts'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { createPracticeBench, type PracticeBench, practiceBoards } from '../../main/practice/bench.ts'
import type { BoardOptions, SimulatedBoard } from '../../main/practice/board.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import { createCaller } from '../../main/station/caller.ts'
import { adHocConnectionId, adHocSetting } from '../../main/station/cloud-setting.ts'
import { openCore } from '../../main/station/core.ts'
import { jobOrder } from '../../main/station/job-order.ts'
import { Jobs } from '../../main/station/jobs.ts'
import { openOrderBench } from '../../main/station/order-bench.ts'
import type { StationParts } from '../../main/station/parts.ts'
import { cablesOf, type Practice, seedDemo } from '../../main/station/practice.ts'
import { createRouter, type StationClient } from '../../main/station/router.ts'
import { feedFromPractice } from '../../main/station/slot-sources.ts'
import {
  type ErrorCode,
  type ErrorContext,
  type Job,
  type OrderDraft,
  orderDraftSchema,
  type Settings,
  type StationEvent,
  settingsSchema,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

export const newImage = Buffer.from(demoImage(demoVersions.to))
export const oldImage = Buffer.from(demoImage(demoVersions.from))

export interface OrderBed extends AsyncDisposable {
  readonly client: StationClient
  readonly bench: PracticeBench<SimulatedBoard>
  readonly events: readonly StationEvent[]
  readonly settings: Settings
  readonly slots: Slots
  /** Lists devices of another plant, or other products. */
  readonly addRoster: (
    entries: readonly { deviceId: string; sn: string; productId: string }[],
  ) => Promise<void>
  /** The tasks of the demo product are in the synced copy. */
  sync(): Promise<void>
  /** The first event, also one of earlier, that is what is looked for. */
  until<Found>(find: (event: StationEvent) => Found | null | undefined | false): Promise<Found>
  /** The end of the slot's job number `count`, from 1. */
  end(slotId: string, count?: number): Promise<Job>
  /** The slot's job has given its board back. */
  letGo(slotId: string): Promise<void>
  /** Makes an order and arms it. */
  arm(draft?: Partial<OrderDraft>): Promise<WorkOrder>
  /** What the board at this position would boot. */
  stored(position: number): Buffer
  /** Unplugs the board and plugs it in again, `goneMs` later. */
  replug(slotId: string, goneMs?: number): Promise<void>
  /** As many jobs as the station has recorded. */
  jobCount(): Promise<number>
  /** The station is closed and opened again on its folder; the boards keep what they have. */
  restart(): Promise<void>
}

export interface OrderBedOptions {
  readonly boards?: number
  readonly board?: Omit<BoardOptions, 'device' | 'image'>
  /** Of the slot at each position, from 1; left out: the demo product. */
  readonly product?: (position: number) => string
}

export async function openOrderBed(options: OrderBedOptions = {}): Promise<OrderBed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-orders-'))
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud') })
  await seedDemo(cloud)
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const fast = { bytesPerSecond: null, storageBytesPerSecond: null, autobootMs: 100, bootMs: 1 }
  const devices = demoDevices.slice(0, options.boards ?? 2)
  const bench = createPracticeBench(
    practiceBoards({ devices, image: demoImage(demoVersions.from), board: { ...fast, ...options.board } }),
  )
  const settings = settingsSchema.parse({
    operator: 'Ann',
    bench: { productId: demoProduct.productId, profileId: demoProduct.profileId },
  })

  let nowMs = 0
  const open = async () => {
    const core = await openCore({
      dataDir,
      resourcesDir,
      clouds: adHocSetting({ baseUrl: cloud.baseUrl, corpId: 'test', token }),
    })
    await core.store.devices.addRoster(
      devices.map((device) => ({ ...device, productId: demoProduct.productId })),
    )
    const events: StationEvent[] = []
    const looking = new Set<() => void>()
    core.hub.listen((event) => {
      events.push(event)
      for (const look of looking) look()
    })
    const places = new Places(await core.store.slots.list())
    const slots = new Slots(
      (slot) => core.hub.emit({ type: 'slotChanged', slot }),
      (slotId) => core.hub.emit({ type: 'slotRemoved', slotId }),
      (slotId) => places.positionOf(slotId),
    )
    const work = await openOrderBench(core, {
      ...{ slots, places, settings: () => settings, saveNames: async () => undefined },
      lan: { devices: () => [], place: async () => [] },
      startJob: (slotId) => jobs.start(slotId),
      settleMs: 5,
      nowMs: () => nowMs,
    })
    const jobs: Jobs = new Jobs({
      slots,
      ports: (productId) => core.jobPorts(bench.open, productId),
      emit: core.hub.emit,
      orderFor: (slotId, jobId, purpose) =>
        jobOrder({
          ...{ jobId, purpose, settings, operator: settings.operator, profile: core.profile },
          ...{ slot: slots.get(slotId), armed: work.orders.armed, learning: work.slotMap.learning },
        }),
      onTaken: (order) => work.orders.take(order),
      onNotBegun: (jobId) => work.orders.leave(jobId),
      onEnded: (job) => core.jobEnded(job),
    })
    core.hub.listen((event) => jobs.observe(event))
    const products = devices.map((_, index) => ({
      ...{ profileId: demoProduct.profileId, model: demoProduct.model },
      productId: options.product?.(index + 1) ?? demoProduct.productId,
    }))
    const feed = feedFromPractice(slots, work.slotMap, bench, products)
    const parts = {
      ...{ hub: core.hub, slots, jobs, cables: cablesOf(slots, { bench } as unknown as Practice) },
      ...{ orders: work.orders, scans: work.scans, slotMap: work.slotMap },
      settings: { get: () => settings },
      operators: {
        sessionOf: () => ({ open: true, operator: null, role: 'lead' }),
        used: () => undefined,
        nameForRecords: () => settings.operator,
      },
    } as unknown as StationParts
    const client = createRouterClient(createRouter(parts), { context: { caller: createCaller() } })
    const close = async () => {
      work.halt()
      await feed.stop()
      await jobs.stop()
      await work.stop()
      await core.close()
    }
    return { core, jobs, client, events, looking, slots, close }
  }

  let now = await open()
  const until: OrderBed['until'] = (find) =>
    new Promise((resolve) => {
      const { events, looking } = now
      const look = () => {
        for (const event of events) {
          const found = find(event)
          if (found === null || found === undefined || found === false) continue
          looking.delete(look)
          resolve(found)
          return
        }
      }
      looking.add(look)
      look()
    })
  return {
    get client() {
      return now.client
    },
    get events() {
      return now.events
    },
    get slots() {
      return now.slots
    },
    ...{ bench, settings, until },
    addRoster: (entries) =>
      now.core.store.devices.addRoster(entries.map((entry) => ({ ...entry, mac: null }))),
    async end(slotId, count = 1) {
      const { jobId } = await until(() => {
        const ended = now.events.flatMap((event) =>
          event.type === 'jobFinished' && event.job.slotId === slotId ? [event.job] : [],
        )
        return ended[count - 1]
      })
      return now.core.store.jobs.get(jobId)
    },
    async replug(slotId, goneMs = 5000) {
      await now.client.slots.unplug({ slotId })
      nowMs += goneMs
      await now.client.slots.replug({ slotId })
    },
    async sync() {
      for (const taskId of ['practice-upgrade', 'practice-return']) {
        const task = await cloud.admin.getTask(taskId)
        if (task) await now.core.store.tasks.put(task, adHocConnectionId, new Date())
      }
    },
    letGo: (slotId) => now.jobs.letGo(slotId),
    async arm(draft = {}) {
      const usual = { name: 'Lot 7', lot: 'L7', productId: demoProduct.productId, mode: 'automatic' }
      const { orderId } = await now.client.orders.create(orderDraftSchema.parse({ ...usual, ...draft }))
      return now.client.orders.arm({ orderId })
    },
    stored: (position) => bench.unit(position).storage.subarray(0, newImage.length),
    jobCount: async () => (await now.core.store.jobs.list({ limit: 1 })).total,
    async restart() {
      await now.close()
      now = await open()
    },
    async [Symbol.asyncDispose]() {
      await now.close()
      await bench.close()
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Code and context of a refusal. */
export async function refused(
  call: Promise<unknown>,
): Promise<{ code: ErrorCode; context: ErrorContext } | null> {
  const { error } = await safe(call)
  return error && typeof error === 'object' && 'data' in error
    ? (error.data as { code: ErrorCode; context: ErrorContext })
    : null
}

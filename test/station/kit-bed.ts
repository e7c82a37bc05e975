// Stations of a plant and of the field, each with a real data folder and the calls of the contract that kits have; boards
// to flash, and a local cloud that only some of them can reach.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../main/clouds/clock.ts'
import { runJob } from '../../main/job/run-job.ts'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { createPracticeBench, practiceBoards } from '../../main/practice/bench.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import { createCaller } from '../../main/station/caller.ts'
import { openCore } from '../../main/station/core.ts'
import { KitDesk } from '../../main/station/kit-desk.ts'
import { KitKeys } from '../../main/station/kit-keys.ts'
import { OrderDesk } from '../../main/station/order-desk.ts'
import type { StationParts } from '../../main/station/parts.ts'
import { seedDemo } from '../../main/station/practice.ts'
import { createRouter } from '../../main/station/router.ts'
import { routesOf } from '../../main/station/routes.ts'
import { openSecrets } from '../../main/station/secrets.ts'
import { taskCloudOf } from '../../main/station/task-cloud.ts'
import { syncTasks } from '../../main/sync/sync-product.ts'
import {
  connectionSchema,
  type Job,
  type Role,
  type Settings,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { uploadChunkBytes } from '../../preload/contract/upload-sizes.ts'
import { resourcesDir } from './one-device.ts'

export const never = new AbortController().signal
export const { productId, profileId } = demoProduct
export const image = Buffer.from(demoImage(demoVersions.to))

export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-kits-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function openCloud(): Promise<LocalCloud> {
  const cloud = await startLocalCloud({ dataDir: await tempDir() })
  onTestFinished(() => cloud.close())
  await seedDemo(cloud)
  return cloud
}

/** Boards at full speed; the test looks into their storage. */
export function openBoards(count: number) {
  const fast = { bytesPerSecond: null, storageBytesPerSecond: null, autobootMs: 20, bootMs: 1 }
  const bench = createPracticeBench(
    practiceBoards({
      devices: demoDevices.slice(0, count),
      image: demoImage(demoVersions.from),
      board: fast,
    }),
  )
  onTestFinished(() => bench.close())
  return bench
}
export type Boards = ReturnType<typeof openBoards>

export interface StationOptions {
  readonly name: string
  readonly dataDir: string
  /** Null: no network. */
  readonly cloud: LocalCloud | null
  readonly role?: Role
  readonly isPractice?: boolean
}

export type KitStation = Awaited<ReturnType<typeof openKitStation>>

export async function openKitStation(options: StationOptions) {
  const { name, dataDir, cloud, role = 'lead', isPractice = false } = options
  const token = (await cloud?.admin.issueToken(['corp', 'user', 'platform'])) ?? ''
  let settings = settingsSchema.parse({
    stationName: name,
    watchUsb: false,
    connections: cloud
      ? [
          connectionSchema.parse({
            kind: 'xlink',
            connectionId: 'plant',
            baseUrl: cloud.baseUrl,
            corpId: 'plant',
          }),
        ]
      : [],
    bench: cloud ? { productId, profileId } : null,
  })
  const core = await openCore({
    dataDir,
    resourcesDir,
    clouds: { settings: () => settings, secret: () => token, secrets: () => [token] },
  })
  const now = () => new Date()
  const orders = await OrderDesk.open({
    ...{ rows: core.store.orders, emit: core.hub.emit, now },
    task: async (taskId) => (await core.store.tasks.get(taskId)) ?? core.kits.task(taskId),
    storedImage: async () => null,
    onDisarmed: () => undefined,
    onRoom: () => undefined,
    onError: (error) => {
      throw error
    },
  })
  const secrets = await openSecrets(dataDir, async () => null)
  const kits = await KitDesk.open({
    ...{
      core,
      dataDir,
      orders,
      now,
      settings: () => settings,
      clock: systemClock,
      log: core.log,
      isPractice,
      saveSettings: async (next: Settings) => {
        settings = next
      },
    },
    keys: new KitKeys({ rows: core.store.kitKeys, secrets, stationName: () => name, now }),
    connectionOf: (id) => routesOf(settings, id).results,
    onChange: () => core.sender.kick(),
  })
  const parts = {
    ...{ hub: core.hub, kits, orders, settings: { get: () => settings } },
    operators: {
      sessionOf: () => ({ open: true, operator: null, role }),
      used: () => undefined,
      nameForRecords: () => 'Ann',
    },
  } as unknown as StationParts
  const client = createRouterClient(createRouter(parts), { context: { caller: createCaller() } })
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= (async () => {
      await kits.stop()
      await core.close()
    })()
    return closing
  }
  onTestFinished(close)
  return {
    ...{ core, kits, orders, client, close, dataDir },
    /** The tasks of the cloud into the store, and what the plant knows of its devices. */
    async sync() {
      await core.store.devices.addRoster(demoDevices.map((device) => ({ ...device, productId })))
      const source = taskCloudOf(settings, core.clouds, productId)
      if (source) await syncTasks({ store: core.store, now }, productId, source, never)
    },
    /** The board at this position through one job. */
    async flash(bench: Boards, position: number): Promise<Job> {
      const { address } = bench.positions[position - 1] ?? { address: '' }
      const order = {
        jobId: crypto.randomUUID(),
        slot: { slotId: `sim:${position}`, name: `${position}`, address },
        profile: core.profile(profileId),
        ...{ productId, part: demoProduct.part, operator: 'Bo' },
        ...{ deviceId: null, taskId: null, local: null },
      }
      const job = await runJob(order, core.jobPorts(bench.open, productId), never)
      await core.jobEnded(job)
      return job
    },
    /** Hands a file in. */
    async send(name: string, bytes: Uint8Array): Promise<string> {
      const { uploadId } = await client.kits.beginUpload({ name, sizeBytes: bytes.length })
      for (let offset = 0; offset < bytes.length; offset += uploadChunkBytes) {
        const piece = Buffer.from(bytes.subarray(offset, offset + uploadChunkBytes)).toString('base64')
        await client.kits.upload({ uploadId, offset, bytes: piece })
      }
      return uploadId
    },
    /** Fetches a file that was made here. */
    async fetch(fileId: string): Promise<Buffer> {
      const pieces: Buffer[] = []
      let doneBytes = 0
      for (;;) {
        const { bytes, sizeBytes } = await client.kits.download({ fileId, offset: doneBytes })
        const piece = Buffer.from(bytes, 'base64')
        pieces.push(piece)
        doneBytes += piece.length
        if (doneBytes >= sizeBytes || piece.length === 0) return Buffer.concat(pieces)
      }
    },
    /** Everything that could go has gone. */
    drain: () => core.sender.drain({ timeoutMs: 60_000 }),
  }
}

/** One trusts the other. */
export async function trust(station: KitStation, other: KitStation, name = 'Other'): Promise<void> {
  const { own } = await other.client.kits.keys()
  await station.client.kits.trust({ publicKey: own.publicKey, name })
}

const dayMs = 24 * 3600 * 1000

/** A kit of the demo product that is valid for ten days from now, made at this station. */
export async function makeKit(station: KitStation, draft: { name?: string; orderIds?: string[] } = {}) {
  const nowMs = Date.now()
  const made = await station.client.kits.create({
    ...{ name: 'Field', productIds: [productId], ...draft },
    validFrom: new Date(nowMs - dayMs).toISOString(),
    validTo: new Date(nowMs + 10 * dayMs).toISOString(),
  })
  return { ...made, bytes: await station.fetch(made.fileId) }
}

// The contract's firmware calls over a real store and a local cloud that keeps a catalogue: what a screen has, without a
// bench.
import { createRouterClient, ORPCError, safe } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startLocalCloud } from '../../main/local-cloud/server.ts'
import { createCaller } from '../../main/station/caller.ts'
import { openCore } from '../../main/station/core.ts'
import { LibraryDesk } from '../../main/station/library-desk.ts'
import type { StationParts } from '../../main/station/parts.ts'
import { createRouter } from '../../main/station/router.ts'
import { createSync } from '../../main/sync/sync.ts'
import { type Connection, connectionSchema, type EventBody, type Job } from '../../preload/contract/index.ts'
import { uploadChunkBytes } from '../../preload/contract/upload-sizes.ts'
import { HandClock } from '../outbox/set-up.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { resourcesDir } from './one-device.ts'

export const productId = 'p-lamp'

export async function openLibraryBed() {
  const dataDir = await tempFolder()
  const cloud = await startLocalCloud({ dataDir: await tempFolder() })
  onTestFinished(() => cloud.close())
  await cloud.admin.addProduct({ productId, name: 'Lamp' })
  const { accessKeyId, accessKeySecret } = await cloud.admin.addAccessKeyPair('flashline')
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const { baseUrl } = cloud
  const connections: Connection[] = [
    connectionSchema.parse({ kind: 'xlink', connectionId: 'plant', baseUrl }),
    connectionSchema.parse({ kind: 'iot-rpc', connectionId: 'store', baseUrl, accessKeyId }),
  ]
  const core = await openCore({
    dataDir,
    resourcesDir,
    clouds: {
      settings: () => ({ connections, products: [], bench: null }),
      secret: (_owner, name) =>
        name === 'accessKeySecret' ? accessKeySecret : name === 'token' ? token : '',
      secrets: () => [accessKeySecret, token],
    },
  })
  const events: EventBody[] = []
  core.hub.listen((event) => events.push(event))
  const clock = new HandClock()
  const running: Job[] = []
  const library = new LibraryDesk({ core, jobs: () => running, emit: core.hub.emit, clock })
  onTestFinished(async () => {
    await library.stop()
    await core.close()
  })
  const operators = {
    sessionOf: () => ({ open: true, operator: null, role: 'lead' as const }),
    used: () => undefined,
  }
  const parts = { hub: core.hub, library, operators } as unknown as StationParts
  const { firmware } = createRouterClient(createRouter(parts), { context: { caller: createCaller() } })

  return {
    dataDir,
    cloud,
    core,
    clock,
    events,
    running,
    library,
    firmware,
    /** A package of the catalogue, verified unless said otherwise. */
    async list(bytes: Uint8Array, facts: { name?: string; version?: string; status?: number } = {}) {
      const { name = 'App', version = '2.0.1', ...rest } = facts
      const file = await cloud.admin.addFirmwareFile(Buffer.from(bytes), 'app.bin')
      return cloud.admin.addCatalogueEntry({ productId, name, version, firmware: file, ...rest })
    },
    /** One round of tasks and catalogue. */
    async sync() {
      const plant = core.clouds.get('plant')?.tasks
      const store = core.clouds.get('store')?.catalogue
      const sync = createSync({
        products: () => [
          {
            productId,
            productKey: productId,
            tasks: plant ? { connectionId: 'plant', source: plant } : null,
            catalogue: store ? { connectionId: 'store', catalogue: store } : null,
            otaLogs: null,
          },
        ],
        store: core.store,
        prefetch: async () => {},
        onState: () => {},
      })
      const states = await sync.runNow()
      await sync.stop()
      return states
    },
    /** Hands the whole file in; not yet finished. */
    async send(name: string, bytes: Uint8Array) {
      const { uploadId } = await firmware.beginUpload({ name, sizeBytes: bytes.length })
      for (let offset = 0; offset < bytes.length; offset += uploadChunkBytes)
        await firmware.upload({ uploadId, offset, bytes: piece(bytes, offset) })
      return uploadId
    },
  }
}

export const piece = (bytes: Uint8Array, offset: number) =>
  Buffer.from(bytes.subarray(offset, offset + uploadChunkBytes)).toString('base64')

const refusalSchema = z.object({ code: z.string(), context: z.record(z.string(), z.unknown()) })

/** The code and facts of a refusal; null when there was none. */
export async function refusalOf(call: Promise<unknown>) {
  const { error } = await safe(call)
  if (error === null) return null
  const data: unknown = error instanceof ORPCError ? error.data : null
  return refusalSchema.parse(data)
}

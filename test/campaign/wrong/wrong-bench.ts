// A real station with devices behind TCP ports and a cloud that says what a case wants it to say: for everything that must
// never be written. One board has a twin, one another hardware revision, one slot an ESP32-C3.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { z } from 'zod'
import type { NewTask } from '../../../main/local-cloud/admin.ts'
import { createCaller } from '../../../main/station/caller.ts'
import type { StationClient } from '../../../main/station/router.ts'
import { createStation } from '../../../main/station/station.ts'
import {
  type ErrorCode,
  errorCodeSchema,
  type Job,
  type OrderDraft,
  type WorkOrder,
} from '../../../preload/contract/index.ts'
import { resourcesDir } from '../../station/one-device.ts'
import { Watch } from '../cable/watch.ts'
import { kinds, type PlantKind, versions } from '../plant/kinds.ts'
import { identityOf, writeStationFolder } from '../plant/open-plant.ts'
import { openPlantCloud, type PlantCloud, taskIdOf } from '../plant/plant-cloud.ts'
import { WatchedUnit } from '../plant/watched-unit.ts'

export interface WrongBench extends AsyncDisposable {
  readonly client: StationClient
  readonly cloud: PlantCloud
  readonly board: PlantKind
  readonly chip: PlantKind
  /** `twin` goes by the names of `first`; `revisionB` says that it is one. */
  readonly units: Readonly<Record<'first' | 'second' | 'twin' | 'revisionB' | 'esp32c3', WatchedUnit>>
  /** A running task of the boards from 1.0.0 to 2.0.1, with an image of its own, in place of the one before. */
  task(image: Uint8Array, change?: Partial<NewTask>): Promise<string>
  /** Of the boards, by hand, without an end. */
  arm(draft?: Partial<OrderDraft>): Promise<WorkOrder>
  order(orderId: string): Promise<WorkOrder>
  /** Starts the unit's slot; its job to the end. */
  flash(unit: WatchedUnit, again?: boolean): Promise<Job>
  start(unit: WatchedUnit): Promise<{ readonly ended: Promise<Job>; readonly jobId: string }>
  /** The code with which a call is refused. */
  refusal(call: Promise<unknown>): Promise<ErrorCode>
  /** What the unit had in it at first is in it again. */
  restore(unit: WatchedUnit): void
}

/** As a call of the contract fails. */
const refusalSchema = z.object({ data: z.object({ code: errorCodeSchema }) })

export async function openWrongBench(): Promise<WrongBench> {
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'flashline-wrong-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const kindOf = (name: string) => {
      const found = kinds.find((kind) => kind.name === name)
      assert.ok(found)
      return found
    }
    const [board, chip] = [kindOf('ymodem'), kindOf('esp32c3')]
    const units = {
      first: new WatchedUnit(board, identityOf(1)),
      second: new WatchedUnit(board, identityOf(2)),
      twin: new WatchedUnit(board, identityOf(1)),
      revisionB: new WatchedUnit(board, { ...identityOf(4), hardwareRevision: 'B' }),
      esp32c3: new WatchedUnit(chip, identityOf(5)),
    }
    const all = Object.values(units)
    for (const unit of all) {
      stack.use(unit)
      await unit.serve()
    }
    const atFirst = new Map(all.map((unit) => [unit, Buffer.from(unit.unit.storage)]))
    const known = all.filter((unit) => unit !== units.twin)
    const cloud = stack.use(await openPlantCloud(folder, known))
    for (const kind of [board, chip])
      for (const to of ['old', 'next'] as const)
        await cloud.admin.setTaskStatus(taskIdOf(kind, to), 'stopped')
    const dataDir = join(folder, 'station')
    await writeStationFolder({ dataDir, units: known, typed: all, cloud, watchUsb: false })
    await askAlways(join(dataDir, 'settings.json'))
    const station = await createStation({
      ...{ dataDir, resourcesDir, practice: false, version: 'campaign', keychain: async () => null },
    })
    stack.defer(() => station.close())
    const client = createRouterClient(station.router, { context: { caller: createCaller() } })
    const watch = await Watch.open(client)
    const owned = stack.move()
    let tasks = 0
    const bench: WrongBench = {
      ...{ client, cloud, board, chip, units },
      async task(image, change = {}) {
        if (tasks > 0) await cloud.admin.setTaskStatus(`wrong-${tasks}`, 'stopped')
        tasks += 1
        return cloud.admin.addTask({
          taskId: `wrong-${tasks}`,
          productId: board.productId,
          fromVersion: versions.old.number,
          toVersion: versions.next.number,
          firmware: await cloud.admin.addFirmwareFile(image, 'app-2.0.1.bin'),
          ...change,
        })
      },
      async arm(draft = {}) {
        const { orderId } = await client.orders.create({
          ...{ name: 'Wrong things', productId: board.productId, mode: 'manual', repeat: 'allow', ...draft },
        })
        return client.orders.arm({ orderId })
      },
      async order(orderId) {
        const orders = await client.orders.list({ limit: 500 })
        const found = orders.find((one) => one.orderId === orderId)
        assert.ok(found)
        return found
      },
      async start({ slotId }) {
        const { jobId } = await client.jobs.start({ slotId })
        return { jobId, ended: watch.ended(jobId) }
      },
      async flash({ slotId }, again = false) {
        const { jobId } = await client.jobs.start({ slotId, again })
        return watch.ended(jobId)
      },
      async refusal(call) {
        const error: unknown = await call.then(
          () => assert.fail('it was not refused'),
          (reason: unknown) => reason,
        )
        return refusalSchema.parse(error).data.code
      },
      restore(unit) {
        unit.unit.storage.set(atFirst.get(unit) ?? [])
        unit.renew()
      },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    }
    return bench
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** Each task is asked about again right before the first write. */
async function askAlways(file: string): Promise<void> {
  const settings = z.looseObject({}).parse(JSON.parse(await readFile(file, 'utf8')))
  await writeFile(file, JSON.stringify({ ...settings, guards: { taskAgeSeconds: 0 } }))
}

// The tasks of a station over a real local cloud with two leads, Li and Wang, each at a station of their own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Core, openCore } from '../../main/station/core.ts'
import { createTaskDesk, type TaskDesk } from '../../main/station/task-desk.ts'
import { syncTasks } from '../../main/sync/sync-product.ts'
import {
  connectionSchema,
  type EventBody,
  type Settings,
  settingsSchema,
  type TaskInput,
  type TaskView,
} from '../../preload/contract/index.ts'
import { CORP_ID, openXlinkCloud, type XlinkCloud } from '../conformance/xlink-cloud.ts'
import { resourcesDir } from './one-device.ts'

export const never = new AbortController().signal

export interface TaskStation {
  readonly core: Core
  readonly settings: Settings
  readonly desk: TaskDesk
  readonly events: EventBody[]
  /** As a round of the schedule does it. */
  sync(): Promise<void>
  /** An image into the library. */
  import(bytes: Uint8Array, name: string): Promise<{ sha256: string; md5: string; sizeBytes: number }>
}

export interface TaskBed extends AsyncDisposable {
  readonly cloud: XlinkCloud
  readonly li: TaskStation
  /** Opened when first asked for. */
  wang(): Promise<TaskStation>
  /** A task that the cloud takes; each has another name and start version. */
  draft(change?: Partial<TaskInput>): TaskInput
  /** As `Li` sees it now. */
  view(taskId: string): Promise<TaskView>
}

export async function openTaskBed(): Promise<TaskBed> {
  const root = await mkdtemp(join(tmpdir(), 'flashline-tasks-'))
  const cloud = await openXlinkCloud()
  const opened: Core[] = []
  const open = async (name: string) => {
    const token = await cloud.admin.issueToken(['corp', 'user', 'platform'], {
      memberId: await cloud.member(name),
    })
    const station = await openStation(join(root, name), cloud, token)
    opened.push(station.core)
    return station
  }
  const li = await open('Li')
  let other: Promise<TaskStation> | null = null
  return {
    cloud,
    li,
    wang() {
      other ??= open('Wang')
      return other
    },
    draft: (change = {}) => ({ ...cloud.draft(), ...change }),
    view: (taskId) => li.desk.get({ productId: 'p1', taskId }, never),
    async [Symbol.asyncDispose]() {
      for (const core of opened) await core.close()
      await cloud[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    },
  }
}

async function openStation(dataDir: string, cloud: XlinkCloud, token: string): Promise<TaskStation> {
  const { baseUrl } = cloud.open.cloud
  const settings = settingsSchema.parse({
    connections: [connectionSchema.parse({ kind: 'xlink', connectionId: 'plant', baseUrl, corpId: CORP_ID })],
    bench: { productId: 'p1', profileId: 'practice' },
  })
  const core = await openCore({
    dataDir,
    resourcesDir,
    clouds: { settings: () => settings, secret: () => token, secrets: () => [token] },
  })
  const events: EventBody[] = []
  core.hub.listen((event) => events.push(event))
  const now = () => new Date()
  const source = core.clouds.get('plant')?.tasks
  return {
    core,
    settings,
    desk: createTaskDesk({ core, settings: () => settings, now }),
    events,
    async sync() {
      if (source) await syncTasks({ store: core.store, now }, 'p1', { connectionId: 'plant', source }, never)
    },
    async import(bytes, name) {
      const file = join(dataDir, name)
      await writeFile(file, bytes)
      return core.firmware.importFile(file)
    },
  }
}

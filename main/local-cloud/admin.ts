// What the owner of a local cloud does with it, not over HTTP: fill it, issue tokens, look at what arrived.
import { randomUUID } from 'node:crypto'
import type { Part, Task } from '../../preload/contract/index.ts'
import { readTask } from '../clouds/xlink/schema.ts'
import { partTypes, scopeCategories, taskModes, taskStatuses, taskTags } from '../clouds/xlink/wire.ts'
import { type AccountAdmin, createAccountAdmin } from './accounts/account-admin.ts'
import { defaultCorpId } from './accounts/credentials.ts'
import { digestOf } from './accounts/secret.ts'
import type { CloudContext } from './cloud-context.ts'
import type { FirmwareFile } from './firmware-files.ts'
import { macText } from './mac-text.ts'
import type { JournalEntry } from './request-journal.ts'
import { newTaskId } from './xlink/create-task.ts'
import type { OperationRow } from './xlink/operation-table.ts'
import type { OtaLogRow, ReportRow } from './xlink/result-table.ts'
import { viewTask } from './xlink/task-view.ts'

export interface NewProduct {
  readonly productId: string
  readonly name?: string
  /** The usual one when left out; a product stays with its first. */
  readonly corpId?: string
  /** Long and random: by it a device proves that it may be activated. Left out: none can be. */
  readonly activeCode?: string
}

export interface NewDevice {
  readonly deviceId: string
  readonly productId: string
  readonly mac?: string
  readonly sn?: string
  /** Of its wifi part. */
  readonly version?: number
  /** With which it logs in; an activation makes another one. */
  readonly authorizeCode?: string
}

export interface NewTask {
  /** A task of the same id is replaced, what was counted for it stays. */
  readonly taskId?: string
  readonly productId: string
  readonly name?: string
  readonly description?: string
  /** wifi 0 when left out. */
  readonly part?: Part
  readonly fromVersion: number
  readonly toVersion: number
  readonly firmware: FirmwareFile
  readonly fromFirmware?: FirmwareFile
  /** Running when left out. */
  readonly status?: Task['status']
  readonly mode?: Task['mode']
  readonly tag?: Task['tag']
  /** All devices of the product when left out. */
  readonly deviceIds?: readonly string[]
  readonly createdAt?: string
}

export interface LocalCloudAdmin extends AccountAdmin {
  /** Adding the same id again replaces the name. */
  addProduct(product: NewProduct): Promise<void>
  /** Adding the same id again replaces what is given. The product must be there. */
  addDevice(device: NewDevice): Promise<void>
  /** Bytes, or the path of a file to copy. */
  addFirmwareFile(source: Uint8Array | string, name?: string): Promise<FirmwareFile>
  /** Answers the task id. Nothing is checked or written down here, as it is over HTTP. */
  addTask(task: NewTask): Promise<string>
  setTaskStatus(taskId: string, status: Task['status']): Promise<void>
  /** Oldest first. */
  listReports(): Promise<ReportRow[]>
  /** Oldest first. */
  listOtaLogs(): Promise<OtaLogRow[]>
  /** Oldest first; also of a task that was deleted. */
  listOperations(taskId: string): Promise<OperationRow[]>
  getTask(taskId: string): Promise<Task | null>
  /** Null when the device never said. */
  deviceVersion(deviceId: string, part?: Part): Promise<number | null>
  /** The last thousand requests, oldest first. */
  requests(): readonly JournalEntry[]
}

const wifi: Part = { type: 'wifi', identify: 0 }

export function createAdmin(
  cloud: CloudContext,
  baseUrl: string,
  journal: readonly JournalEntry[],
): LocalCloudAdmin {
  return {
    ...createAccountAdmin(cloud),
    async addProduct({ productId, name, corpId = defaultCorpId, activeCode }) {
      await cloud.devices.putProduct(productId, name ?? productId, corpId)
      if (activeCode !== undefined) await cloud.devices.setActiveCode(productId, digestOf(activeCode))
    },
    addDevice: ({ deviceId, productId, mac = '', sn = '', version, authorizeCode }) =>
      cloud.write(['devices', `device ${deviceId}`], async ({ devices }) => {
        await devices.putDevice({ device_id: deviceId, product_id: productId, mac: macText(mac), sn })
        if (version !== undefined) await devices.setVersion(deviceId, partTypes.wifi, 0, version)
        if (authorizeCode !== undefined) await devices.setAuthorizeCode(deviceId, digestOf(authorizeCode))
      }),
    addFirmwareFile: (source, name = 'firmware.bin') => cloud.files.add(source, name),
    async addTask(task) {
      const taskId = task.taskId ?? newTaskId()
      const part = task.part ?? wifi
      const row = {
        task_id: taskId,
        product_id: task.productId,
        name: task.name ?? `Task ${randomUUID().slice(0, 8)}`,
        description: task.description ?? '',
        from_version: task.fromVersion,
        from_url: task.fromFirmware?.urlPath ?? '',
        from_md5: task.fromFirmware?.md5 ?? '',
        from_size: task.fromFirmware?.sizeBytes ?? 0,
        target_version: task.toVersion,
        target_url: task.firmware.urlPath,
        target_md5: task.firmware.md5,
        target_size: task.firmware.sizeBytes,
        type: partTypes[part.type],
        identify: part.identify,
        task_type: taskModes[task.mode ?? 'automatic'],
        tag_type: taskTags[task.tag ?? 'formal'],
        scope_category: task.deviceIds === undefined ? scopeCategories.all : scopeCategories.devices,
        status: taskStatuses[task.status ?? 'running'],
        legacy: 0,
        approved: 1,
        audit_member_id: '',
        create_time: task.createdAt ?? cloud.now().toISOString(),
      }
      await cloud.write(['tasks'], ({ tasks }) => tasks.put(row, task.deviceIds ?? []))
      return taskId
    },
    setTaskStatus: (taskId, status) =>
      cloud.write(['tasks'], async ({ tasks }) => {
        const row = await tasks.find(taskId)
        if (row !== undefined) await tasks.change(row, { status: taskStatuses[status] })
      }),
    listReports: () => cloud.results.reports(),
    listOtaLogs: () => cloud.results.otaLogs(),
    listOperations: (taskId) => cloud.operations.list(taskId),
    async getTask(taskId) {
      const row = await cloud.tasks.find(taskId)
      return row === undefined
        ? null
        : readTask(viewTask(await cloud.tasks.facts(row), 'full', { origin: baseUrl, apiVersion: 2 }))
    },
    deviceVersion: async (deviceId, part = wifi) =>
      (await cloud.devices.version(deviceId, partTypes[part.type], part.identify)) ?? null,
    requests: () => journal,
  }
}

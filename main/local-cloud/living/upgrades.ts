// The progress of devices' upgrades: fed by pushes and reports of the upgrade service and by steps that devices tell,
// read by the Living calls. Applies the rules of upgrade-state.ts to the records.
import { taskModes } from '../../clouds/xlink/wire.ts'
import type { CloudRules } from '../cloud-context.ts'
import type { DeviceRow, DeviceTable } from '../device-table.ts'
import type { TaskRow, TaskTable } from '../xlink/task-table.ts'
import { moduleOf, partOf } from './module-name.ts'
import type { UpgradeRecord, UpgradeRecords } from './upgrade-records.ts'
import * as rules from './upgrade-state.ts'

/** All of them write; called inside a transaction. */
export interface Upgrades {
  /** 8: the instruction reached the device. Repeats change nothing; after a failure it is another try. */
  issued(deviceId: string, task: TaskRow): Promise<void>
  /** 6; `task` is null for a result that fits none, also when a device only says which version it runs. */
  reported(result: {
    readonly deviceId: string
    readonly task: TaskRow | null
    readonly type: number
    readonly identify: number
    readonly version: number
    readonly succeeded: boolean
    readonly description: string
  }): Promise<void>
  /** A step from -4 to 100. False: the device has no upgrade to this version, and no running task for one. */
  stepped(
    device: DeviceRow,
    told: {
      readonly module: string
      readonly firmwareVersion: string
      readonly step: number
      readonly description: string
    },
  ): Promise<boolean>
  /** The newest of this version; without one, of the module. As it is now. */
  find(deviceId: string, module: string, firmwareVersion?: string): Promise<UpgradeNow | null>
}

export interface UpgradeNow {
  readonly record: UpgradeRecord
  readonly state: rules.UpgradeState
  readonly isAbnormal: boolean
}

export interface UpgradesParts {
  readonly records: UpgradeRecords
  readonly devices: DeviceTable
  readonly tasks: TaskTable
  readonly rules: Pick<CloudRules, 'timeoutAsFailed'>
  readonly now: () => Date
}

export function createUpgrades(parts: UpgradesParts): Upgrades {
  const { records, devices, tasks, now } = parts

  function asOfNow(record: UpgradeRecord | undefined): UpgradeNow | null {
    if (record === undefined) return null
    const isAbnormal = rules.isAbnormal(record, record.task_created_at, now())
    return isAbnormal && parts.rules.timeoutAsFailed
      ? { record, state: rules.failed, isAbnormal: false }
      : { record, state: record, isAbnormal }
  }
  const find = async (deviceId: string, module: string, firmwareVersion?: string) =>
    asOfNow(await records.find(deviceId, module, firmwareVersion))

  async function add(
    deviceId: string,
    task: TaskRow,
    state: rules.UpgradeState,
    description: string,
  ): Promise<void> {
    await records.add({
      ...state,
      device_id: deviceId,
      module: moduleOf(task),
      firmware_version: String(task.target_version),
      task_id: task.task_id,
      task_created_at: task.create_time,
      description,
      updated_at: now().toISOString(),
    })
  }

  async function change(
    { record }: UpgradeNow,
    state: rules.UpgradeState,
    description: string,
  ): Promise<void> {
    const updated = { description: description || record.description, updated_at: now().toISOString() }
    await records.change(record.record_id, { status: state.status, step: state.step, ...updated })
  }

  return {
    find,
    async issued(deviceId, task) {
      const last = await find(deviceId, moduleOf(task), String(task.target_version))
      const isRepeat = last?.record.task_id === task.task_id && last.state.status !== 'FAILED'
      if (!isRepeat) await add(deviceId, task, rules.decideIssued(task.task_type === taskModes.manual), '')
    },
    async reported({ deviceId, task, version, succeeded, description, ...part }) {
      const module = moduleOf(part)
      const meant = succeeded ? version : (task?.target_version ?? version)
      // Who failed still runs what it ran before, and may say so.
      const ofVersion = await find(deviceId, module, String(meant))
      const upgrade = ofVersion ?? (succeeded ? null : await find(deviceId, module))
      if (upgrade !== null) {
        if (!rules.isFinal(upgrade.state)) {
          await change(upgrade, rules.decideResult(upgrade.state, succeeded), description)
        }
      } else if (task !== null) {
        await add(deviceId, task, succeeded ? rules.succeeded : rules.failed, description)
      }
    },
    async stepped(device, { module, firmwareVersion, step, description }) {
      const upgrade = await find(device.device_id, module, firmwareVersion)
      if (upgrade !== null) {
        if (!rules.isFinal(upgrade.state)) {
          await change(upgrade, rules.decideStep(upgrade.state, step), description)
        }
        return true
      }
      const task = await findTask(device, module)
      if (task === undefined || String(task.target_version) !== firmwareVersion) return false
      await add(device.device_id, task, rules.decideStep(rules.decideIssued(true), step), description)
      return true
    },
  }

  /** A device that found its task by itself begins without a push. */
  async function findTask(
    { device_id, product_id }: DeviceRow,
    module: string,
  ): Promise<TaskRow | undefined> {
    const part = partOf(module)
    const version = part === null ? undefined : await devices.version(device_id, part.type, part.identify)
    if (part === null || version === undefined) return undefined
    return tasks.findForDevice({ product_id, ...part }, version, device_id)
  }
}

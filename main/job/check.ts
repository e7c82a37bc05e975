// May this device be flashed, and with what? Asks for its task and holds the answer against the device and the order; a
// local image needs no task. The record says when the cloud could not be asked. All this happens before the first write.
import { FlashlineError, type Task } from '../../preload/contract/index.ts'
import { versionText } from '../profiles/version.ts'
import type { Skipped, StepContext } from './step.ts'

export const checkDeadlineMs = 60_000

export async function check({ run, signal }: StepContext): Promise<Task | Skipped> {
  const { order, ports } = run
  if (order.local) return { skipped: 'localImage' }
  if (!ports.checkTask) throw new FlashlineError('CLOUD_UNSET')

  const { device, fromVersion } = run.job
  if (!order.productId) throw new FlashlineError('PRODUCT_UNSET')
  if (!device.deviceId) throw new FlashlineError('DEVICE_UNKNOWN', { mac: device.mac, sn: device.sn })
  if (fromVersion.number === null) throw new FlashlineError('VERSION_UNKNOWN', { printed: fromVersion.text })

  const { task, source, syncedAt, cause } = await ports.checkTask(
    {
      productId: order.productId,
      deviceId: device.deviceId,
      part: order.part,
      currentVersion: fromVersion.number,
    },
    signal,
  )
  const offline = source === 'offline'
  if (offline) run.detail({ source, syncedAt, cause })
  if (!task)
    throw new FlashlineError('TASK_NONE', {
      deviceId: device.deviceId,
      version: fromVersion.text ?? fromVersion.number,
      ...(offline ? { offline, syncedAt, cause } : {}),
    })
  guard(task, order.taskId, {
    productId: order.productId,
    deviceId: device.deviceId,
    fromVersion: fromVersion.number,
    part: order.part,
  })
  const toVersion = {
    number: task.toVersion,
    text: versionText(task.toVersion, order.profile.versionWeights),
  }
  run.set({
    task: { taskId: task.taskId, name: task.name },
    toVersion,
    firmware: {
      version: toVersion,
      sizeBytes: task.image.sizeBytes,
      md5: task.image.md5,
      sha256: null,
      url: task.image.url,
    },
  })
  return task
}

interface Unit {
  readonly productId: string
  readonly deviceId: string
  readonly fromVersion: number
  readonly part: Task['part']
}

/** The answer is not trusted blindly: a task for something else is refused here. */
function guard(task: Task, wantedTaskId: string | null, unit: Unit): void {
  if (wantedTaskId !== null && task.taskId !== wantedTaskId)
    throw new FlashlineError('TASK_DIFFERS', { expected: wantedTaskId, found: task.taskId })
  if (task.status !== 'running')
    throw new FlashlineError('TASK_STOPPED', { taskId: task.taskId, status: task.status })
  const differs = (field: string, expected: string | number, found: string | number) =>
    new FlashlineError('TASK_DIFFERS', { taskId: task.taskId, field, expected, found })
  if (task.productId !== unit.productId) throw differs('product', unit.productId, task.productId)
  if (task.fromVersion !== unit.fromVersion) throw differs('fromVersion', unit.fromVersion, task.fromVersion)
  if (task.part.type !== unit.part.type) throw differs('part', unit.part.type, task.part.type)
  if (task.part.identify !== unit.part.identify) throw differs('part', unit.part.identify, task.part.identify)
  if (task.scope.category === 'devices' && !task.scope.deviceIds.includes(unit.deviceId))
    throw differs('scope', unit.deviceId, task.scope.deviceIds.length)
}

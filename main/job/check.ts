// May this device be flashed, and with what? Asks for its task and holds the answer against the device and the order; a
// local image needs no task. The record says when the cloud could not be asked. All this happens before the first write.
import { FlashlineError, type Task } from '../../preload/contract/index.ts'
import { versionText } from '../profiles/version.ts'
import { requireTask, requireUpgrade } from './guards.ts'
import type { JobRun } from './job-run.ts'
import type { Skipped, StepContext } from './step.ts'

export const checkDeadlineMs = 60_000

export async function check(context: StepContext): Promise<Task | Skipped> {
  const { run } = context
  const { order } = run
  // Before the cloud, which has no task for a finished unit, and does not say why.
  await requireFirstTime(run, null)
  if (order.local) {
    requireUpgrade(run.job.fromVersion, run.job.toVersion, run.rules)
    await requireFirstTime(run, run.job.toVersion.number)
    return { skipped: 'localImage' }
  }
  const task = await askTask(context)
  if (!task) {
    const { device, fromVersion, steps } = run.job
    const { source, syncedAt, cause } = steps.at(-1)?.detail ?? {}
    throw new FlashlineError('TASK_NONE', {
      deviceId: device.deviceId,
      version: fromVersion.text ?? fromVersion.number,
      ...(source === 'offline' ? { offline: true, syncedAt: syncedAt ?? null, cause: cause ?? null } : {}),
    })
  }
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
  requireUpgrade(run.job.fromVersion, toVersion, run.rules)
  await requireFirstTime(run, toVersion.number)
  return task
}

/**
 * The task that the device may have now, held against device and order; null: it is up to date.
 * CLOUD_*, PRODUCT_UNSET, DEVICE_UNKNOWN, VERSION_UNKNOWN, TASK_*
 */
export async function askTask({ run, signal }: StepContext): Promise<Task | null> {
  const { order, ports, rules } = run
  const { device, fromVersion } = run.job
  if (!ports.checkTask) throw new FlashlineError('CLOUD_UNSET')
  if (!order.productId) throw new FlashlineError('PRODUCT_UNSET')
  if (!device.deviceId) throw new FlashlineError('DEVICE_UNKNOWN', { mac: device.mac, sn: device.sn })
  if (fromVersion.number === null) throw new FlashlineError('VERSION_UNKNOWN', { printed: fromVersion.text })
  const unit = {
    productId: order.productId,
    deviceId: device.deviceId,
    part: order.part,
    fromVersion: fromVersion.number,
  }
  const { productId, deviceId, part } = unit
  const query = { productId, deviceId, part, currentVersion: unit.fromVersion }
  const { task, source, syncedAt, cause, kitId } = await ports.checkTask(query, signal)
  if (source === 'offline') run.detail({ source, syncedAt, cause, ...(kitId ? { kitId } : {}) })
  if (!task) return null
  requireTask(task, order.taskId, unit, rules)
  // A copy says it itself.
  if (rules.tag === 'formal' && source === 'cloud' && (await ports.guards.isTest(task, signal)))
    throw new FlashlineError('TASK_TEST', { taskId: task.taskId })
  return task
}

/**
 * In this order, or with this version at this station. UNIT_REPEATED, UNIT_ASK {passedAt}: not unless somebody says so; who
 * did is in the record and in the log of the order.
 */
async function requireFirstTime(run: JobRun, toVersion: number | null): Promise<void> {
  const { order, ports, rules, job } = run
  if (rules.repeat === 'allow') return
  const passedAt = await ports.guards.findPassed({
    orderId: order.workOrder?.orderId ?? null,
    toVersion,
    productId: order.productId,
    unit: job.device,
  })
  if (passedAt === null) return
  if (rules.repeat === 'refuse') throw new FlashlineError('UNIT_REPEATED', { passedAt })
  if (order.againBy == null) throw new FlashlineError('UNIT_ASK', { passedAt })
  const isNoted = job.steps.at(-1)?.detail.againBy !== undefined
  run.detail({ passedAt, againBy: order.againBy })
  if (!isNoted && order.workOrder)
    await ports.guards.noteRepeat(order.workOrder.orderId, order.jobId, order.againBy)
}

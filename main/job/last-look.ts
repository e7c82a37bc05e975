// The last look before a device is touched, when everything is in hand: the bytes in memory against task and order, the
// task once more when its answer has grown old (the download may have taken long), and whether the order is still what it
// was when the job began. What can be known earlier is refused earlier: identify.ts, check.ts.
import { FlashlineError, type Task } from '../../preload/contract/index.ts'
import type { FlashPlan, Image } from '../protocols/protocol.ts'
import { askTask } from './check.ts'
import type { JobRun } from './job-run.ts'
import type { StepContext } from './step.ts'

/** DISK_FULL, IMAGE_SIZE, IMAGE_DIGEST, TASK_*, CLOUD_*, ORDER_IMAGE, ORDER_CHANGED */
export async function lastLook(context: StepContext, task: Task | null, { image }: FlashPlan): Promise<void> {
  await context.run.ports.requireRoom?.()
  await requireWhole(image)
  if (task) requireImage(image, await stillRunning(context, task))
  await requireOrderImage(context.run, task, image)
  await requireSameOrder(context.run)
}

/** An order that was edited or finished meanwhile starts nothing more; one that was only disarmed lets go on what runs. */
export async function requireSameOrder({ order, ports }: JobRun): Promise<void> {
  const { workOrder } = order
  if (!workOrder) return
  const { name, revision, isOver } = await ports.guards.orderNow(workOrder.orderId)
  if (isOver || revision !== workOrder.revision) throw new FlashlineError('ORDER_CHANGED', { name })
}

/** One image serves many slots, and whoever broke it in memory broke it for all. */
async function requireWhole({ bytes, sha256 }: Image): Promise<void> {
  const found = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex')
  if (found !== sha256) throw new FlashlineError('IMAGE_DIGEST', { expected: sha256, found })
}

/** The task as it is now. */
async function stillRunning(context: StepContext, task: Task): Promise<Task> {
  const { run } = context
  const askedAt = run.job.steps.find(({ name }) => name === 'check')?.endedAt
  const ageMs = askedAt ? run.ports.now().getTime() - Date.parse(askedAt) : Number.POSITIVE_INFINITY
  // A clock that was set back says nothing about the age.
  if (ageMs >= 0 && ageMs < run.ports.guards.taskAgeMs) return task
  const now = await askTask(context)
  run.detail({ taskAskedAgain: true })
  const { taskId } = task
  if (!now || now.taskId !== taskId) throw new FlashlineError('TASK_STOPPED', { taskId })
  if (now.toVersion !== task.toVersion)
    throw new FlashlineError('TASK_DIFFERS', {
      ...{ taskId, field: 'toVersion', expected: task.toVersion, found: now.toVersion },
    })
  return now
}

function requireImage(image: Image, task: Task): void {
  const { sizeBytes, md5 } = task.image
  if (image.bytes.length !== sizeBytes)
    throw new FlashlineError('IMAGE_SIZE', { expected: sizeBytes, found: image.bytes.length })
  if (image.md5 !== md5.toLowerCase())
    throw new FlashlineError('IMAGE_DIGEST', { expected: md5, found: image.md5 })
}

async function requireOrderImage(
  { order, rules, ports }: JobRun,
  task: Task | null,
  image: Image,
): Promise<void> {
  const { sha256: found } = image
  const { workOrder } = order
  const pinned =
    workOrder && task
      ? await ports.guards.pinImage({ orderId: workOrder.orderId, taskId: task.taskId, sha256: found })
      : found
  const expected = rules.firmwareSha256 ?? pinned
  if (expected !== found) throw new FlashlineError('ORDER_IMAGE', { expected, found })
}

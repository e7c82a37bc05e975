// One device through one job, for the command line: the same flow, record and outbox as on the bench, without slots.
import { randomUUID } from 'node:crypto'
import { FlashlineError, type Job, type StationEvent } from '../../preload/contract/index.ts'
import { parseImage } from '../firmware/formats/index.ts'
import type { LocalPart } from '../firmware/store.ts'
import type { JobOrder } from '../job/ports.ts'
import { runJob } from '../job/run-job.ts'
import type { Profile } from '../profiles/profile.ts'
import { versionNumber } from '../profiles/version.ts'
import { openLink } from '../transports/open-link.ts'
import { openSerial } from '../transports/serial.ts'
import { openTcp } from '../transports/tcp.ts'
import { type AdHocCloud, adHocConnectionId, adHocSetting } from './cloud-setting.ts'
import { type Core, openCore } from './core.ts'

export interface LocalImage {
  /** One file, or several that are written together. */
  readonly parts: readonly LocalPart[]
  /** What the device says after it booted; null: what is written in the image. */
  readonly toVersion: string | null
}

export interface FlashOnceOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /** `/dev/ttyUSB0`, `COM3`, `tcp://host:port` */
  readonly link: string
  readonly profileId: string
  readonly deviceId: string | null
  readonly productId: string | null
  /** Flash only what this task says; its product is then known too. */
  readonly taskId: string | null
  readonly local: LocalImage | null
  readonly cloud: AdHocCloud | null
  readonly operator: string
}

export interface FlashOnceResult {
  readonly job: Job
  /** Messages that the cloud has not acknowledged yet; they stay in the data folder's outbox. */
  readonly waiting: number
}

/** Results that could not be delivered within this stay in the outbox for the next run. */
const drainMs = 15_000

/** Rejects for what prevents a job from starting; how the job ended is in its record. */
export async function flashOnce(
  options: FlashOnceOptions,
  onEvent: (event: StationEvent) => void,
  signal: AbortSignal,
): Promise<FlashOnceResult> {
  const core = await openCore({ ...options, clouds: adHocSetting(options.cloud) })
  core.hub.listen(onEvent)
  try {
    const order = await orderOf(options, core, signal)
    const open = openLink({ serial: openSerial, tcp: openTcp })
    core.sender.start()
    const job = await runJob(order, core.jobPorts(open, order.productId), signal)
    await core.jobEnded(job)
    const { waiting } = options.cloud
      ? await core.sender.drain({ timeoutMs: drainMs })
      : await core.store.outbox.summary()
    return { job, waiting }
  } finally {
    await core.close()
  }
}

async function orderOf(options: FlashOnceOptions, core: Core, signal: AbortSignal): Promise<JobOrder> {
  const profile = core.profile(options.profileId)
  const { productId, part } = await productOf(options, core, signal)
  return {
    jobId: randomUUID(),
    slot: { slotId: `addr:${options.link}`, name: options.link, address: options.link },
    profile,
    productId,
    part,
    operator: options.operator,
    deviceId: options.deviceId,
    taskId: options.taskId,
    local: options.local && (await localImage(options.local, options.cloud !== null, profile, core)),
  }
}

/** A task names its product and part; without one they are what was typed. */
async function productOf(
  { taskId, productId }: FlashOnceOptions,
  core: Core,
  signal: AbortSignal,
): Promise<Pick<JobOrder, 'productId' | 'part'>> {
  if (taskId === null) return { productId, part: { type: 'wifi', identify: 0 } }
  const cloud = core.clouds.get(adHocConnectionId)?.tasks
  if (!cloud) throw new FlashlineError('CLOUD_UNSET')
  const task = await cloud.getTask(taskId, signal)
  if (productId !== null && productId !== task.productId)
    throw new FlashlineError('TASK_DIFFERS', {
      taskId,
      field: 'product',
      expected: productId,
      found: task.productId,
    })
  return { productId: task.productId, part: task.part }
}

async function localImage(
  { parts, toVersion }: LocalImage,
  hasCloud: boolean,
  profile: Profile,
  core: Core,
): Promise<NonNullable<JobOrder['local']>> {
  const [only] = parts
  const image =
    parts.length === 1 && only?.address === null
      ? await core.firmware.importFile(only.path)
      : await core.firmware.importJoined(parts)
  const { sizeBytes, md5, sha256 } = image
  const text = toVersion ?? parseImage(image.bytes).version
  if (text === null)
    throw new FlashlineError('INPUT_INVALID', { field: '--to-version', file: image.fileName })
  const version = { number: versionNumber(text, profile.versionWeights), text }
  // A number is compared with what boots, and reported; where neither happens any name of a version will do.
  if (version.number === null && (profile.confirm || profile.confirmByProtocol || hasCloud)) {
    const example = profile.versionWeights.map(() => 1).join('.')
    throw new FlashlineError('INPUT_INVALID', { field: '--to-version', value: text, example })
  }
  return { image, firmware: { version, sizeBytes, md5, sha256, url: null } }
}

// What a command orders: one device, or many the same way. Asks the cloud about a task that was named, reads a local image.
// Not here: running it (flash-once.ts, push-once.ts).
import { randomUUID } from 'node:crypto'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseImage } from '../firmware/formats/index.ts'
import type { LocalPart } from '../firmware/store.ts'
import { usualRules } from '../job/guards.ts'
import type { JobOrder } from '../job/ports.ts'
import type { Profile } from '../profiles/profile.ts'
import { versionNumber } from '../profiles/version.ts'
import { type AdHocCloud, adHocConnectionId } from './cloud-setting.ts'
import type { Core } from './core.ts'

export interface LocalImage {
  /** One file, or several that are written together. */
  readonly parts: readonly LocalPart[]
  /** What the device says after it booted; null: what is written in the image. */
  readonly toVersion: string | null
}

export interface OrderOnceOptions {
  readonly profileId: string
  readonly productId: string | null
  /** Flash only what this task says; its product is then known too. */
  readonly taskId: string | null
  readonly local: LocalImage | null
  /** An older version than the device runs; left out: refused. */
  readonly allowDowngrade?: boolean
  /** A test task, for the devices that it names; left out: refused. */
  readonly allowTest?: boolean
  readonly cloud: AdHocCloud | null
  readonly operator: string
}

/** PROFILE_UNKNOWN, CLOUD_*, TASK_DIFFERS, IMAGE_*, INPUT_INVALID. */
export async function orderOnce(
  options: OrderOnceOptions,
  core: Core,
  signal: AbortSignal,
): Promise<Omit<JobOrder, 'slot' | 'deviceId'>> {
  const profile = core.profile(options.profileId)
  const { productId, part } = await productOf(options, core, signal)
  return {
    jobId: randomUUID(),
    profile,
    productId,
    part,
    operator: options.operator,
    rules: {
      ...usualRules,
      downgrade: options.allowDowngrade ? 'allow' : 'refuse',
      tag: options.allowTest ? 'test' : 'formal',
    },
    taskId: options.taskId,
    local: options.local && (await localImage(options.local, options.cloud !== null, profile, core)),
  }
}

/** Of a place that is known by its address alone. */
export function slotAt(address: string): JobOrder['slot'] {
  return { slotId: `addr:${address}`, name: address, address }
}

/** A task names its product and part; without one they are what was typed. */
async function productOf(
  { taskId, productId }: OrderOnceOptions,
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

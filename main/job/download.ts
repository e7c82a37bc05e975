// The image, proved, and the plan to write it. From the firmware store, or fetched into it; a local image is already
// there. Last step before the device is touched: what does not fit is refused here, at its end by last-look.ts.
import { FlashlineError, type Task } from '../../preload/contract/index.ts'
import type { Profile } from '../profiles/profile.ts'
import { versionNumber, versionText } from '../profiles/version.ts'
import type { FlashPlan, Image, Target } from '../protocols/protocol.ts'
import { lastLook } from './last-look.ts'
import type { Skipped, StepContext } from './step.ts'

export const downloadDeadlineMs = 30 * 60_000

export async function download(
  context: StepContext,
  task: Task | null,
  target: Target,
): Promise<{ plan: FlashPlan } & Partial<Skipped>> {
  const { local } = context.run.order
  if (local) {
    const plan = target.plan(named(local.image, context))
    await lastLook(context, null, plan)
    return { plan, skipped: 'localImage' }
  }
  if (!task) throw new FlashlineError('TASK_NONE')
  const plan = target.plan(named(await fetchProved(context, task), context))
  requireVersion(plan, task.toVersion, context.run.order.profile)
  await lastLook(context, task, plan)
  return { plan }
}

/** With the version that it goes by, for a device that has to be told. */
function named(image: Image, { run }: StepContext): Image {
  const { number, text } = run.job.toVersion
  const version = text ?? (number === null ? null : versionText(number, run.order.profile.versionWeights))
  return version === null ? image : { ...image, version }
}

/** What an image says about itself counts where the profile says that it is kept up to date. */
function requireVersion({ version }: FlashPlan, expected: number, profile: Profile): void {
  if (!profile.imageVersionMustMatch || !version) return
  const found = versionNumber(version, profile.versionWeights)
  if (found !== null && found !== expected)
    throw new FlashlineError('IMAGE_VERSION', {
      expected: versionText(expected, profile.versionWeights) ?? expected,
      found: version,
    })
}

async function fetchProved({ run, signal }: StepContext, task: Task): Promise<Image> {
  const { url, md5, sizeBytes } = task.image
  const image = await run.ports.fetchFirmware(
    { url, md5, sizeBytes },
    ({ doneBytes, totalBytes }) => run.progress(doneBytes, totalBytes),
    signal,
  )
  // The store has proved it; what is planned with is looked at once more.
  if (image.bytes.length !== sizeBytes)
    throw new FlashlineError('IMAGE_SIZE', { expected: sizeBytes, found: image.bytes.length })
  if (image.md5 !== md5.toLowerCase())
    throw new FlashlineError('IMAGE_DIGEST', { expected: md5, found: image.md5 })
  const { firmware } = run.job
  if (firmware) run.set({ firmware: { ...firmware, sha256: image.sha256 } })
  run.progress(sizeBytes, sizeBytes)
  return image
}

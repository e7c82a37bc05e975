// How far the product's cloud says that the upgrade is, beside the protocol: a device that fetches tells its cloud, too.
// What the cloud calls failed, or does not call finished within ten minutes, ends the job. Asked from before the device is
// told on, so that the end of an earlier upgrade is not taken for the end of this one.
import {
  asFlashlineError,
  FlashlineError,
  type UpgradeProgress,
  type Version,
} from '../../preload/contract/index.ts'
import type { StepContext } from './step.ts'

/** The platform's own limit; counted here from the moment at which the device took the instruction. */
export const cloudDeadlineMs = 600_000

export interface CloudProgress {
  /** What the cloud says now; null: no upgrade of this device is known. */
  now(deviceId: string, signal: AbortSignal): Promise<UpgradeProgress | null>
  /** Every change until the end; answers that equal `ignored` are of an earlier upgrade. */
  follow(
    deviceId: string,
    ignored: UpgradeProgress | null,
    signal: AbortSignal,
  ): AsyncIterable<UpgradeProgress>
}

/** Clouds write a version as the device prints it, or as the integer of the upgrade service. */
export function isVersion(said: string, { number, text }: Version): boolean {
  return said === text || (number !== null && said === String(number))
}

export interface CloudWatch {
  /** Aborts with UPGRADE_FAILED or UPGRADE_STALLED, or with what asking the cloud came to in the end. */
  readonly failed: AbortSignal
  /** The device took the instruction: its time runs. */
  accepted(): void
  /** The protocol has nothing more to tell: the cloud's percent are shown now. */
  takeOver(): void
  /** Resolves when the cloud calls it succeeded; rejects with the reason of `failed`. */
  readonly succeeded: Promise<void>
  stop(): void
}

/** Null where the profile does not ask the cloud, or may do without and there is none. CONNECTION_LACKS, DEVICE_UNKNOWN */
export async function watchCloud({ run, signal }: StepContext): Promise<CloudWatch | null> {
  const { progressFrom } = run.order.profile
  if (progressFrom === 'protocol') return null
  const { cloudProgress } = run.ports
  const { deviceId, mac, sn } = run.job.device
  if (!cloudProgress || deviceId === null) {
    if (progressFrom === 'both') {
      run.detail({ progressFrom: 'protocol' })
      return null
    }
    if (!cloudProgress) throw new FlashlineError('CONNECTION_LACKS', { use: 'progress' })
    throw new FlashlineError('DEVICE_UNKNOWN', { mac, sn })
  }
  run.detail({ progressFrom })
  const isNeeded = progressFrom === 'cloud'
  const before = await cloudProgress.now(deviceId, signal).catch((error) => {
    if (isNeeded) throw error
    return null
  })
  const stopping = new AbortController()
  const failing = new AbortController()
  const { promise: succeeded, resolve, reject } = Promise.withResolvers<void>()
  const fail = (error: unknown) => {
    const { code } = asFlashlineError(error)
    // A cloud that cannot be asked is no reason to give up a device that goes on.
    if (!isNeeded && code !== 'UPGRADE_FAILED' && code !== 'UPGRADE_STALLED') {
      run.detail({ cloudSaid: code })
      resolve()
      return
    }
    failing.abort(error)
    reject(error)
    stopping.abort(error)
  }
  // Whoever is busy elsewhere learns of it by the signal.
  succeeded.catch(() => undefined)
  let isShown = isNeeded
  let last: UpgradeProgress | null = null
  const show = () => {
    if (isShown && last?.percent != null) run.progress(last.percent, 100, 'cloud')
  }
  const follow = async () => {
    for await (last of cloudProgress.follow(deviceId, before, AbortSignal.any([signal, stopping.signal]))) {
      show()
      const { state, failure, description, firmwareVersion, stalled } = last
      if (state === 'failed')
        throw new FlashlineError('UPGRADE_FAILED', {
          failure,
          description: description.slice(0, 200),
          deviceId,
        })
      if (stalled && !before?.stalled) throw new FlashlineError('UPGRADE_STALLED', { deviceId })
      if (state !== 'succeeded') continue
      run.detail({ cloudSaid: 'succeeded', cloudVersion: firmwareVersion })
      resolve()
      return
    }
  }
  let timer: NodeJS.Timeout | undefined
  follow().catch(fail)
  return {
    failed: failing.signal,
    succeeded,
    accepted() {
      timer = setTimeout(
        () => fail(new FlashlineError('UPGRADE_STALLED', { deadlineMs: cloudDeadlineMs, deviceId })),
        cloudDeadlineMs,
      )
    },
    takeOver() {
      isShown = true
      show()
    },
    stop() {
      clearTimeout(timer)
      stopping.abort(new FlashlineError('JOB_CANCELLED'))
    },
  }
}

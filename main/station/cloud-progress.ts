// A product's progress cloud, as a job and a late success ask it: by our device id, for as long as it takes.
import { isDeepStrictEqual } from 'node:util'
import type { UpgradeProgress } from '../../preload/contract/index.ts'
import type { ProgressQuery, ProgressSource } from '../clouds/cloud.ts'
import { followProgress } from '../clouds/living/follow-progress.ts'
import type { CloudProgress } from '../job/cloud-progress.ts'

/** Longer than any job waits: who follows ends it. */
const dayMs = 24 * 3_600_000

/**
 * `productKey`: the product's name at that cloud, by which a device is known together with its own name; null: the cloud
 * knows the device by its id alone.
 */
export function createCloudProgress(source: ProgressSource, productKey: string | null): CloudProgress {
  const query = (deviceId: string): ProgressQuery =>
    productKey === null ? { deviceId } : { productKey, deviceName: deviceId }
  return {
    now: (deviceId, signal) => source.getProgress(query(deviceId), signal),
    follow: (deviceId, ignored, signal) =>
      followProgress(without(source, ignored), query(deviceId), { deadlineMs: dayMs }, signal),
  }
}

/** What an earlier upgrade ended with is no answer about this one. */
function without(source: ProgressSource, ignored: UpgradeProgress | null): ProgressSource {
  const isEnd = ignored?.state === 'succeeded' || ignored?.state === 'failed'
  if (!isEnd) return source
  return {
    async getProgress(query, signal) {
      const answer = await source.getProgress(query, signal)
      return isDeepStrictEqual(answer, ignored) ? null : answer
    },
  }
}

// One unit: looked for, and its story from this station's records and its clouds. The clouds are asked at the same time,
// for a bounded time; one that fails takes nothing away from the rest.
import {
  asFlashlineError,
  type ErrorCode,
  FlashlineError,
  type OtaLogEntry,
  type Settings,
  type Unit,
  type UnitStory,
  type UpgradeProgress,
} from '../../preload/contract/index.ts'
import type { CloudClient } from '../clouds/cloud.ts'
import type { UnitNames, Units } from '../store/units.ts'
import { createCloudProgress } from './cloud-progress.ts'
import type { Clouds } from './clouds.ts'
import { routesOf } from './routes.ts'

export interface UnitDeskParts {
  readonly units: Units
  readonly clouds: Pick<Clouds, 'get'>
  /** As they are in force. */
  readonly settings: () => Settings
  /** How long clouds are waited for. */
  readonly deadlineMs?: number
}

export interface UnitDesk {
  search(text: string, limit: number): Promise<Unit[]>
  /** UNIT_UNKNOWN */
  story(names: UnitNames, signal: AbortSignal): Promise<UnitStory>
}

/** What a person waits for without looking elsewhere. */
const usualDeadlineMs = 8000
const mostEntries = 100

export function createUnitDesk(parts: UnitDeskParts): UnitDesk {
  const { units } = parts
  return {
    search: units.search,
    async story(names, signal) {
      const unit = await units.find(names)
      if (!unit) throw new FlashlineError('UNIT_UNKNOWN', { unit: names.deviceId ?? names.sn ?? names.mac })
      const [jobs, otaLogs, progress] = await Promise.all([
        units.jobs(unit, mostEntries),
        otaLogsOf(parts, unit, signal),
        progressOf(parts, unit, signal),
      ])
      return { unit, jobs, otaLogs, progress }
    },
  }
}

function otaLogsOf(parts: UnitDeskParts, { deviceId, productId }: Unit, signal: AbortSignal) {
  const { tasks, results } = routesOf(parts.settings(), productId)
  const asked = [results, tasks].find((route) => parts.clouds.get(route)?.otaLogs)
  return ask(parts, asked, signal, async ({ otaLogs }, within) => {
    if (!otaLogs || deviceId === null) return undefined
    const where = { deviceId: { in: [deviceId] } }
    const order = { executedAt: 'desc' } as const
    const { logs } = await otaLogs.listOtaLogs({ offset: 0, limit: mostEntries, where, order }, within)
    return logs.toSorted(isNewer)
  })
}

/** Those that were not told come last. */
function isNewer({ executedAt: one }: OtaLogEntry, { executedAt: other }: OtaLogEntry): number {
  return one === other ? 0 : (one ?? '') < (other ?? '') ? 1 : -1
}

function progressOf(parts: UnitDeskParts, { deviceId, productId }: Unit, signal: AbortSignal) {
  const settings = parts.settings()
  const productKey = settings.products.find((product) => product.productId === productId)?.productKey
  const asked = routesOf(settings, productId).progress
  return ask(
    parts,
    asked,
    signal,
    async ({ progress }, within): Promise<UpgradeProgress | null | undefined> => {
      if (!progress || deviceId === null) return undefined
      return createCloudProgress(progress, productKey || null).now(deviceId, within)
    },
  )
}

type Answer<Value> =
  | { state: 'answered'; connectionId: string; value: Value }
  | { state: 'failed'; connectionId: string; error: { code: ErrorCode; context: FlashlineError['context'] } }
  | { state: 'unset' }

/** `work` resolves with undefined when this unit cannot be asked about. */
async function ask<Value>(
  { clouds, deadlineMs = usualDeadlineMs }: UnitDeskParts,
  connectionId: string | null | undefined,
  signal: AbortSignal,
  work: (client: CloudClient, within: AbortSignal) => Promise<Value | undefined>,
): Promise<Answer<Value>> {
  const client = clouds.get(connectionId ?? null)
  if (!client || !connectionId) return { state: 'unset' }
  const deadline = AbortSignal.timeout(deadlineMs)
  try {
    const value = await work(client, AbortSignal.any([signal, deadline]))
    return value === undefined ? { state: 'unset' } : { state: 'answered', connectionId, value }
  } catch (error) {
    signal.throwIfAborted()
    const { code, context } = deadline.aborted
      ? new FlashlineError('CLOUD_TIMEOUT', { host: client.host, deadlineMs })
      : asFlashlineError(error)
    return { state: 'failed', connectionId, error: { code, context } }
  }
}

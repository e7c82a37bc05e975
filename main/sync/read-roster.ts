// Devices that a cloud names in the logs of its issued upgrades: a station that hears only a MAC or SN knows by them which
// device it is. Stores nothing.
import type { OtaLogEntry } from '../../preload/contract/index.ts'
import type { OtaLogSource } from '../clouds/cloud.ts'
import type { RosterEntry } from '../store/devices.ts'

const PAGE = 200
const MAX_LOGS = 1000
/** Ids in one question. */
const MAX_TASKS = 200

export interface LoggedDevices {
  readonly devices: RosterEntry[]
  /** The newest log; null when there is none. */
  readonly newestLogId: string | null
}

/**
 * The devices in the logs of these tasks, newest first: at most a thousand logs, and none from `untilLogId` on, which the
 * round before has read. The device that was logged last comes last.
 */
export async function readLoggedDevices(
  source: OtaLogSource,
  about: { productId: string; taskIds: readonly string[]; untilLogId: string | null },
  signal: AbortSignal,
): Promise<LoggedDevices> {
  const devices = new Map<string, RosterEntry>()
  let newestLogId: string | null = null
  const taskIds = about.taskIds.slice(0, MAX_TASKS)
  for (let offset = 0; taskIds.length > 0 && offset < MAX_LOGS; offset += PAGE) {
    const page = await source.listOtaLogs(
      {
        offset,
        limit: PAGE,
        where: { taskId: { in: taskIds } },
        order: { logId: 'desc' },
        fields: ['logId', 'productId', 'deviceId', 'mac', 'sn'],
      },
      signal,
    )
    const known = page.logs.findIndex(({ logId }) => logId !== null && logId === about.untilLogId)
    for (const log of known < 0 ? page.logs : page.logs.slice(0, known)) {
      const device = deviceOf(log, about.productId)
      if (device !== null && !devices.has(device.deviceId)) devices.set(device.deviceId, device)
    }
    newestLogId ??= page.logs.find(({ logId }) => logId !== null)?.logId ?? null
    if (known >= 0 || page.logs.length + page.unread.length < PAGE) break
  }
  return { devices: [...devices.values()].reverse(), newestLogId }
}

/** Null for a log that tells no more than the id. */
function deviceOf(log: OtaLogEntry, productId: string): RosterEntry | null {
  const { deviceId } = log
  const mac = log.mac || null
  const sn = log.sn || null
  if (!deviceId || (mac === null && sn === null)) return null
  return { deviceId, mac, sn, productId: log.productId || productId }
}

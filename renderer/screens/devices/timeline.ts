// What was done to a unit here and in its cloud, in one list, newest first. Pure.
import type { OtaLogEntry } from '../../../preload/contract/cloud-model.ts'
import type { LanDevice } from '../../../preload/contract/lan.ts'
import type { Job, Version } from '../../../preload/contract/model.ts'
import type { Unit } from '../../../preload/contract/unit-story.ts'

export type TimelineEntry =
  | { readonly source: 'here'; readonly at: string; readonly job: Job }
  | { readonly source: 'cloud'; readonly at: string | null; readonly key: string; readonly log: OtaLogEntry }

/** An upgrade that has not been completed has no time, and is still under way: it comes first. Others without one come last. */
export function timelineOf(jobs: readonly Job[], logs: readonly OtaLogEntry[]): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    ...jobs.map((job) => ({ source: 'here', at: job.endedAt ?? job.startedAt, job }) as const),
    ...logs.map(
      (log, index) =>
        ({ source: 'cloud', at: log.executedAt, key: log.logId ?? `${log.taskId} ${index}`, log }) as const,
    ),
  ]
  return entries.sort((one, other) => {
    const [first, second] = [placeOf(one), placeOf(other)]
    return first === second ? 0 : second - first
  })
}

function placeOf(entry: TimelineEntry): number {
  if (entry.at !== null) return Date.parse(entry.at)
  return entry.source === 'cloud' && entry.log.status === 'issued' ? Infinity : -Infinity
}

export interface ProvedVersion {
  readonly version: Version
  /** When it was proved first without another one in between. */
  readonly since: string
  readonly jobId: string
}

/** Which versions passed jobs left on it, newest first. `jobs`: newest first. */
export function versionsOf(jobs: readonly Job[]): ProvedVersion[] {
  const proved: ProvedVersion[] = []
  for (const { outcome, bootedVersion, toVersion, endedAt, startedAt, jobId } of jobs.toReversed()) {
    if (outcome !== 'passed') continue
    const version = isKnown(bootedVersion) ? bootedVersion : toVersion
    const last = proved.at(-1)?.version
    if (!isKnown(version) || (last && isSame(last, version))) continue
    proved.push({ version, since: endedAt ?? startedAt, jobId })
  }
  return proved.reverse()
}

const isKnown = ({ number, text }: Version) => number !== null || text !== null
const isSame = (one: Version, other: Version) =>
  one.number !== null && other.number !== null ? one.number === other.number : one.text === other.text

/** The unit on the LAN; null: it was not heard there. */
export function lanDeviceOf(
  { mac, deviceId }: Pick<Unit, 'mac' | 'deviceId'>,
  devices: readonly LanDevice[],
): LanDevice | null {
  const plain = (text: string | null) => text?.replace(/[^0-9a-f]/gi, '').toLowerCase() ?? ''
  return (
    devices.find(
      (device) =>
        (deviceId !== null && device.deviceId === deviceId) ||
        (plain(mac) !== '' && plain(device.mac) === plain(mac)),
    ) ?? null
  )
}

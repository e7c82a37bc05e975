// The units of a lot, one line each, from its jobs. Pure. Which job speaks for a unit: as the station counts (lot-report.ts),
// the last one that passed or changed the unit, else the last.
import type { Job } from '../../../preload/contract/model.ts'

export interface LotUnit {
  readonly key: string
  readonly job: Job
  /** How often it was flashed. */
  readonly jobs: number
}

/** Takes jobs in any order; gives units in the order in which they were done. */
export function unitsOf(jobs: readonly Job[]): LotUnit[] {
  const units = new Map<string, LotUnit>()
  const inOrder = jobs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
  for (const job of inOrder) {
    const key = unitOf(job)
    const before = units.get(key)
    const speaks = !before || decides(job) || !decides(before.job)
    units.set(key, { key, job: speaks ? job : before.job, jobs: (before?.jobs ?? 0) + 1 })
  }
  return [...units.values()].sort((a, b) => (a.job.endedAt ?? '').localeCompare(b.job.endedAt ?? ''))
}

const decides = ({ outcome, touched }: Job) => outcome === 'passed' || touched

function unitOf({ jobId, device: { mac, sn, deviceId } }: Job): string {
  if (mac) return `mac ${mac.replace(/[:-]/g, '').toUpperCase()}`
  if (sn) return `sn ${sn}`
  return deviceId ? `id ${deviceId}` : `job ${jobId}`
}

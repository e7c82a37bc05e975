// The backups of a data folder as files: their names, which of them are kept, and whether one is sound. A name says when the
// copy was made, in UTC, so that it sorts as it is; what a clock that was set back names is still the newest by its number.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface BackupFile {
  readonly path: string
  readonly name: string
  readonly at: Date
  /** Counts up, whatever the clock does. */
  readonly number: number
  readonly sizeBytes: number
}

export const backupDirOf = (dataDir: string): string => join(dataDir, 'backups')

const named = /^station-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-(\d+)\.sqlite$/

export function backupName(at: Date, number: number): string {
  return `station-${compactTime(at)}-${number}.sqlite`
}

/** `20260102T030405Z`: for names of files and folders, everywhere. */
export function compactTime(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d+/g, '')
}

/** Newest first. Half-made ones have other names. */
export function listBackups(dataDir: string): BackupFile[] {
  const dir = backupDirOf(dataDir)
  const names = readNames(dir)
  const found = names.flatMap((name): BackupFile[] => {
    const parts = named.exec(name)
    const stat = parts && statSync(join(dir, name), { throwIfNoEntry: false })
    if (!parts || !stat) return []
    const [, year, month, day, hour, minute, second, number] = parts
    const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    return Number.isNaN(at.getTime())
      ? []
      : [{ path: join(dir, name), name, at, number: Number(number), sizeBytes: stat.size }]
  })
  return found.sort((one, other) => other.number - one.number)
}

function readNames(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

export interface KeepRule {
  readonly newest: number
  readonly hours: number
  readonly days: number
  /** Of all together; the newest one stays in any case. */
  readonly totalBytes: number
}

export const keepRule: KeepRule = { newest: 3, hours: 24, days: 14, totalBytes: 8 * 1024 ** 3 }

const hourMs = 3_600_000

/**
 * Those that may go: not among the newest few, nor the newest of its hour within a day, nor of its day within two weeks;
 * and the oldest while all together are too large. Ages are counted from the newest one, in UTC: a clock that was set does not
 * empty the folder, nor does daylight saving. Pure. `backups` newest first.
 */
export function outdated(backups: readonly BackupFile[], rule: KeepRule): BackupFile[] {
  const newest = backups[0]
  if (!newest) return []
  const kept = new Set(backups.slice(0, rule.newest))
  const taken = new Set<string>()
  for (const backup of backups) {
    const ageMs = Math.abs(newest.at.getTime() - backup.at.getTime())
    for (const [unitMs, count] of [
      [hourMs, rule.hours],
      [24 * hourMs, rule.days],
    ] as const) {
      const unit = `${unitMs} ${Math.floor(backup.at.getTime() / unitMs)}`
      if (ageMs > unitMs * count || taken.has(unit)) continue
      taken.add(unit)
      kept.add(backup)
    }
  }
  let bytes = 0
  for (const backup of backups) {
    bytes += backup.sizeBytes
    if (backup !== newest && bytes > rule.totalBytes) kept.delete(backup)
  }
  return backups.filter((backup) => !kept.has(backup))
}

// Whether the station's database is sound and of a version that this program knows.
import type { DoctorLine, Recovery } from '../../../preload/contract/index.ts'
import type { DatabaseFacts } from '../../store/examine-database.ts'
import { readRecovery } from '../../store/recovery/recovery-files.ts'
import { line } from './line.ts'

const megabyte = 1024 * 1024
/** SQLite takes the log in at 4 MB unless somebody reads in the old state. */
const longLogBytes = 128 * megabyte

/** Pure. */
export function judgeDatabase(facts: DatabaseFacts): DoctorLine[] {
  const { version, known, databaseBytes, logBytes, soundness } = facts
  const said = { version, known, megabytes: Math.ceil(databaseBytes / megabyte) }
  const lines: DoctorLine[] = []
  if (soundness !== null && soundness !== 'ok')
    lines.push(line('databaseDamaged', { problem: soundness.slice(0, 160) }))
  else if (version > known) lines.push(line('databaseNewer', said))
  else if (soundness === null) lines.push(line('databaseUnproved', said))
  else lines.push(line(version < known ? 'databaseOld' : 'databaseFine', said))
  if (logBytes > longLogBytes) lines.push(line('databaseLog', { megabytes: Math.ceil(logBytes / megabyte) }))
  return lines
}

/** What a lead has not seen yet. Pure. */
function recoveryLines(recovery: Recovery | null): DoctorLine[] {
  if (recovery === null) return []
  const { at, broughtOver, lost } = recovery
  return [line('databaseRecovered', { at, broughtOver, lost: lost ?? '?' })]
}

/** `proveUpToBytes`: proving holds up this process; a larger file is only looked at. */
export async function checkDatabase(dataDir: string, proveUpToBytes: number): Promise<DoctorLine[]> {
  try {
    const { examineDatabase } = await import('../../store/examine-database.ts')
    const facts = examineDatabase(dataDir, proveUpToBytes)
    const lines = facts === null ? [line('databaseNone')] : judgeDatabase(facts)
    return [...lines, ...recoveryLines(readRecovery(dataDir))]
  } catch (cause) {
    return [line('databaseUnreadable', {}, cause)]
  }
}

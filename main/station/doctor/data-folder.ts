// Whose the data folder is, who may look into it, whether it can be written, and whether it is on a disk of this computer.
import { randomUUID } from 'node:crypto'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type DoctorLine, onlyOwnerCommand, ownCommand } from '../../../preload/contract/index.ts'
import { line, reasonOf } from './line.ts'
import type { Machine } from './machine.ts'

/** Numbers of statfs(2) on Linux. */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x01021997, '9p'],
])

export interface FolderFacts {
  readonly path: string
  /** Permission bits; null on Windows, where they say nothing. */
  readonly mode: number | null
  readonly ownerUid: number | null
  /** Of `secrets.json`; null where there is none. */
  readonly secretsMode: number | null
  /** Why nothing can be written; null when it can. */
  readonly refused: string | null
  readonly fileSystemType: number | null
}

/** Pure. */
export function judgeFolder(facts: FolderFacts, uid: number | null): DoctorLine[] {
  const { path, mode, ownerUid, secretsMode, refused, fileSystemType } = facts
  const lines: DoctorLine[] = []
  if (refused !== null) lines.push(line('dataReadOnly', { path, reason: refused }))
  // Root may do what it wants, and mostly means to.
  if (uid !== null && uid !== 0 && ownerUid !== null && ownerUid !== uid)
    lines.push(line('dataForeign', { path, owner: ownerUid, command: ownCommand(path) }))
  if (mode !== null && (mode & 0o077) !== 0)
    lines.push(line('dataOpen', { path, mode: octal(mode), command: onlyOwnerCommand(path, '700') }))
  if (secretsMode !== null && (secretsMode & 0o077) !== 0) {
    const secrets = join(path, 'secrets.json')
    const command = onlyOwnerCommand(secrets, '600')
    lines.push(line('secretsOpen', { path: secrets, mode: octal(secretsMode), command }))
  }
  const fileSystem = networkFileSystems.get(fileSystemType ?? 0)
  if (fileSystem !== undefined) lines.push(line('dataNetwork', { path, fileSystem }))
  return lines.length > 0 ? lines : [line('dataFine', { path })]
}

export async function checkDataFolder(
  path: string,
  { platform, user }: Pick<Machine, 'platform' | 'user'>,
): Promise<DoctorLine[]> {
  const folder = await stat(path).catch(() => null)
  if (folder === null) return [line('dataNone', { path })]
  const isWindows = platform === 'win32'
  const secrets = isWindows ? null : await stat(join(path, 'secrets.json')).catch(() => null)
  const type = platform === 'linux' ? (await statfs(path)).type : null
  return judgeFolder(
    {
      path,
      mode: isWindows ? null : folder.mode & 0o777,
      ownerUid: isWindows ? null : folder.uid,
      secretsMode: secrets && secrets.mode & 0o777,
      refused: await writeRefusal(path),
      // The kernel gives a signed number on some systems.
      fileSystemType: type === null ? null : type >>> 0,
    },
    user.uid,
  )
}

async function writeRefusal(folder: string): Promise<string | null> {
  const probe = join(folder, `.doctor-${randomUUID()}`)
  try {
    await (await open(probe, 'wx', 0o600)).close()
    return null
  } catch (cause) {
    return reasonOf(cause)
  } finally {
    await rm(probe, { force: true }).catch(() => {})
  }
}

const octal = (mode: number) => mode.toString(8).padStart(3, '0')

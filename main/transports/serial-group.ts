// Which group may open a serial port on Linux: dialout on most systems, uucp on Arch. Read from the device file itself.
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface GroupEntry {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

/** Lines of group(5). Pure. */
export function parseGroups(text: string): GroupEntry[] {
  return text.split('\n').flatMap((entry) => {
    const [name = '', , gid = '', members = ''] = entry.trim().split(':')
    if (name === '' || !/^\d+$/.test(gid)) return []
    return [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }]
  })
}

/** Null where no group but root's may, or none can be found. Never rejects. */
export async function readPortGroup(path: string, etcRoot = '/etc'): Promise<GroupEntry | null> {
  const facts = await stat(path).catch(() => null)
  if (facts === null || facts.gid === 0 || (facts.mode & 0o060) !== 0o060) return null
  const groups = parseGroups(await readFile(join(etcRoot, 'group'), 'utf8').catch(() => ''))
  return groups.find(({ gid }) => gid === facts.gid) ?? null
}

// The drop folders of a data folder, where there are some: whether this user may read, write and rename there.
import type { DoctorLine } from '../../../preload/contract/index.ts'
import { tryFolder } from '../../factory/try-folder.ts'
import { examineDatabase } from '../../store/examine-database.ts'
import { withReader } from '../read.ts'
import { line } from './line.ts'

/** What is wrong with the database itself is said elsewhere; an older one has no such folders that could be read. */
export async function checkDropFolders(dataDir: string): Promise<DoctorLine[]> {
  const facts = examineDatabase(dataDir, 0)
  if (facts === null || facts.version !== facts.known) return [line('foldersNone')]
  const folders = await withReader(dataDir, async ({ listeners }) => [
    await listeners.dropIn(),
    (await listeners.dropOut())?.folder ?? null,
  ])
  const lines: DoctorLine[] = []
  for (const folder of folders) {
    if (folder === null) continue
    const refused = await tryFolder(folder)
    const { cause = null } = refused?.context ?? {}
    lines.push(
      refused ? line('folderUnusable', { folder, reason: cause }, refused) : line('folderFine', { folder }),
    )
  }
  return lines.length > 0 ? lines : [line('foldersNone')]
}

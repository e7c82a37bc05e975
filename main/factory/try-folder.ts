// Whether a drop folder can be read, written and renamed in, tried with a file that is gone at once.
import { randomUUID } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FlashlineError } from '../../preload/contract/index.ts'
import { folderError } from './folder-error.ts'

/** DROP_FOLDER {folder, cause} as a value; null: it works. */
export async function tryFolder(folder: string): Promise<FlashlineError | null> {
  const probe = join(folder, `.flashline-${randomUUID()}`)
  try {
    await readdir(folder)
    await (await open(probe, 'wx', 0o600)).close()
    await rename(probe, `${probe}.tmp`)
    return null
  } catch (cause) {
    return folderError(folder, cause)
  } finally {
    await rm(probe, { force: true }).catch(() => {})
    await rm(`${probe}.tmp`, { force: true }).catch(() => {})
  }
}

// Firmware files in a folder, one per SHA-256. It may be a directory that several machines share (NFS, SMB): a file is
// written under a name that is nobody else's, synced, and renamed in the same folder; there are no locks, and whoever
// puts the same content a second time puts the same bytes.
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { errnoOf } from '../../firmware/file-errors.ts'
import type { FileStore } from './file-store.ts'

/** The folder must be there. */
export function createFolderStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, sha256)

  /** Null when the file is not there; a folder that is not there is another matter: every file would seem to be gone. */
  const ifThere = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work()
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw folderError(error, folder)
      await stat(folder).catch((cause: unknown) => {
        throw folderError(cause, folder)
      })
      return null
    }
  }
  const findSize = async (sha256: string) => (await ifThere(() => stat(pathOf(sha256))))?.size ?? null

  return {
    stagingDir: folder,
    async keep(stagedPath, { sha256, sizeBytes }) {
      try {
        await rename(stagedPath, pathOf(sha256))
      } catch (error) {
        // Windows and SMB replace no file that somebody is reading: then it is there already.
        if ((await findSize(sha256)) !== sizeBytes) throw folderError(error, folder)
        return
      }
      await syncFolder(folder)
    },
    findSize,
    async read({ sha256, sizeBytes }, { first, last }) {
      const file = await ifThere(() => open(pathOf(sha256), 'r'))
      if (file === null) return null
      try {
        // Of the very file that is read from here on, whatever is renamed over its name meanwhile.
        if ((await file.stat()).size === sizeBytes) return file.createReadStream({ start: first, end: last })
      } catch (error) {
        await close(file)
        throw folderError(error, folder)
      }
      await close(file)
      return null
    },
    close() {},
  }
}

const refusals = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'])

/** FILES_REFUSED for what permissions say, FILES_UNREACHABLE for the rest of what a file system says. */
export function folderError(cause: unknown, folder: string): unknown {
  const reason = errnoOf(cause)
  if (reason === null || reason === 'ENOSPC') return cause
  const code = refusals.has(reason) ? 'FILES_REFUSED' : 'FILES_UNREACHABLE'
  return new FlashlineError(code, { place: folder, reason }, { cause })
}

async function close(file: FileHandle): Promise<void> {
  await file.close().catch(() => {})
}

/** A rename outlives a power cut only when its folder is on disk too; some shares and Windows have no such call. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

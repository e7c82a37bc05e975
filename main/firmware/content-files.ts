// Files named after their SHA-256. A file is there whole or not at all: it is written elsewhere, synced, and renamed.
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { digestFile, readDigested } from './digests.ts'
import { errnoOf } from './file-errors.ts'

/** A partial download that nobody continued for so long is of a task that is gone. */
const FORGET_PARTIAL_AFTER_MS = 30 * 24 * 3600 * 1000

export interface ContentFile {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
}

/** A whole file that is what its name says, one that is not, or none. */
export type FileState = 'good' | 'broken' | 'missing'

export class ContentFiles {
  readonly partialFolder: string
  readonly #root: string

  constructor(root: string) {
    this.#root = root
    this.partialFolder = join(root, 'partial')
  }

  /** Creates the folders and removes what a dead process left half written. */
  async prepare(now: Date): Promise<void> {
    await mkdir(join(this.#root, 'sha256'), { recursive: true })
    await mkdir(this.partialFolder, { recursive: true })
    for (const name of await readdir(this.partialFolder)) {
      const path = join(this.partialFolder, name)
      const age = now.getTime() - ((await stat(path).catch(() => null))?.mtimeMs ?? now.getTime())
      if (name.endsWith('.tmp') || age > FORGET_PARTIAL_AFTER_MS) await rm(path, { force: true })
    }
  }

  path(sha256: string): string {
    return join(this.#root, 'sha256', sha256.slice(0, 2), sha256)
  }

  /** The bytes, if they are there and still what their name says; a file that is not is removed. */
  async read(file: ContentFile): Promise<Uint8Array | null> {
    const path = this.path(file.sha256)
    const found = await readDigested(path, file.sizeBytes).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return null
      throw error
    })
    if (found !== null && found.sha256 === file.sha256 && found.md5 === file.md5) return found.bytes
    await rm(path, { force: true })
    return null
  }

  /** Reads it from the disk and compares; changes nothing. */
  async check({ sha256, md5, sizeBytes }: ContentFile, signal: AbortSignal): Promise<FileState> {
    const file = await openIfThere(this.path(sha256))
    if (file === null) return 'missing'
    try {
      if ((await file.stat()).size !== sizeBytes) return 'broken'
      const found = (await digestFile(file, sizeBytes, signal)).finish()
      return found.sha256 === sha256 && found.md5 === md5 ? 'good' : 'broken'
    } finally {
      await file.close()
    }
  }

  async isThere(sha256: string): Promise<boolean> {
    const file = await openIfThere(this.path(sha256))
    await file?.close()
    return file !== null
  }

  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true })
  }

  /** Makes a complete and synced file visible. */
  async adopt(path: string, sha256: string): Promise<void> {
    const target = this.path(sha256)
    const folder = dirname(target)
    await mkdir(folder, { recursive: true })
    await rename(path, target)
    await syncFolder(folder)
    await syncFolder(dirname(folder))
  }

  /** Writes bytes that are in memory already. */
  async add(bytes: Uint8Array, sha256: string): Promise<void> {
    const path = join(this.partialFolder, `${crypto.randomUUID()}.tmp`)
    try {
      await writeFile(path, bytes, { flag: 'wx', flush: true })
      await this.adopt(path, sha256)
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw error
  }
}

/** What was written to it is on the disk. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A rename is safe from a power cut only when its folder is on disk too. Windows has no such call and no such need. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

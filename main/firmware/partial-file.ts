// A download that is not finished: its bytes, and beside them the ETag of the answer that they belong to. Without a
// strong ETag it cannot be continued safely (RFC 9110, If-Range), so nothing is kept then. The address is not kept:
// signed ones differ every time; should another server have the same ETag for another file, the digest tells.
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const MAX_ETAG_CHARS = 300
const originSchema = z.object({ etag: z.string().max(MAX_ETAG_CHARS) })

export class PartialFile {
  readonly path: string
  readonly #originPath: string
  #resumable = false

  /** `name` is made of digest and size: the same file is continued from wherever it comes. */
  constructor(folder: string, name: string) {
    this.path = join(folder, `${name}.part`)
    this.#originPath = join(folder, `${name}.json`)
  }

  /** The ETag under which the bytes came; null when there is nothing to continue. */
  async etag(): Promise<string | null> {
    const text = await readFile(this.#originPath, 'utf8').catch(() => null)
    if (text === null) return null
    try {
      const { etag } = originSchema.parse(JSON.parse(text))
      this.#resumable = true
      return etag
    } catch {
      return null
    }
  }

  /** For reading and appending; created when missing. */
  openExisting(): Promise<FileHandle> {
    return open(this.path, 'a+')
  }

  /** Empty, and from now on of this answer. */
  async restart(etag: string | null): Promise<FileHandle> {
    await rm(this.#originPath, { force: true })
    const file = await open(this.path, 'w')
    try {
      this.#resumable = etag !== null && !etag.startsWith('W/') && etag.length <= MAX_ETAG_CHARS
      if (this.#resumable) await writeFile(this.#originPath, JSON.stringify({ etag }))
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** After a failure: keeps what can be continued, removes the rest. */
  async leave(): Promise<void> {
    if (!this.#resumable) await this.remove()
  }

  async remove(): Promise<void> {
    this.#resumable = false
    await rm(this.#originPath, { force: true })
    await rm(this.path, { force: true })
  }

  /** The bytes were moved away. */
  async forget(): Promise<void> {
    await rm(this.#originPath, { force: true })
  }
}

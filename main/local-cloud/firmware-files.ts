// Firmware files of the local cloud: content-addressed, one file per SHA-256 in one folder, put there by rename after
// it is complete and on disk. Not the station's firmware store: this is the cloud's side.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { CloudDatabase } from './cloud-database.ts'
import { CloudRefusal } from './cloud-refusal.ts'

export interface FirmwareFile {
  /** Path on this server: `/firmware/<sha256>/<name>`. */
  readonly urlPath: string
  readonly md5: string
  readonly sha256: string
  readonly sizeBytes: number
}

export interface FirmwareFiles {
  /**
   * Copies bytes, the file at a path, or what a stream brings. Adding the same content again is harmless.
   * FILE_TOO_LARGE beyond `maxBytes`: nothing of it stays.
   */
  add(
    source: Uint8Array | string | AsyncIterable<Uint8Array>,
    name: string,
    maxBytes?: number,
  ): Promise<FirmwareFile>
  /** Where the content lies; null when unknown or no longer whole. */
  find(sha256: string): Promise<{ file: string; sizeBytes: number } | null>
}

const SHA256 = /^[0-9a-f]{64}$/

export function createFirmwareFiles(db: CloudDatabase, folder: string): FirmwareFiles {
  const insert = db.prepare('INSERT INTO files (sha256, md5, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const findSize = db.prepare<[string], { size: number }>('SELECT size FROM files WHERE sha256 = ?')
  return {
    async add(source, name, maxBytes = Number.POSITIVE_INFINITY) {
      await mkdir(folder, { recursive: true })
      const partial = path.join(folder, `${randomUUID()}.part`)
      try {
        const content = await copy(source, partial, maxBytes)
        await rename(partial, path.join(folder, content.sha256))
        insert.run(content.sha256, content.md5, content.sizeBytes)
        return { ...content, urlPath: `/firmware/${content.sha256}/${encodeURIComponent(name)}` }
      } finally {
        await rm(partial, { force: true })
      }
    },
    async find(sha256) {
      // Only a digest ever becomes part of a path.
      const size = SHA256.test(sha256) ? findSize.get(sha256)?.size : undefined
      if (size === undefined) return null
      const file = path.join(folder, sha256)
      const found = await stat(file).catch(() => null)
      return found?.size === size ? { file, sizeBytes: size } : null
    },
  }
}

async function copy(
  source: Uint8Array | string | AsyncIterable<Uint8Array>,
  target: string,
  maxBytes: number,
): Promise<{ md5: string; sha256: string; sizeBytes: number }> {
  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  let sizeBytes = 0
  const out = await open(target, 'wx')
  try {
    // Opened only now: a stream that fails before anybody reads it ends the process.
    const chunks = typeof source === 'string' ? createReadStream(source) : source
    for await (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) {
      if (sizeBytes + chunk.length > maxBytes) throw new CloudRefusal('FILE_TOO_LARGE')
      md5.update(chunk)
      sha256.update(chunk)
      sizeBytes += chunk.length
      await out.writeFile(chunk)
    }
    await out.sync()
  } finally {
    await out.close()
  }
  return { md5: md5.digest('hex'), sha256: sha256.digest('hex'), sizeBytes }
}

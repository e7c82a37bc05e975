// Firmware files of the local cloud: what the database knows of them, and where their bytes lie (files/file-store.ts).
// Content-addressed. Not the station's firmware store: this is the cloud's side.
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ByteRange } from '../hand-out/http/byte-range.ts'
import type { FileTable } from './file-table.ts'
import type { FileContent, FileStore } from './files/file-store.ts'
import { type FileSource, stage, stagedPath } from './files/staging.ts'

export interface FirmwareFile extends FileContent {
  /** Path on this server: `/firmware/<sha256>/<name>`. */
  readonly urlPath: string
}

/** FILES_UNREACHABLE and FILES_REFUSED, as the place of the bytes says. */
export interface FirmwareFiles {
  /**
   * Copies bytes, the file at a path, or what a stream brings. Adding the same content again is harmless.
   * FILE_TOO_LARGE beyond `maxBytes`: nothing of it stays.
   */
  add(source: FileSource, name: string, maxBytes?: number): Promise<FirmwareFile>
  /** Null when unknown or no longer whole. */
  find(sha256: string): Promise<{ sizeBytes: number } | null>
  /** The bytes from first to last of content that was found; null when it is gone meanwhile. */
  read(sha256: string, sizeBytes: number, range: ByteRange): Promise<Readable | null>
}

const SHA256 = /^[0-9a-f]{64}$/

export function createFirmwareFiles(table: FileTable, store: FileStore): FirmwareFiles {
  return {
    async add(source, name, maxBytes = Number.POSITIVE_INFINITY) {
      const partial = stagedPath(store.stagingDir)
      try {
        const content = await stage(source, partial, maxBytes)
        const { sha256, md5, sizeBytes } = content
        await store.keep(partial, content)
        // Last: what the database knows is there.
        await table.add({ sha256, md5, size: sizeBytes })
        return { ...content, urlPath: `/firmware/${sha256}/${encodeURIComponent(name)}` }
      } finally {
        await rm(partial, { force: true })
      }
    },
    async find(sha256) {
      // Only a digest ever becomes part of a path.
      const sizeBytes = SHA256.test(sha256) ? (await table.find(sha256))?.size : undefined
      if (sizeBytes === undefined) return null
      return (await store.findSize(sha256)) === sizeBytes ? { sizeBytes } : null
    },
    read: (sha256, sizeBytes, range) => store.read({ sha256, sizeBytes }, range),
  }
}

// Where the local cloud's firmware files lie: the interface of a folder (folder-store.ts) and of an object store
// (s3-store.ts). Content is named by its SHA-256, so that any number of processes may put the same without asking each
// other. Which content there is, and how long, is in the database (firmware-files.ts), not here.
import type { Readable } from 'node:stream'
import type { ByteRange } from '../../hand-out/http/byte-range.ts'

export interface FileContent {
  /** 64 hex digits, lower case. */
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
}

/** All of them: FILES_UNREACHABLE when the place cannot be asked, FILES_REFUSED when it says no. */
export interface FileStore {
  /** Here a file is written until it is whole and on disk. Its owner clears it of what dead processes left. */
  readonly stagingDir: string
  /** Puts a staged file in its place, whole or not at all. The staged one may be gone afterwards, or still there. */
  keep(stagedPath: string, content: FileContent): Promise<void>
  /** How long the stored content is; null when there is none. */
  findSize(sha256: string): Promise<number | null>
  /** The bytes from first to last; null when there is no such content of this size. */
  read(content: Omit<FileContent, 'md5'>, range: ByteRange): Promise<Readable | null>
  /** Ends idle connections. */
  close(): void
}

// Files that are handed in piece by piece. Each lies beside the library until it is whole and somebody has decided about
// it; what nobody goes on with is forgotten.
import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ErrorCode, FlashlineError } from '../../preload/contract/index.ts'
import type { Clock } from '../clouds/clock.ts'
import { withFileErrors } from '../firmware/file-errors.ts'

export const mostUploads = 4
export const uploadIdleMs = 10 * 60_000
/** What a person may put right while the file waits. */
const decisions: ReadonlySet<ErrorCode> = new Set([
  'FIRMWARE_UNMATCHED',
  'FIRMWARE_UNVERIFIED',
  'KIT_KEY_UNKNOWN',
])

export interface UploadsParts {
  /** What ends in `.tmp` there is removed when the station starts. */
  readonly folder: string
  readonly clock: Clock
}

export interface UploadedFile {
  readonly path: string
  readonly name: string
}

interface Upload extends UploadedFile {
  readonly uploadId: string
  readonly sizeBytes: number
  /** Null: not open, before the first byte and after the last. */
  file: FileHandle | null
  receivedBytes: number
  /** One after the other, in the order in which it was asked. */
  turn: Promise<unknown>
  forget: () => void
}

export class Uploads {
  readonly #parts: UploadsParts
  readonly #uploads = new Map<string, Upload>()

  constructor(parts: UploadsParts) {
    this.#parts = parts
  }

  /** Its id. UPLOAD_TOO_MANY, STORE_* */
  async begin({ name, sizeBytes }: { name: string; sizeBytes: number }): Promise<string> {
    const running = this.#uploads.size
    if (running >= mostUploads) throw new FlashlineError('UPLOAD_TOO_MANY', { running })
    const uploadId = randomUUID()
    const path = join(this.#parts.folder, `${uploadId}.tmp`)
    const upload: Upload = {
      ...{ uploadId, name, sizeBytes, path },
      file: null,
      receivedBytes: 0,
      turn: Promise.resolve(),
      forget: () => {},
    }
    this.#uploads.set(uploadId, upload)
    await this.#inTurn(uploadId, async () => {
      upload.file = await withFileErrors(() => open(path, 'wx', 0o600))
    })
    return uploadId
  }

  /** How much is here now. UPLOAD_UNKNOWN, STORE_*; UPLOAD_BROKEN for a gap or too much: it is then forgotten. */
  append(uploadId: string, offset: number, bytes: Uint8Array): Promise<number> {
    return this.#inTurn(uploadId, async (upload) => {
      const { file, receivedBytes, sizeBytes } = upload
      if (file === null || offset !== receivedBytes || offset + bytes.length > sizeBytes)
        throw new FlashlineError('UPLOAD_BROKEN', { receivedBytes, sizeBytes })
      await withFileErrors(() => file.writeFile(bytes))
      upload.receivedBytes += bytes.length
      return upload.receivedBytes
    })
  }

  /**
   * Hands the whole file to `take`, which copies it. Stays when `take` leaves the decision to the person
   * (FIRMWARE_UNMATCHED, FIRMWARE_UNVERIFIED, KIT_KEY_UNKNOWN), so that it can be finished again. UPLOAD_UNKNOWN, UPLOAD_BROKEN
   */
  finish<Taken>(uploadId: string, take: (file: UploadedFile) => Promise<Taken>): Promise<Taken> {
    return this.#inTurn(uploadId, async (upload) => {
      await closeWhole(upload)
      const taken = await take(upload)
      await this.#drop(upload)
      return taken
    })
  }

  /** Hands the whole file to `look`, and keeps it. UPLOAD_UNKNOWN, UPLOAD_BROKEN, and what `look` rejects with: then it is forgotten. */
  look<Seen>(uploadId: string, look: (file: UploadedFile) => Promise<Seen>): Promise<Seen> {
    return this.#inTurn(uploadId, async (upload) => {
      await closeWhole(upload)
      return look(upload)
    })
  }

  /** False: there is none. */
  async cancel(uploadId: string): Promise<boolean> {
    const upload = this.#uploads.get(uploadId)
    if (!upload) return false
    await this.#inTurn(uploadId, () => this.#drop(upload)).catch(() => undefined)
    return true
  }

  /** Forgets them all. */
  async stop(): Promise<void> {
    await Promise.all([...this.#uploads.keys()].map((uploadId) => this.cancel(uploadId)))
  }

  async #inTurn<Result>(uploadId: string, work: (upload: Upload) => Promise<Result>): Promise<Result> {
    const upload = this.#find(uploadId)
    const done = upload.turn.then(async () => {
      this.#find(uploadId)
      upload.forget()
      try {
        return await work(upload)
      } catch (error) {
        if (!leavesDecision(error)) await this.#drop(upload)
        throw error
      } finally {
        if (this.#uploads.has(uploadId))
          upload.forget = this.#parts.clock.after(uploadIdleMs, () => void this.cancel(uploadId))
      }
    })
    upload.turn = done.catch(() => undefined)
    return done
  }

  #find(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId)
    if (!upload) throw new FlashlineError('UPLOAD_UNKNOWN', {})
    return upload
  }

  async #drop(upload: Upload): Promise<void> {
    upload.forget()
    try {
      await upload.file?.close()
      upload.file = null
      await withFileErrors(() => rm(upload.path, { force: true }))
    } finally {
      this.#uploads.delete(upload.uploadId)
    }
  }
}

/** UPLOAD_BROKEN */
async function closeWhole(upload: Upload): Promise<void> {
  const { receivedBytes, sizeBytes } = upload
  if (receivedBytes !== sizeBytes) throw new FlashlineError('UPLOAD_BROKEN', { receivedBytes, sizeBytes })
  await upload.file?.close()
  upload.file = null
}

function leavesDecision(error: unknown): boolean {
  return error instanceof FlashlineError && decisions.has(error.code)
}

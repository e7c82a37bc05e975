// Files on their way into a store: hashed while they come, written with bounded memory, and on disk before they are named.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CloudRefusal } from '../cloud-refusal.ts'
import type { FileContent } from './file-store.ts'

/** No upload lasts so long: its process is dead. Others may be writing beside us, so younger ones are not ours to judge. */
const FORGET_AFTER_MS = 24 * 3600 * 1000
const suffix = '.part'

/** Bytes, the path of a file, or what a stream brings. */
export type FileSource = Uint8Array | string | AsyncIterable<Uint8Array>

/** A name that nobody else takes, also on a directory that several machines share. */
export function stagedPath(stagingDir: string): string {
  return join(stagingDir, `${randomUUID()}${suffix}`)
}

/** Copies into a new file. FILE_TOO_LARGE beyond `maxBytes`. */
export async function stage(source: FileSource, path: string, maxBytes: number): Promise<FileContent> {
  const md5 = createHash('md5')
  const sha256 = createHash('sha256')
  let sizeBytes = 0
  const out = await open(path, 'wx')
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

/** Removes what processes that died long ago left half written. */
export async function sweepStaging(stagingDir: string, now: Date): Promise<void> {
  for (const name of await readdir(stagingDir)) {
    if (!name.endsWith(suffix)) continue
    const path = join(stagingDir, name)
    const modifiedMs = (await stat(path).catch(() => null))?.mtimeMs ?? now.getTime()
    if (now.getTime() - modifiedMs > FORGET_AFTER_MS) await rm(path, { force: true })
  }
}

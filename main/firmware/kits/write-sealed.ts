// Writes a kit or a result file: its parts, the manifest over them and the signature over that. It is at its place whole
// and on the disk, or not at all.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { syncFolder } from '../content-files.ts'
import { withFileErrors } from '../file-errors.ts'
import type { KeyPair } from './ed25519.ts'
import {
  encodeManifest,
  encodeSignature,
  manifestPath,
  type SealedFormat,
  signaturePath,
} from './manifest.ts'
import { writeSealedZip, type ZipPart } from './sealed-zip.ts'

export interface SealedContent {
  readonly format: SealedFormat
  /** What the manifest says besides its entries. */
  readonly about: unknown
  readonly parts: readonly SealedPart[]
}

export type SealedPart =
  | { readonly path: string; readonly bytes: Uint8Array }
  /** `sha256`: what it has to be; KIT_CHANGED {path} when it is not. */
  | { readonly path: string; readonly file: string; readonly sizeBytes: number; readonly sha256: string }

/** Its size. KIT_TOO_LARGE {sizeBytes, limitBytes}, KIT_CHANGED, STORE_FULL, STORE_BROKEN; `signal.reason`. */
export async function writeSealed(
  target: string,
  content: SealedContent,
  keys: KeyPair,
  limitBytes: number,
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted()
  const { format, about, parts } = content
  const entries = await Promise.all(parts.map((part) => entryOf(part, signal)))
  const manifest = encodeManifest(format, { about, entries })
  const zipParts: ZipPart[] = [
    partOf(manifestPath, manifest),
    partOf(signaturePath, encodeSignature(manifest, format, keys)),
    ...parts.map((part) => ('bytes' in part ? partOf(part.path, part.bytes) : { ...part, from: part.file })),
  ]
  const sum = zipParts.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  if (sum > limitBytes) throw new FlashlineError('KIT_TOO_LARGE', { sizeBytes: sum, limitBytes })
  const aside = `${target}.${randomUUID()}.tmp`
  try {
    return await withFileErrors(async () => {
      const file = await open(aside, 'wx', 0o600)
      let sizeBytes = 0
      try {
        await writeSealedZip(
          zipParts,
          async (pieces) => {
            for await (const piece of pieces) {
              await file.writeFile(piece)
              sizeBytes += piece.length
            }
          },
          signal,
        )
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(aside, target)
      await syncFolder(dirname(target))
      return sizeBytes
    })
  } catch (error) {
    await rm(aside, { force: true })
    signal.throwIfAborted()
    throw error
  }
}

const partOf = (path: string, bytes: Uint8Array): ZipPart => ({ path, from: bytes, sizeBytes: bytes.length })

async function entryOf(part: SealedPart, signal: AbortSignal) {
  const { path } = part
  if ('bytes' in part) {
    const sha256 = createHash('sha256').update(part.bytes).digest('hex')
    return { path, sizeBytes: part.bytes.length, sha256 }
  }
  const digest = createHash('sha256')
  let sizeBytes = 0
  await withFileErrors(async () => {
    for await (const piece of createReadStream(part.file, { signal })) {
      digest.update(piece)
      sizeBytes += piece.length
    }
  })
  const sha256 = digest.digest('hex')
  if (sha256 !== part.sha256 || sizeBytes !== part.sizeBytes)
    throw new FlashlineError('KIT_CHANGED', { path })
  return { path, sizeBytes, sha256 }
}

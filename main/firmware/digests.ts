// MD5 (what clouds state) and SHA-256 (what files are kept under) of the same bytes, in one pass.
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

const PIECE_BYTES = 1024 * 1024

export class Digests {
  readonly #md5 = createHash('md5')
  readonly #sha256 = createHash('sha256')

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes)
    this.#sha256.update(bytes)
  }

  /** Lower-case hex. Ends the computation. */
  finish(): { md5: string; sha256: string } {
    return { md5: this.#md5.digest('hex'), sha256: this.#sha256.digest('hex') }
  }
}

/** Digests of the first `sizeBytes` of an open file, in pieces; the file is at that position afterwards. */
export async function digestFile(file: FileHandle, sizeBytes: number, signal: AbortSignal): Promise<Digests> {
  const digests = new Digests()
  const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, sizeBytes))
  for (let at = 0; at < sizeBytes; ) {
    signal.throwIfAborted()
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, sizeBytes - at), null)
    if (bytesRead === 0) break
    digests.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
  return digests
}

/** A whole file and its digests; null when it has not this size. Allocates no more than `sizeBytes`. */
export async function readDigested(
  path: string,
  sizeBytes: number,
): Promise<{ bytes: Uint8Array; md5: string; sha256: string } | null> {
  const file = await open(path, 'r')
  try {
    if ((await file.stat()).size !== sizeBytes) return null
    const bytes = new Uint8Array(sizeBytes)
    const digests = new Digests()
    for (let at = 0; at < sizeBytes; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(PIECE_BYTES, sizeBytes - at), at)
      if (bytesRead === 0) return null
      digests.update(bytes.subarray(at, at + bytesRead))
      at += bytesRead
    }
    return { bytes, ...digests.finish() }
  } finally {
    await file.close()
  }
}

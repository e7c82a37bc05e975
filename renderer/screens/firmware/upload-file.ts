// Hands a file in, piece by piece. Whole or not at all: what goes wrong on the way is forgotten by the station at once.

import { largestUploadBytes, uploadChunkBytes } from '../../../preload/contract/upload-sizes.ts'
import type { CallError } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'

/** As much of a browser's File as is needed. */
export interface LocalFile {
  readonly name: string
  readonly size: number
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

export type UploadCalls = Pick<StationClient['firmware'], 'beginUpload' | 'upload' | 'cancelUpload'>

/** The file could not be read: it changed, or its drive has gone. */
export class FileUnreadable extends Error {}

/** What can be said before anything is asked; null: nothing speaks against it. */
export function refuseFile({ size }: Pick<LocalFile, 'size'>): 'empty' | CallError | null {
  if (size === 0) return 'empty'
  if (size <= largestUploadBytes) return null
  return { code: 'IMAGE_OVER_CAP', context: { sizeBytes: size, capBytes: largestUploadBytes } }
}

/** The upload's id. Rejects with FileUnreadable, `signal.reason`, or what the station says. */
export async function uploadFile(
  calls: UploadCalls,
  file: LocalFile,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  // Longer names are cut by nobody but us.
  const { uploadId } = await calls.beginUpload({ name: file.name.slice(-200), sizeBytes: file.size })
  try {
    for (let offset = 0; offset < file.size; ) {
      signal.throwIfAborted()
      const bytes = await readPiece(file, offset)
      const { receivedBytes } = await calls.upload({ uploadId, offset, bytes: toBase64(bytes) })
      offset = receivedBytes
      onProgress(offset)
    }
    signal.throwIfAborted()
    return uploadId
  } catch (error) {
    await calls.cancelUpload({ uploadId }).catch(() => undefined)
    throw error
  }
}

async function readPiece(file: LocalFile, offset: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(offset, offset + uploadChunkBytes).arrayBuffer())
  } catch (cause) {
    throw new FileUnreadable('the file cannot be read', { cause })
  }
}

/** More at once than a call takes as arguments ends in an error of the browser. */
const pieceChars = 0x8000

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += pieceChars)
    text += String.fromCharCode(...bytes.subarray(at, at + pieceChars))
  return btoa(text)
}

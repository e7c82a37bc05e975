// Files that a person opened with this program (File menu, a double click, the command line): the page gets the bytes of
// each once, under an address that nobody can guess, and no path. What becomes of them is the page's and the station's.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { largestUploadBytes, openedFiles } from '../../../preload/contract/index.ts'

/** What the library can look into (main/firmware/formats/), raw images by their usual names, kits and result files. */
export const openedExtensions = [
  'bin',
  'img',
  'rom',
  'hex',
  'ihex',
  'srec',
  's19',
  'elf',
  'uf2',
  'flkit',
  'flresults',
] as const

export type FileRefusal = 'fileMissing' | 'fileTooLarge'
export type Offered = { readonly token: string } | { readonly refusal: FileRefusal }

/** Files that the page never came for are forgotten, the oldest first. */
export const mostWaiting = 16
const pieceBytes = 256 * 1024

export class OpenedFiles {
  readonly #waiting = new Map<string, string>()

  /** `path` is absolute. Whether the library can do anything with such a file, it says itself. */
  async offer(path: string): Promise<Offered> {
    const opened = await openFile(path)
    if ('refusal' in opened) return opened
    await opened.handle.close()
    const token = randomBytes(16).toString('hex')
    this.#waiting.set(token, path)
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= mostWaiting) break
      this.#waiting.delete(oldest)
    }
    return { token }
  }

  /** The answer to `<folder><token>`, the first time; null ever after. */
  async serve(pathname: string): Promise<Response | null> {
    if (!pathname.startsWith(openedFiles.folder)) return null
    const token = pathname.slice(openedFiles.folder.length)
    const path = this.#waiting.get(token)
    if (path === undefined) return null
    this.#waiting.delete(token)
    const opened = await openFile(path)
    if ('refusal' in opened) return null
    const { handle, sizeBytes } = opened
    return new Response(streamOf(handle, sizeBytes), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(sizeBytes),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        [openedFiles.nameHeader]: encodeURIComponent(basename(path)),
      },
    })
  }
}

/** No more than was measured, should the file grow meanwhile; closes it at the end. */
function streamOf(handle: FileHandle, sizeBytes: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(Math.min(pieceBytes, sizeBytes - at))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at).catch(async (error: unknown) => {
        await handle.close()
        throw error
      })
      at += bytesRead
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
      await handle.close()
      // Shorter than it was: the page must not take a part for the whole.
      if (at < sizeBytes) controller.error(new Error('the file has become shorter'))
      else controller.close()
    },
    cancel: () => handle.close(),
  })
}

/** By its name alone. */
export function isKnownFile(path: string): boolean {
  const extension = extname(path).slice(1).toLowerCase()
  return openedExtensions.some((known) => known === extension)
}

async function openFile(
  path: string,
): Promise<{ handle: FileHandle; sizeBytes: number } | { refusal: FileRefusal }> {
  // A pipe of that name would keep a plain open waiting for ever.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null)
  if (handle === null) return { refusal: 'fileMissing' }
  const facts = await handle.stat().catch(() => null)
  if (facts?.isFile() && facts.size <= largestUploadBytes) return { handle, sizeBytes: facts.size }
  await handle.close()
  return { refusal: facts?.isFile() ? 'fileTooLarge' : 'fileMissing' }
}

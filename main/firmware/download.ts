// Streams one image into its partial file, continues what an earlier try left, and proves size and MD5 on the way. It
// ends with a complete, proved and synced partial file; making that visible is the store's business.
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { FlashlineError } from '../../preload/contract/index.ts'
import { Digests, digestFile } from './digests.ts'
import { withFileErrors } from './file-errors.ts'
import { type BodyAnswer, dropBody, networkError, openBody } from './http-body.ts'
import type { PartialFile } from './partial-file.ts'

export interface WantedFirmware {
  readonly url: string
  readonly sizeBytes: number
  /** Lower-case hex. At least one of the two digests: a file that cannot be proved is not wanted. */
  readonly md5: string | null
  readonly sha256?: string | null
}

export interface DownloadSettings {
  /** Longest silence of the server. */
  readonly idleTimeoutMs: number
  /** How often a body that was cut is continued. */
  readonly retries: number
  readonly retryDelayMs: number
  /** Proxy and certificates of the plant. */
  readonly dispatcher: Dispatcher
}

export type OnProgress = (progress: { doneBytes: number; totalBytes: number }) => void

/** Where a try begins: the open file, what it holds already, and the digests of that. */
interface Start {
  readonly file: FileHandle
  readonly offset: number
  readonly digests: Digests
}

/**
 * Returns the digests. IMAGE_SIZE, IMAGE_SHORT, IMAGE_DIGEST, STORE_FULL and the codes of openBody(). After a failure
 * only what can be continued is left on disk.
 */
export async function download(
  wanted: WantedFirmware,
  partial: PartialFile,
  settings: DownloadSettings,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<FoundDigests> {
  try {
    for (let failures = 0; ; ) {
      try {
        return await downloadOnce(wanted, partial, settings, onProgress, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof FlashlineError) || error.code !== 'IMAGE_SHORT') throw error
        failures += 1
        if (failures > settings.retries) throw error
        await delay(settings.retryDelayMs, undefined, { signal }).catch(() => signal.throwIfAborted())
      }
    }
  } catch (error) {
    // On a full disk half a file is only in the way.
    const inVain =
      error instanceof FlashlineError && ['IMAGE_SIZE', 'IMAGE_DIGEST', 'STORE_FULL'].includes(error.code)
    await (inVain ? partial.remove() : partial.leave())
    throw error
  }
}

async function downloadOnce(
  wanted: WantedFirmware,
  partial: PartialFile,
  settings: DownloadSettings,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<FoundDigests> {
  const { url, sizeBytes } = wanted
  const etag = await partial.etag()
  let start = etag === null ? null : await withFileErrors(() => resumeAt(partial, sizeBytes, signal))
  try {
    let answer: BodyAnswer | null = null
    if (start === null || start.offset < sizeBytes) {
      const from = start === null || etag === null ? null : { offset: start.offset, etag }
      answer = await openBody({ ...settings, url, from, signal })
      if (from !== null && !continues(answer, from.offset, sizeBytes)) {
        if (answer.status !== 200) {
          await dropBody(answer.body)
          answer = await openBody({ ...settings, url, from: null, signal })
        }
        await start?.file.close()
        start = null
      }
    }
    if (start === null) {
      if (answer?.status !== 200) throw new FlashlineError('CLOUD_REPLY', { status: answer?.status ?? 0 })
      if (answer.contentLength !== null && answer.contentLength !== sizeBytes) {
        await dropBody(answer.body)
        throw new FlashlineError('IMAGE_SIZE', { expected: sizeBytes, found: answer.contentLength })
      }
      const { etag: newEtag, body } = answer
      const file = await withFileErrors(() => partial.restart(newEtag)).catch(async (error: unknown) => {
        await dropBody(body)
        throw error
      })
      start = { file, offset: 0, digests: new Digests() }
    }
    if (answer !== null) await copyBody(answer, start, wanted, onProgress, signal)
    const found = start.digests.finish()
    const wrong = differing(wanted, found)
    if (wrong !== null) {
      await start.file.close()
      await partial.remove()
      // What was on disk before may be what is wrong, after a power cut for example: once more from the beginning.
      if (start.offset > 0) return await downloadOnce(wanted, partial, settings, onProgress, signal)
      throw new FlashlineError('IMAGE_DIGEST', wrong)
    }
    const { file } = start
    await withFileErrors(() => file.sync())
    return found
  } finally {
    await start?.file.close()
  }
}

export type FoundDigests = Readonly<Record<'md5' | 'sha256', string>>

/** The first digest that was stated and is another one. */
function differing(
  wanted: WantedFirmware,
  found: FoundDigests,
): { algorithm: string; expected: string; found: string } | null {
  for (const algorithm of ['md5', 'sha256'] as const) {
    const expected = wanted[algorithm] ?? null
    if (expected !== null && expected !== found[algorithm])
      return { algorithm, expected, found: found[algorithm] }
  }
  return null
}

/** Null when there is nothing, or more than there should be. */
async function resumeAt(partial: PartialFile, sizeBytes: number, signal: AbortSignal): Promise<Start | null> {
  const file = await partial.openExisting()
  try {
    const offset = (await file.stat()).size
    if (offset === 0 || offset > sizeBytes) {
      await file.close()
      return null
    }
    return { file, offset, digests: await digestFile(file, offset, signal) }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** The server sends exactly the rest that was asked for. */
function continues(answer: BodyAnswer, offset: number, sizeBytes: number): boolean {
  return answer.status === 206 && answer.contentRange === `bytes ${offset}-${sizeBytes - 1}/${sizeBytes}`
}

async function copyBody(
  answer: BodyAnswer,
  start: Start,
  wanted: WantedFirmware,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { sizeBytes: totalBytes } = wanted
  const chunks: AsyncIterator<Buffer> = answer.body[Symbol.asyncIterator]()
  let doneBytes = start.offset
  onProgress({ doneBytes, totalBytes })
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        signal.throwIfAborted()
        const failure = networkError(error, answer.host)
        throw failure.code === 'CLOUD_TIMEOUT' ? failure : short(totalBytes, doneBytes, failure)
      })
      if (next.done === true) break
      const chunk = next.value
      doneBytes += chunk.length
      if (doneBytes > totalBytes) {
        throw new FlashlineError('IMAGE_SIZE', { expected: totalBytes, found: doneBytes })
      }
      await withFileErrors(() => start.file.writeFile(chunk))
      start.digests.update(chunk)
      onProgress({ doneBytes, totalBytes })
    }
  } finally {
    answer.body.destroy()
  }
  if (doneBytes < totalBytes) throw short(totalBytes, doneBytes, undefined)
}

function short(expected: number, found: number, cause: unknown): FlashlineError {
  return new FlashlineError('IMAGE_SHORT', { expected, found }, { cause })
}

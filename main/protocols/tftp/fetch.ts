// One fetch: the image is offered, the console is told to fetch it, and what the device was served is the progress.
// Not here: the server (hand-out/tftp/), what surrounds the fetch (ymodem/receiver-target.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { HandOut, Offered, Served } from '../../hand-out/hand-out.ts'
import type { ConsoleValues } from '../console/template.ts'
import type { ConnectContext } from '../protocol.ts'
import { Bell } from '../pull/bell.ts'
import type { OutgoingFile } from '../ymodem/receiver-target.ts'
import type { SenderEvent } from '../ymodem/session.ts'
import type { TftpOptions } from './options.ts'

/** Longer than any fetch that goes on: one that stands still is ended by `fetchTimeoutMs`. */
const lifetimeMs = 30 * 60_000

export interface Fetch {
  readonly file: OutgoingFile
  readonly options: Pick<TftpOptions, 'serverHost' | 'blockSize' | 'windowSize' | 'fetchTimeoutMs'>
  readonly handOut: HandOut
  readonly notice: NonNullable<ConnectContext['notice']>
  /** Plays the script to its end; rejects with what consoles reject with. */
  readonly play: (values: ConsoleValues, signal: AbortSignal) => Promise<void>
}

/**
 * PULL_NOT_STARTED, PULL_STOPPED {doneBytes, said}, CONSOLE_REFUSED before the device asked for anything, HANDOUT_*; the
 * signal's reason. However it ends, the image is not offered any more and the console is not read any more.
 */
export async function* fetchFile(fetch: Fetch, signal: AbortSignal): AsyncGenerator<SenderEvent, void, void> {
  const { file, options, handOut, notice } = fetch
  const watch = new FetchWatch(file.bytes.length, options.fetchTimeoutMs)
  const offered = await handOut.tftp({
    file,
    fileName: file.name,
    // The console does not say at which address the device will come.
    deviceIp: null,
    host: options.serverHost,
    lifetimeMs,
    onServed: (served) => watch.onServed(served),
  })
  const stop = new AbortController()
  const playing = fetch.play(valuesOf(offered, options), AbortSignal.any([signal, stop.signal])).then(
    () => watch.onEnd(null),
    (error: unknown) => watch.onEnd({ error }),
  )
  try {
    notice('waitingForFetch')
    yield* watch.events(notice, signal)
  } finally {
    stop.abort()
    await playing
    offered.close()
    notice(null)
  }
}

function valuesOf({ host, path }: Offered, { blockSize, windowSize }: Fetch['options']): ConsoleValues {
  return {
    serverIp: host,
    fileName: path,
    blockSize: String(blockSize),
    windowSize: String(windowSize),
  }
}

class FetchWatch {
  readonly #bell = new Bell()
  readonly #totalBytes: number
  readonly #timeoutMs: number
  #served: Served = { doneBytes: 0, requests: 0, open: 0, isWhole: false }
  /** The script has ended, well or not. */
  #end: { readonly failure: { readonly error: unknown } | null } | null = null
  #movedAt = performance.now()

  constructor(totalBytes: number, timeoutMs: number) {
    this.#totalBytes = totalBytes
    this.#timeoutMs = timeoutMs
  }

  onServed(served: Served): void {
    if (served.doneBytes > this.#served.doneBytes || served.requests > this.#served.requests)
      this.#movedAt = performance.now()
    this.#served = served
    this.#bell.ring()
  }

  onEnd(failure: { readonly error: unknown } | null): void {
    this.#end = { failure }
    this.#bell.ring()
  }

  async *events(notice: Fetch['notice'], signal: AbortSignal): AsyncGenerator<SenderEvent, void, void> {
    const totalBytes = this.#totalBytes
    let isAccepted = false
    let shownBytes = 0
    for (;;) {
      const { doneBytes, requests } = this.#served
      if (!isAccepted && requests > 0) {
        isAccepted = true
        notice(null)
        yield { kind: 'accepted' }
      }
      if (doneBytes > shownBytes) yield { kind: 'progress', doneBytes, totalBytes }
      shownBytes = doneBytes
      if (this.#end !== null && this.#served.requests === requests) break
      const leftMs = this.#movedAt + this.#timeoutMs - performance.now()
      if (leftMs <= 0) throw this.#stalled()
      await this.#bell.wait(leftMs, signal)
    }
    signal.throwIfAborted()
    if (this.#end.failure !== null) throw this.#meaningOf(this.#end.failure.error)
    // Whatever the device says it has, it is not from here.
    if (!isAccepted) throw this.#stalled()
    if (shownBytes < totalBytes) yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
  }

  #stalled(said: Readonly<Record<string, string>> = {}): FlashlineError {
    const { doneBytes, requests } = this.#served
    const timeoutMs = this.#timeoutMs
    return requests === 0
      ? new FlashlineError('PULL_NOT_STARTED', { timeoutMs, ...said })
      : new FlashlineError('PULL_STOPPED', { doneBytes, totalBytes: this.#totalBytes, timeoutMs, ...said })
  }

  /** What the console said, in the light of what was served. */
  #meaningOf(error: unknown): unknown {
    if (!(error instanceof FlashlineError) || this.#served.isWhole) return error
    if (error.code === 'CONSOLE_NO_ANSWER') return this.#stalled()
    if (error.code === 'CONSOLE_REFUSED' && this.#served.requests > 0)
      return this.#stalled({ said: String(error.context.line ?? '') })
    return error
  }
}

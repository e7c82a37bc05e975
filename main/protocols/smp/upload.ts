// Sends an image: chunk by chunk from where the device says it goes on, one or several under way at a time.
// Not here: the size of a chunk (chunks.ts), when an upload is wanted (index.ts). Quirks and deadlines: README.md.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { WriteEvent } from '../protocol.ts'
import type { Chunk, Chunks } from './chunks.ts'
import { commands, type Message } from './codec.ts'
import { chunkRefusedError, type Refusal, refusalIn, type UploadAnswer, uploadSchema } from './replies.ts'
import { parseAnswer, type SmpSession } from './session.ts'

export interface UploadOptions {
  readonly eraseTimeoutMs: number
  readonly chunkTimeoutMs: number
  readonly replyTimeoutMs: number
  readonly maxRetries: number
  /** Chunks under way at once. */
  readonly window: number
  /** Called when the first chunk was answered. */
  readonly onErased: () => void
}

export type UploadEvent = Extract<WriteEvent, { kind: 'progress' | 'skipped' | 'retry' }>

/**
 * Ends when the device has all bytes. Returns whether its own digest of them is right; null: it does not digest.
 * @throws LOADER_SILENT, TRANSFER_RETRIES, LOADER_REFUSED, STORAGE_WRITE, IMAGE_TOO_LARGE, LINK_LOST; the signal's reason.
 */
export async function* uploadImage(
  session: SmpSession,
  chunks: Chunks,
  options: UploadOptions,
  signal: AbortSignal,
): AsyncGenerator<UploadEvent, boolean | null, void> {
  const upload = new Upload(session, chunks, options, signal)
  const totalBytes = chunks.sizeBytes
  while (!upload.isDone) {
    await upload.fill()
    yield { kind: 'progress', doneBytes: upload.doneBytes, totalBytes }
    yield* upload.settle()
  }
  yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
  return upload.match
}

class Upload {
  readonly #session: SmpSession
  readonly #chunks: Chunks
  readonly #options: UploadOptions
  readonly #signal: AbortSignal
  /** Sent and not answered, in the order of their offsets. */
  #underWay: Chunk[] = []
  #ready: Chunk | null = null
  #nextOff = 0
  #silences = 0
  /** How often the device wanted something again since it came further than ever before. */
  #setbacks = 0
  #furthest = 0
  /** End of what was sent at least once. */
  #sentEnd = 0
  /** A chunk of the present size was answered. */
  #fits = false
  doneBytes = 0
  match: boolean | null = null

  constructor(session: SmpSession, chunks: Chunks, options: UploadOptions, signal: AbortSignal) {
    this.#session = session
    this.#chunks = chunks
    this.#options = options
    this.#signal = signal
  }

  get isDone(): boolean {
    return this.doneBytes === this.#chunks.sizeBytes
  }

  /** Sends as much as may be under way, and makes the chunk after it while these are on the wire. */
  async fill(): Promise<void> {
    const size = this.#chunks.sizeBytes
    const window = this.doneBytes === 0 ? 1 : this.#options.window
    while (this.#underWay.length < window && this.#nextOff < size) {
      const chunk = this.#ready?.off === this.#nextOff ? this.#ready : this.#chunks.at(this.#nextOff)
      this.#ready = null
      this.#underWay.push(chunk)
      this.#nextOff = chunk.end
      this.#sentEnd = Math.max(this.#sentEnd, chunk.end)
      await this.#session.send(chunk.prepared, this.#signal)
    }
    if (this.#ready === null && this.#nextOff < size) this.#ready = this.#chunks.at(this.#nextOff)
  }

  /** Waits for one answer, or for its absence, and decides where to go on. */
  async *settle(): AsyncGenerator<UploadEvent, void, void> {
    const brokenBefore = this.#session.carrier.brokenCount
    const answer = await this.#answer()
    if (answer === null) {
      this.#silences += 1
      if (this.#silences > this.#options.maxRetries)
        throw this.#gaveUp(this.#session.carrier.brokenCount > brokenBefore)
      yield { kind: 'retry', offset: this.doneBytes }
      // A buffer that is smaller than it was said to be swallows a frame without a word.
      if (this.#silences % 2 === 0 && !(this.#fits && this.#session.carrier.losesAny)) this.#shrink()
      this.#goOnAt(this.doneBytes)
      return
    }
    this.#silences = 0
    this.#fits = true
    const chunk = this.#takeAnswered(answer)
    if (chunk.off === 0) this.#options.onErased()
    const refusal = refusalIn(answer.body)
    if (refusal !== null) {
      yield* this.#refused(refusal, chunk)
      return
    }
    yield* this.#accepted(parseAnswer(commands.upload, uploadSchema, answer.body), chunk)
  }

  async *#refused(refusal: Refusal, chunk: Chunk): AsyncGenerator<UploadEvent, void, void> {
    if (!refusal.isTooLong || !this.#shrink()) throw chunkRefusedError(refusal, chunk.off)
    yield { kind: 'retry', offset: chunk.off }
    this.#goOnAt(this.doneBytes)
  }

  async *#accepted({ off, match }: UploadAnswer, chunk: Chunk): AsyncGenerator<UploadEvent, void, void> {
    if (off > this.#chunks.sizeBytes)
      throw new FlashlineError('LOADER_REPLY', { command: commands.upload.name, off })
    if (off === this.#chunks.sizeBytes && match !== undefined && this.#chunks.hasSha) this.match = match
    if (off > this.#furthest) {
      this.#furthest = off
      this.#setbacks = 0
    }
    if (off === chunk.end) {
      this.doneBytes = off
      return
    }
    if (off > chunk.end) {
      // It has them from an upload that broke off, or found all of them by its digest; or an answer got lost.
      const sizeBytes = off - (this.#sentEnd > chunk.end ? this.#sentEnd : this.doneBytes)
      if (sizeBytes > 0) yield { kind: 'skipped', sizeBytes }
    } else if (off > chunk.off) {
      this.#chunks.align()
    } else {
      this.#setbacks += 1
      if (this.#setbacks > this.#options.maxRetries) throw this.#gaveUp(true)
      yield { kind: 'retry', offset: off }
    }
    this.doneBytes = off
    this.#goOnAt(off)
  }

  #shrink(): boolean {
    this.#fits = false
    return this.#chunks.shrink()
  }

  #goOnAt(off: number): void {
    this.#underWay = []
    this.#ready = null
    this.#nextOff = off
  }

  /** Answers come in the order of the requests: those before it got lost. */
  #takeAnswered(answer: Message): Chunk {
    const index = this.#underWay.findIndex(({ prepared }) => prepared.sequence === answer.sequence)
    const chunk = this.#underWay[index]
    if (chunk === undefined) throw new FlashlineError('SOFTWARE', { message: 'answer to nothing' })
    this.#underWay.splice(0, index + 1)
    return chunk
  }

  #answer(): Promise<Message | null> {
    const asked = this.#underWay.map(({ prepared }) => prepared)
    const isFirst = this.#underWay[0]?.off === 0
    if (isFirst) return this.#answerWhileErasing()
    return this.#session.answerTo(asked, this.#options.chunkTimeoutMs, this.#signal)
  }

  /**
   * A device that erases says nothing for long; one that did not get the chunk says nothing either. Another question tells which:
   * requests are answered in their order, so an answer to it means that the chunk, or its answer, was lost.
   * LOADER_SILENT when neither is answered.
   */
  async #answerWhileErasing(): Promise<Message | null> {
    const { eraseTimeoutMs, replyTimeoutMs } = this.#options
    const asked = this.#underWay.map(({ prepared }) => prepared)
    const until = performance.now() + eraseTimeoutMs
    const probe = this.#session.prepare(commands.imageState, {})
    for (let left = eraseTimeoutMs; left > 0; left = until - performance.now()) {
      const answer = await this.#session.answerTo(
        [...asked, probe],
        Math.min(left, replyTimeoutMs),
        this.#signal,
      )
      if (answer !== null) return answer.sequence === probe.sequence ? null : answer
      await this.#session.send(probe, this.#signal)
    }
    throw this.#gaveUp(false)
  }

  #gaveUp(wasAnswered: boolean): FlashlineError {
    const repeats = this.#options.maxRetries
    if (wasAnswered) return new FlashlineError('TRANSFER_RETRIES', { offset: this.doneBytes, repeats })
    return new FlashlineError('LOADER_SILENT', { command: commands.upload.name, address: this.doneBytes })
  }
}

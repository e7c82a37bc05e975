// Sends an image over the connection that a device made, and hears from it what it wrote and how it ends. At most a window
// is unacknowledged; the device's TCP window is what paces it: README, "The transfer". Not here: how counts are read (acks.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { Image, WriteEvent } from '../protocol.ts'
import { AckCounter } from './acks.ts'
import { plainSentence } from './codec.ts'

export interface StreamOptions {
  readonly ackTimeoutMs: number
  readonly finishTimeoutMs: number
  readonly windowBytes: number
  /** What runs changes with the last byte: told before it is sent. */
  readonly tellsLastByte: boolean
}

const pieceBytes = 16 * 1024
/** A device that says nothing for so long has taken all it got: counts were misread, and the window opens again. */
const quietMs = 500
/** A sentence may come in pieces. */
const sentenceMs = 300
const longestSentence = 1000

/**
 * Ends when the device has said that the whole image is right, by its MD5. OTA_REFUSED {said}, VERIFY_MISMATCH, OTA_BROKEN,
 * OTA_SILENT {phase: 'transfer' | 'finish'}, OTA_REPLY; the signal's reason.
 */
export async function* streamImage(
  link: Link,
  image: Image,
  options: StreamOptions,
  signal: AbortSignal,
): AsyncGenerator<WriteEvent, void, void> {
  const stream = new Stream(link, image, options, signal)
  const totalBytes = image.sizeBytes
  let toldBytes = -1
  while (!stream.isOver) {
    for (let piece = stream.nextPiece(); piece !== null; piece = stream.nextPiece()) {
      if (piece.isLast && options.tellsLastByte) yield { kind: 'pointOfNoReturn' }
      await stream.send(piece)
    }
    await stream.hear()
    if (stream.ackedBytes > toldBytes) yield { kind: 'progress', doneBytes: stream.ackedBytes, totalBytes }
    toldBytes = stream.ackedBytes
  }
  if (toldBytes < totalBytes) yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
}

interface Piece {
  readonly end: number
  readonly isLast: boolean
}

class Stream {
  readonly #link: Link
  readonly #image: Image
  readonly #options: StreamOptions
  readonly #signal: AbortSignal
  readonly #acks = new AckCounter()
  #sentBytes = 0
  /** From here on bytes count as unacknowledged. */
  #windowFrom = 0
  #isReopened = false
  #heardAt = performance.now()
  #said = ''
  isOver = false

  constructor(link: Link, image: Image, options: StreamOptions, signal: AbortSignal) {
    this.#link = link
    this.#image = image
    this.#options = options
    this.#signal = signal
  }

  get ackedBytes(): number {
    return this.#acks.ackedBytes
  }

  /** What may be sent now; null: the device's turn. */
  nextPiece(): Piece | null {
    const { sizeBytes } = this.#image
    const end = Math.min(
      sizeBytes,
      this.#sentBytes + pieceBytes,
      this.#windowFrom + this.#options.windowBytes,
    )
    return end > this.#sentBytes ? { end, isLast: end === sizeBytes } : null
  }

  async send({ end }: Piece): Promise<void> {
    try {
      await this.#link.write(this.#image.bytes.subarray(this.#sentBytes, end), this.#signal)
      this.#sentBytes = end
    } catch (error) {
      throw await this.#ended(error)
    }
  }

  /** Waits for the next words of the device and takes them in. */
  async hear(): Promise<void> {
    const bytes = await this.#read(this.#isAllSent ? this.#leftMs : Math.min(quietMs, this.#leftMs))
    if (bytes.length > 0) {
      this.#heardAt = performance.now()
      this.#isReopened = false
      this.#take(Buffer.from(bytes).toString('latin1'))
      this.#windowFrom = Math.max(this.#windowFrom, this.ackedBytes)
      if (this.#said !== '') await this.#finish()
    } else if (this.#leftMs <= 0) {
      throw this.#silent()
    } else if (!this.#isReopened) {
      this.#windowFrom = this.#sentBytes
      this.#isReopened = true
    }
  }

  #take(text: string): void {
    const [, counts = '', words = ''] = /^([\d\s]*)([\s\S]*)$/.exec(text) ?? []
    for (const digits of counts.split(/\s+/)) if (digits !== '') this.#acks.add(digits, this.#sentBytes)
    this.#said = words
  }

  /** It speaks: a yes, or a sentence about what is wrong. */
  async #finish(): Promise<void> {
    while (!this.#isYes && this.#said.length < longestSentence) {
      const more = await this.#read(sentenceMs).catch((error: unknown) => {
        this.#signal.throwIfAborted()
        if (error instanceof FlashlineError) return new Uint8Array()
        throw error
      })
      if (more.length === 0) break
      this.#said += Buffer.from(more).toString('latin1')
    }
    if (!this.#isYes) throw this.#refused()
    if (!this.#isAllSent) throw new FlashlineError('OTA_REPLY', { said: 'OK', doneBytes: this.ackedBytes })
    this.isOver = true
  }

  async #read(timeoutMs: number): Promise<Uint8Array> {
    try {
      return await this.#link.read({ atLeast: 1, timeoutMs: Math.max(timeoutMs, 0), signal: this.#signal })
    } catch (error) {
      throw this.#said === '' ? this.#lost(error) : error
    }
  }

  /** What a failed write means: the device may have said why it hung up. */
  async #ended(error: unknown): Promise<unknown> {
    this.#signal.throwIfAborted()
    if (error instanceof FlashlineError && error.code === 'LINK_STALLED') return this.#silent()
    for (;;) {
      const bytes = await this.#read(0)
      if (bytes.length === 0) return this.#lost(error)
      this.#take(Buffer.from(bytes).toString('latin1'))
      if (this.#said !== '') return this.#refused()
    }
  }

  #lost(error: unknown): unknown {
    this.#signal.throwIfAborted()
    const { ackedBytes: doneBytes } = this
    return new FlashlineError(
      'OTA_BROKEN',
      { doneBytes, totalBytes: this.#image.sizeBytes },
      { cause: error },
    )
  }

  #refused(): FlashlineError {
    const said = plainSentence(this.#said)
    const doneBytes = this.ackedBytes
    if (this.#isAllSent && /md5/i.test(said))
      return new FlashlineError('VERIFY_MISMATCH', { algorithm: 'md5', expected: this.#image.md5, said })
    return new FlashlineError('OTA_REFUSED', { said, doneBytes })
  }

  #silent(): FlashlineError {
    const phase = this.#isFinishing ? 'finish' : 'transfer'
    return new FlashlineError('OTA_SILENT', {
      phase,
      timeoutMs: this.#patienceMs,
      doneBytes: this.ackedBytes,
    })
  }

  get #isAllSent(): boolean {
    return this.#sentBytes === this.#image.sizeBytes
  }

  /** All is on its way to a device that takes what it gets: now it may check for a while. */
  get #isFinishing(): boolean {
    return this.#isAllSent && this.ackedBytes > 0
  }

  get #isYes(): boolean {
    return /^OK\s*$/.test(this.#said)
  }

  get #patienceMs(): number {
    return this.#isFinishing ? this.#options.finishTimeoutMs : this.#options.ackTimeoutMs
  }

  get #leftMs(): number {
    return this.#heardAt + this.#patienceMs - performance.now()
  }
}

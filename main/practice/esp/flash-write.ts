// One write to the flash between BEGIN and END: blocks in order, plain or deflated, never more bytes than were announced.
// ROM and stub differ in when they erase and in how they answer; that is theirs.
import { createInflate, type Inflate } from 'node:zlib'
import { type NorFlash, sectorBytes } from './nor-flash.ts'

export type WriteFailure = 'flash' | 'inflate' | 'tooMuch'

export interface WriteRequest {
  readonly offset: number
  /** Bytes that may come. */
  readonly sizeBytes: number
  /** From `offset` on; whole sectors are. */
  readonly eraseBytes: number
  readonly isDeflated: boolean
}

export class FlashWrite {
  /** Sequence number of the block that comes next. */
  nextBlock = 0
  readonly #flash: NorFlash
  readonly #inflater: Inflater | null
  readonly #eraseEnd: number
  /** Up to here the flash is erased. */
  #erased: number
  #offset: number
  #leftBytes: number

  constructor(flash: NorFlash, { offset, sizeBytes, eraseBytes, isDeflated }: WriteRequest) {
    this.#flash = flash
    this.#inflater = isDeflated ? new Inflater(sizeBytes) : null
    this.#offset = offset
    this.#leftBytes = sizeBytes
    this.#erased = Math.floor(offset / sectorBytes) * sectorBytes
    this.#eraseEnd = Math.ceil((offset + eraseBytes) / sectorBytes) * sectorBytes
  }

  get isComplete(): boolean {
    return this.#leftBytes === 0
  }

  /** Erases the first sector or block of it. */
  eraseSome(): Promise<WriteFailure | null> {
    return this.#eraseTo(this.#erased + 1)
  }

  eraseAll(): Promise<WriteFailure | null> {
    return this.#eraseTo(this.#eraseEnd)
  }

  /** What of a block is beyond the announced size is padding when the block is plain. */
  async take(block: Uint8Array): Promise<WriteFailure | null> {
    this.nextBlock += 1
    const bytes = this.#inflater === null ? block : await this.#inflater.push(block)
    if (bytes === null) return 'inflate'
    if (this.#inflater !== null && bytes.length > this.#leftBytes) return 'tooMuch'
    const wanted = bytes.subarray(0, this.#leftBytes)
    return (await this.#eraseTo(this.#offset + wanted.length)) ?? (await this.#program(wanted))
  }

  close(): void {
    this.#inflater?.close()
  }

  async #program(bytes: Uint8Array): Promise<WriteFailure | null> {
    if (!(await this.#flash.program(this.#offset, bytes))) return 'flash'
    this.#offset += bytes.length
    this.#leftBytes -= bytes.length
    return null
  }

  async #eraseTo(offset: number): Promise<WriteFailure | null> {
    while (this.#erased < Math.min(offset, this.#eraseEnd)) {
      const erased = await this.#flash.eraseNext(this.#erased, this.#eraseEnd)
      if (erased === null) return 'flash'
      this.#erased = erased
    }
    return null
  }
}

/** One zlib stream, block by block. Gives out one byte more than allowed at the most. */
class Inflater {
  readonly #stream: Inflate
  #leftBytes: number
  #out: Buffer[] = []
  #isBroken = false
  #onBroken: (() => void) | null = null

  constructor(sizeBytes: number) {
    this.#leftBytes = sizeBytes + 1
    this.#stream = createInflate({ chunkSize: 32 * 1024 })
    this.#stream.on('data', (bytes: Buffer) => {
      const part = bytes.subarray(0, this.#leftBytes)
      this.#leftBytes -= part.length
      if (part.length > 0) this.#out.push(part)
    })
    this.#stream.on('error', () => {
      this.#isBroken = true
      // A stream that breaks forgets the block that broke it.
      this.#onBroken?.()
    })
  }

  /** What the block inflates to; null: it is no part of such a stream. */
  async push(block: Uint8Array): Promise<Buffer | null> {
    if (this.#isBroken) return null
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onBroken = resolve
    // A turn later everything that the block inflates to was told.
    this.#stream.write(block, () => setImmediate(resolve))
    await promise
    if (this.#isBroken) return null
    const bytes = Buffer.concat(this.#out)
    this.#out = []
    return bytes
  }

  close(): void {
    this.#stream.destroy()
  }
}

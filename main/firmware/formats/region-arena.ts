// Bytes that a parser decodes out of a file, with the addresses they belong to. One buffer for the whole file, sized by
// the file and not by what it claims; what touches in the order of the file is one piece already.
import type { Region } from '../../protocols/protocol.ts'
import { damagedFile } from './addresses.ts'
import { joinRegions, maxRegions } from './join-regions.ts'
import type { ImageFormat } from './parsed-image.ts'

interface Piece {
  readonly address: number
  readonly start: number
  end: number
}

export class RegionArena {
  /** Decode into it from `end` on, then say with place() where those bytes belong. */
  readonly bytes: Uint8Array
  readonly #format: ImageFormat
  readonly #pieces: Piece[] = []
  #last: Piece | null = null
  #end = 0

  /** `capacityBytes`: no file of this size holds more. */
  constructor(format: ImageFormat, capacityBytes: number) {
    this.#format = format
    this.bytes = new Uint8Array(capacityBytes)
  }

  get end(): number {
    return this.#end
  }

  /** The next `sizeBytes` of the buffer are what belongs at `address`. IMAGE_FORMAT for too many pieces. */
  place(address: number, sizeBytes: number): void {
    const start = this.#end
    this.#end += sizeBytes
    if (this.#last && this.#last.address + this.#last.end - this.#last.start === address) {
      this.#last.end = this.#end
      return
    }
    if (this.#pieces.length === maxRegions) throw damagedFile(this.#format, 'too many regions')
    this.#last = { address, start, end: this.#end }
    this.#pieces.push(this.#last)
  }

  /** IMAGE_ADDRESS for overlaps and addresses behind 32 bits, IMAGE_FORMAT when there is nothing. */
  regions(): readonly Region[] {
    const pieces = this.#pieces.map(({ address, start, end }) => ({
      address,
      bytes: this.bytes.subarray(start, end),
    }))
    return joinRegions(pieces, this.#format)
  }
}

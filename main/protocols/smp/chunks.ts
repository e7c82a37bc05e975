// An image cut into upload requests of the size that the device takes. Not here: sending them (upload.ts).
// Source: Zephyr documentation, SMP group 1, "Image upload".
import { type Body, commands, dataRoom } from './codec.ts'
import type { Prepared, SmpSession } from './session.ts'

export interface UploadImage {
  readonly bytes: Uint8Array
  /** Of the whole file: the device finds a broken upload again by it, and compares it with its flash at the end. */
  readonly sha256: Uint8Array
  readonly image: number
  readonly upgradeOnly: boolean
}

export interface Chunk {
  readonly off: number
  /** Where the next one begins. */
  readonly end: number
  readonly prepared: Prepared
}

/** Tried from the top where a device does not say what it takes, or does not take what it said. */
export const bufferSteps: readonly number[] = [2048, 1024, 512, 384, 256, 128, 96]
/** The device wants to see the whole header of the image in the first chunk. */
const imageHeaderBytes = 32
const alignSteps: readonly number[] = [8, 16, 32]

export class Chunks {
  readonly #session: SmpSession
  readonly #image: UploadImage
  #bufferBytes: number
  #alignBytes = 1
  readonly #withSha: boolean

  constructor(session: SmpSession, image: UploadImage, bufferBytes: number) {
    this.#session = session
    this.#image = image
    this.#bufferBytes = bufferBytes
    // In the smallest buffers there is no room for both.
    this.#withSha = this.#roomWith(this.#fields(0, true)) >= imageHeaderBytes
  }

  /** False: the device never heard the digest, so what it says about it means nothing. */
  get hasSha(): boolean {
    return this.#withSha
  }

  get sizeBytes(): number {
    return this.#image.bytes.length
  }

  /** The request for the bytes from `off` on. */
  at(off: number): Chunk {
    const { bytes } = this.#image
    const fields = this.#fields(off, this.#withSha)
    let room = Math.max(this.#roomWith(fields), 1)
    if (room > this.#alignBytes && off + room < bytes.length) room -= room % this.#alignBytes
    const end = Math.min(off + room, bytes.length)
    const body = { ...fields, data: bytes.subarray(off, end) }
    return { off, end, prepared: this.#session.prepare(commands.upload, body) }
  }

  /** Makes smaller frames from now on. False: they are as small as they get. */
  shrink(): boolean {
    const smaller = bufferSteps.find((step) => step < this.#bufferBytes)
    if (smaller === undefined) return false
    this.#bufferBytes = smaller
    return true
  }

  /** The device left bytes at the end of a chunk: its flash takes only multiples of something. */
  align(): void {
    this.#alignBytes = alignSteps.find((step) => step > this.#alignBytes) ?? this.#alignBytes
  }

  #fields(off: number, withSha: boolean): Body {
    const { bytes, sha256, image, upgradeOnly } = this.#image
    if (off > 0) return { off, data: new Uint8Array(0) }
    return {
      off,
      len: bytes.length,
      data: new Uint8Array(0),
      ...(withSha && { sha: sha256 }),
      ...(image > 0 && { image }),
      ...(upgradeOnly && { upgrade: true }),
    }
  }

  #roomWith(fields: Body): number {
    return dataRoom(this.#session.carrier.messageBytesIn(this.#bufferBytes), fields)
  }
}

// The receive side of every link: bytes wait here, in order, until somebody reads them. Not here: where they come from.
// Copied into append-only blocks, so that neither many tiny arrivals nor one large one costs more than its bytes.
// Bounded: a device that talks while nobody listens fills `capacityBytes` and ends the link instead of the memory.
import { FlashlineError } from '../../preload/contract/index.ts'
import type { ReadRequest } from './link.ts'
import { Watchdog } from './watchdog.ts'

const blockBytes = 16 * 1024
const defaultCapacityBytes = 8 * 1024 * 1024

interface Block {
  readonly bytes: Uint8Array
  start: number
  end: number
}

interface Waiting {
  readonly atLeast: number
  readonly atMost: number
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

export class ByteQueue {
  /** Places before `#head` are empty; they are cut off now and then, not one by one. */
  #blocks: (Block | undefined)[] = []
  #head = 0
  #size = 0
  #end: FlashlineError | null = null
  #waiting: Waiting | null = null
  readonly #watchdog = new Watchdog()
  readonly capacityBytes: number
  /** Called when bytes were taken or dropped or a read waits for more, so that a carrier which can wait may go on. */
  onRoom: (() => void) | null = null

  constructor(capacityBytes: number = defaultCapacityBytes) {
    this.capacityBytes = capacityBytes
  }

  /** Bytes that wait. */
  get size(): number {
    return this.#size
  }

  /** What the waiting read needs before it can be answered; 0 without one. */
  get wanted(): number {
    return this.#waiting?.atLeast ?? 0
  }

  /** Takes a copy. False when there is no room for it or the queue is closed: then nothing of it was taken. */
  push(bytes: Uint8Array): boolean {
    if (this.#end !== null || this.#size + bytes.length > this.capacityBytes) return false
    let offset = 0
    while (offset < bytes.length) {
      let last = this.#blocks.at(-1)
      if (last === undefined || last.end === last.bytes.length) {
        const left = bytes.length - offset
        last = { bytes: new Uint8Array(Math.max(blockBytes, left)), start: 0, end: 0 }
        this.#blocks.push(last)
      }
      const count = Math.min(bytes.length - offset, last.bytes.length - last.end)
      last.bytes.set(bytes.subarray(offset, offset + count), last.end)
      last.end += count
      offset += count
    }
    this.#size += bytes.length
    this.#wake()
    return true
  }

  /** No more will come. What is here can still be read; after that, reads reject with `error`. First call wins. */
  close(error: FlashlineError): void {
    if (this.#end !== null) return
    this.#end = error
    this.#wake()
    this.#watchdog.release()
  }

  /** Puts bytes back in front, also after close and beyond the capacity: they were counted once already. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const block = { bytes: bytes.slice(), start: 0, end: bytes.length }
    if (this.#head > 0) this.#blocks[--this.#head] = block
    else this.#blocks.unshift(block)
    this.#size += bytes.length
    this.#wake()
  }

  discard(): number {
    const dropped = this.#size
    this.#blocks = []
    this.#head = 0
    this.#size = 0
    if (dropped > 0) this.onRoom?.()
    return dropped
  }

  /** As Link.read() says. A timeout of Infinity waits until bytes, close or abort; 0 still lets arrivals in once. */
  read(request: ReadRequest): Promise<Uint8Array> {
    const { atLeast, timeoutMs, signal } = request
    const atMost = request.atMost ?? Number.POSITIVE_INFINITY
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    if (signal.aborted) {
      reject(signal.reason)
    } else if (this.#waiting !== null) {
      reject(new FlashlineError('SOFTWARE', { message: 'two reads at a time on one link' }))
    } else if (!(atLeast >= 0 && atLeast <= atMost && atLeast <= this.capacityBytes)) {
      reject(new FlashlineError('SOFTWARE', { message: 'read range', atLeast, atMost }))
    } else if (this.#size >= atLeast && (this.#size > 0 || this.#end === null)) {
      resolve(this.#take(atMost))
    } else if (this.#end !== null) {
      this.#answerClosed(this.#end, atMost, resolve, reject)
    } else {
      this.#waiting = { atLeast, atMost, resolve, reject }
      this.#watchdog.arm(signal, timeoutMs, this.#abort, this.#settle)
      this.onRoom?.()
    }
    return promise
  }

  /** Answers the waiting read with what is here now. */
  readonly #settle = (): void => {
    const waiting = this.#endWait()
    if (waiting === null) return
    const { atMost, resolve, reject } = waiting
    if (this.#end !== null) this.#answerClosed(this.#end, atMost, resolve, reject)
    else resolve(this.#take(atMost))
  }

  readonly #abort = (reason: unknown): void => {
    this.#endWait()?.reject(reason)
  }

  #endWait(): Waiting | null {
    const waiting = this.#waiting
    this.#waiting = null
    this.#watchdog.disarm()
    return waiting
  }

  #answerClosed(
    end: FlashlineError,
    atMost: number,
    resolve: (bytes: Uint8Array) => void,
    reject: (error: FlashlineError) => void,
  ): void {
    if (this.#size > 0 && atMost > 0) resolve(this.#take(atMost))
    else reject(end)
  }

  #wake(): void {
    if (this.#waiting === null) return
    if (this.#end !== null || this.#size >= this.#waiting.atLeast) this.#settle()
  }

  /** One block's bytes go out as a view (a block is never written twice); more are copied together. */
  #take(atMost: number): Uint8Array {
    const count = Math.min(this.#size, atMost)
    if (count === 0) return new Uint8Array(0)
    const first = this.#blocks[this.#head]
    let out: Uint8Array
    if (first !== undefined && first.end - first.start >= count) {
      out = first.bytes.subarray(first.start, first.start + count)
      this.#skip(first, count)
    } else {
      out = new Uint8Array(count)
      let filled = 0
      while (filled < count) {
        const block = this.#blocks[this.#head]
        if (block === undefined) break
        const part = Math.min(count - filled, block.end - block.start)
        out.set(block.bytes.subarray(block.start, block.start + part), filled)
        filled += part
        this.#skip(block, part)
      }
    }
    this.#size -= count
    this.onRoom?.()
    return out
  }

  #skip(block: Block, count: number): void {
    block.start += count
    if (block.start < block.end) return
    // The last block is kept while it has room, for the next arrivals.
    const isLast = this.#head === this.#blocks.length - 1
    if (isLast && block.end < block.bytes.length) return
    this.#blocks[this.#head] = undefined
    this.#head += 1
    if (this.#head > 64 && this.#head * 2 > this.#blocks.length) {
      this.#blocks.splice(0, this.#head)
      this.#head = 0
    }
  }
}

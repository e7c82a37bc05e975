// The RAM of a simulated board: a range of addresses of which only the written pages cost anything.
// Reads as zeros where nothing was written. Out of range is the caller's question (`holds`), never a crash.
import { crc32 } from 'node:zlib'

const pageBytes = 64 * 1024
const zeroPage = new Uint8Array(pageBytes)

export class SparseMemory {
  readonly start: number
  readonly sizeBytes: number
  readonly #pages = new Map<number, Uint8Array>()

  constructor(start: number, sizeBytes: number) {
    this.start = start
    this.sizeBytes = sizeBytes
  }

  /** True when the whole range is inside. */
  holds(address: number, sizeBytes: number): boolean {
    return address >= this.start && sizeBytes >= 0 && address + sizeBytes <= this.start + this.sizeBytes
  }

  write(address: number, bytes: Uint8Array): void {
    let done = 0
    for (const { page, from, count } of this.#pieces(address, bytes.length)) {
      this.#page(page).set(bytes.subarray(done, done + count), from)
      done += count
    }
  }

  fill(address: number, byte: number, sizeBytes: number): void {
    for (const { page, from, count } of this.#pieces(address, sizeBytes)) {
      if (byte === 0 && !this.#pages.has(page)) continue
      this.#page(page).fill(byte, from, from + count)
    }
  }

  /** A copy. */
  read(address: number, sizeBytes: number): Uint8Array {
    const bytes = new Uint8Array(sizeBytes)
    let done = 0
    for (const { page, from, count } of this.#pieces(address, sizeBytes)) {
      const source = this.#pages.get(page)
      if (source) bytes.set(source.subarray(from, from + count), done)
      done += count
    }
    return bytes
  }

  crc32(address: number, sizeBytes: number): number {
    let value = 0
    for (const { page, from, count } of this.#pieces(address, sizeBytes)) {
      value = crc32((this.#pages.get(page) ?? zeroPage).subarray(from, from + count), value)
    }
    return value
  }

  /** Power was lost. */
  clear(): void {
    this.#pages.clear()
  }

  #page(index: number): Uint8Array {
    let page = this.#pages.get(index)
    if (!page) {
      page = new Uint8Array(pageBytes)
      this.#pages.set(index, page)
    }
    return page
  }

  *#pieces(address: number, sizeBytes: number): Iterable<{ page: number; from: number; count: number }> {
    if (!this.holds(address, sizeBytes))
      throw new RangeError(`outside of memory: ${address} + ${sizeBytes} bytes`)
    let at = address - this.start
    const end = at + sizeBytes
    while (at < end) {
      const from = at % pageBytes
      const count = Math.min(pageBytes - from, end - at)
      yield { page: (at - from) / pageBytes, from, count }
      at += count
    }
  }
}

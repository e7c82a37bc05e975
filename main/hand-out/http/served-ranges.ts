// Which bytes of a file were served, each counted once, whatever the order and overlap of the requests. Pure.
// Ranges are kept ascending and apart: [from, end) [from, end) ...

interface Range {
  readonly from: number
  /** Not included. */
  readonly end: number
}

/** A device that asks for scattered bytes must not grow our memory: further islands go uncounted until they join one. */
const maxRanges = 1024

export class ServedRanges {
  #ranges: Range[] = []
  #doneBytes = 0

  get doneBytes(): number {
    return this.#doneBytes
  }

  /** Counts the bytes `from` to `end` (not included). */
  add(from: number, end: number): void {
    if (end <= from) return
    const ranges = this.#ranges
    const start = this.#firstReaching(from)
    let stop = start
    let countedBytes = 0
    let joined: Range = { from, end }
    for (let next = ranges[stop]; next !== undefined && next.from <= end; next = ranges[stop]) {
      joined = { from: Math.min(joined.from, next.from), end: Math.max(joined.end, next.end) }
      countedBytes += next.end - next.from
      stop += 1
    }
    if (stop === start && ranges.length >= maxRanges) return
    ranges.splice(start, stop - start, joined)
    this.#doneBytes += joined.end - joined.from - countedBytes
  }

  /** Index of the first range that ends at `from` or later. */
  #firstReaching(from: number): number {
    let low = 0
    let high = this.#ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ranges[middle]?.end ?? from) < from) low = middle + 1
      else high = middle
    }
    return low
  }
}

// Adds up what a device says it has written. Its counts come without anything between them, and several may arrive as
// one: "14601460". So a run of digits is read as the most that it can mean, never as more than was sent: to count too little
// would wait for counts that never come, to count too much only sends a little early. Pure.

/** What the ESP32 writes at once; one that writes more says so in a count that comes alone. */
const usualLargestBytes = 1460
const longestCount = 7
/** A device has at most a window unacknowledged; whoever says more than this at once says nothing. */
const longestRun = 400

export class AckCounter {
  #largestBytes = usualLargestBytes
  #ackedBytes = 0

  get ackedBytes(): number {
    return this.#ackedBytes
  }

  /** `digits`: everything that arrived at once. */
  add(digits: string, sentBytes: number): void {
    const openBytes = sentBytes - this.#ackedBytes
    this.#ackedBytes += Math.min(this.#read(digits, openBytes), openBytes)
  }

  #read(digits: string, openBytes: number): number {
    const alone = digits.length <= longestCount ? Number(digits) : Number.POSITIVE_INFINITY
    if (alone > openBytes) return mostIn(digits.slice(-longestRun), this.#largestBytes)
    this.#largestBytes = Math.max(this.#largestBytes, alone)
    return alone
  }
}

/** The largest sum of counts, each at most `largest` and without a leading zero, that these digits can be read as. */
export function mostIn(digits: string, largest: number): number {
  const most = [0]
  for (let end = 1; end <= digits.length; end += 1) {
    let best = 0
    for (let start = Math.max(0, end - longestCount); start < end; start += 1) {
      const count = digits.slice(start, end)
      if (count.length > 1 && count.startsWith('0')) continue
      if (Number(count) <= largest) best = Math.max(best, (most[start] ?? 0) + Number(count))
    }
    most.push(best)
  }
  return most[digits.length] ?? 0
}

// What is known of one fetch while it goes on: told by the hand-out, by whoever gave the instruction, and by the device
// itself; read by fetch.ts. Not here: what follows from it.
import type { Served } from '../../hand-out/hand-out.ts'
import type { Bell } from './bell.ts'

export class FetchNews {
  readonly bell: Bell
  readonly #now: () => number
  served: Served = { doneBytes: 0, requests: 0, open: 0, isWhole: false }
  /** The device said yes to the instruction. */
  isTaken = false
  /** Since when the instruction is out, whatever was said to it; null: it is still being given. */
  toldAtMs: number | null = null
  /** How far the device is by its own word, 0 to 100; null: it has said nothing. */
  percent: number | null = null
  /** The device said that it took the image. */
  isDone = false
  /** What ends it. */
  failure: unknown = null
  /** When something moved last. */
  movedAtMs: number

  constructor(bell: Bell, now: () => number) {
    this.bell = bell
    this.#now = now
    this.movedAtMs = now()
  }

  onServed(served: Served): void {
    this.served = served
    this.#moved()
  }

  onTold(isTaken: boolean): void {
    this.isTaken ||= isTaken
    this.toldAtMs ??= this.#now()
    this.bell.ring()
  }

  onPercent(percent: number): void {
    if (percent === this.percent) return
    this.percent = Math.min(percent, 100)
    this.#moved()
  }

  onDone(): void {
    this.isDone = true
    this.#moved()
  }

  /** The first failure is the one that counts. */
  onFailure(failure: unknown): void {
    this.failure ??= failure
    this.bell.ring()
  }

  #moved(): void {
    this.movedAtMs = this.#now()
    this.bell.ring()
  }
}

// The way to one connection, as the sender remembers it: what is under way there, and whether it is left alone for now.
// Each connection has its own, so that a dead cloud holds back nobody else.
import { backOffMs } from './schedule.ts'

export class Lane {
  /** By device: one row of a device at a time. */
  readonly underWay = new Map<string, Promise<void>>()
  #pausedUntil: Date | null = null
  #pauses = 0

  get pausedUntil(): Date | null {
    return this.#pausedUntil
  }

  /** The last attempt found the way closed. */
  get probing(): boolean {
    return this.#pauses > 0
  }

  /** Several rows that fail together count as one failure. `leastMs`: what the cloud asked for. */
  pause(now: Date, random: number, leastMs = 0): void {
    const wished = new Date(now.getTime() + leastMs)
    if (this.#pausedUntil !== null && this.#pausedUntil > now) {
      if (wished > this.#pausedUntil) this.#pausedUntil = wished
      return
    }
    this.#pauses += 1
    const backOff = new Date(now.getTime() + backOffMs(this.#pauses, random))
    this.#pausedUntil = wished > backOff ? wished : backOff
  }

  resume(): void {
    this.#pauses = 0
    this.#pausedUntil = null
  }
}

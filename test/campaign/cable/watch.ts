// Follows the events of a station, as a screen does: who ended, and whoever waits for something is told.
import type { StationClient } from '../../../main/station/router.ts'
import type { Job, Slot, StationEvent } from '../../../preload/contract/index.ts'

export class Watch {
  readonly #ended = new Map<string, Job>()
  readonly #listeners = new Set<(event: StationEvent) => void>()
  readonly #slots = new Map<string, Slot>()
  #waiting = 0

  static async open(client: StationClient): Promise<Watch> {
    const watch = new Watch()
    const { seq, outbox, slots } = await client.station.snapshot()
    watch.#waiting = outbox.waiting
    for (const slot of slots) watch.#slots.set(slot.slotId, slot)
    const events = await client.station.events({ afterSeq: seq })
    // Ends with its station.
    void (async () => {
      for await (const event of events) watch.#take(event as StationEvent)
    })().catch(() => {})
    return watch
  }

  /** Returns how to stop. */
  listen(listener: (event: StationEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Also one that has ended already. */
  async ended(jobId: string): Promise<Job> {
    const known = this.#ended.get(jobId)
    return known ?? this.until((event) => (isEnd(event) && event.job.jobId === jobId ? event.job : null))
  }

  /** The station sees this device file in the place; null: it sees nothing there. */
  async sees(slotId: string, fileName: string | null): Promise<void> {
    const isSo = () => {
      const slot = this.#slots.get(slotId)
      if (fileName === null) return !slot?.present
      return slot?.present === true && slot.address.endsWith(`/${fileName}`)
    }
    if (!isSo()) await this.until(() => isSo() || null)
  }

  /** Nothing waits for the cloud. */
  async delivered(): Promise<void> {
    if (this.#waiting > 0) await this.until(() => this.#waiting === 0 || null)
  }

  /** The first from now on that is what is looked for. */
  until<Found>(find: (event: StationEvent) => Found | null): Promise<Found> {
    return new Promise((resolve) => {
      const stop = this.listen((event) => {
        const found = find(event)
        if (found === null) return
        stop()
        resolve(found)
      })
    })
  }

  #take(event: StationEvent): void {
    if (isEnd(event)) this.#ended.set(event.job.jobId, event.job)
    if (event.type === 'slotChanged') this.#slots.set(event.slot.slotId, event.slot)
    if (event.type === 'outboxChanged') this.#waiting = event.outbox.waiting
    for (const listener of [...this.#listeners]) listener(event)
  }
}

const isEnd = (event: StationEvent) => event.type === 'jobFinished'

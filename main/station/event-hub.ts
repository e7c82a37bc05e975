// Numbers the station's events and hands them to every viewer. A viewer that comes late, or back after a short break,
// takes up after the sequence number it has seen; one that was away too long needs a new snapshot (EVENTS_GONE).
import { type EventBody, FlashlineError, type StationEvent } from '../../preload/contract/index.ts'

/** Enough for a reconnect of some seconds on a busy bench of 64 slots. */
const keptEvents = 20_000
/** A viewer that does not take its events any more must not fill the memory. */
const maxBehind = 20_000

type Listener = (event: StationEvent) => void

export class EventHub {
  #seq = 0
  #kept: StationEvent[] = []
  readonly #listeners = new Set<Listener>()
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Sequence number of the newest event. */
  get seq(): number {
    return this.#seq
  }

  readonly emit = (body: EventBody): void => {
    this.#seq += 1
    const event: StationEvent = { seq: this.#seq, at: this.#now().toISOString(), ...body }
    this.#kept.push(event)
    // Cut in large strides: shifting one by one would copy the array at every event.
    if (this.#kept.length > keptEvents * 1.25) this.#kept = this.#kept.slice(-keptEvents)
    for (const listener of this.#listeners) listener(event)
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** All events after `afterSeq`, kept ones first, then live until the signal aborts. EVENTS_GONE. */
  async *after(afterSeq: number, signal: AbortSignal | undefined): AsyncGenerator<StationEvent> {
    const oldest = this.#kept[0]?.seq ?? this.#seq + 1
    // A number from the future belongs to an earlier run of the station.
    if (afterSeq + 1 < oldest || afterSeq > this.#seq) throw new FlashlineError('EVENTS_GONE', { afterSeq })
    const queue = this.#kept.filter((event) => event.seq > afterSeq)
    let wake: () => void = () => undefined
    const stop = this.listen((event) => {
      queue.push(event)
      wake()
    })
    const onAbort = () => wake()
    signal?.addEventListener('abort', onAbort)
    try {
      while (!signal?.aborted) {
        const batch = queue.splice(0)
        for (const event of batch) yield event
        if (queue.length > maxBehind) throw new FlashlineError('EVENTS_GONE', { afterSeq })
        if (queue.length === 0 && !signal?.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      stop()
      signal?.removeEventListener('abort', onAbort)
    }
  }
}

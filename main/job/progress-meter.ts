// Turns byte counts of a step into progress events: speed over a sliding window, at most ten events a second, the
// last count of a step always sent. Time is passed in; nothing here waits.
import type { EventBody, StepName } from '../../preload/contract/index.ts'

type ProgressEvent = Extract<EventBody, { type: 'progress' }>

const intervalMs = 100
const windowMs = 3000

export class ProgressMeter {
  readonly #emit: (event: ProgressEvent) => void
  readonly #jobId: string
  readonly #step: StepName
  #samples: { atMs: number; doneBytes: number }[] = []
  #sentAtMs = Number.NEGATIVE_INFINITY
  #sentBytes = -1

  constructor(jobId: string, step: StepName, emit: (event: ProgressEvent) => void) {
    this.#jobId = jobId
    this.#step = step
    this.#emit = emit
  }

  /** Counts may repeat; they never go back within a step, except when a download starts over. */
  update(doneBytes: number, totalBytes: number | null, nowMs: number, source?: 'cloud'): void {
    const last = this.#samples.at(-1)
    if (last && doneBytes < last.doneBytes) this.#samples = []
    const isLast = totalBytes !== null && doneBytes >= totalBytes
    if (nowMs - this.#sentAtMs < intervalMs && !(isLast && this.#sentBytes !== doneBytes)) return
    this.#samples.push({ atMs: nowMs, doneBytes })
    while (this.#samples.length > 2 && nowMs - (this.#samples[1]?.atMs ?? nowMs) >= windowMs)
      this.#samples.shift()
    this.#sentAtMs = nowMs
    this.#sentBytes = doneBytes
    this.#emit({
      type: 'progress',
      jobId: this.#jobId,
      step: this.#step,
      doneBytes,
      totalBytes,
      bytesPerSecond: source === 'cloud' ? 0 : this.#bytesPerSecond(nowMs, doneBytes),
      ...(source ? { source } : {}),
    })
  }

  #bytesPerSecond(nowMs: number, doneBytes: number): number {
    const first = this.#samples[0]
    if (!first || nowMs <= first.atMs) return 0
    return Math.max(0, Math.round(((doneBytes - first.doneBytes) * 1000) / (nowMs - first.atMs)))
  }
}

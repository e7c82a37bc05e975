// Passed and failed jobs by hour or by day, without gaps. Pure. Hours are those of UTC; a viewer makes days of his own
// of them.

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** So far hours are given: enough for a month of days in every time zone. */
const longestInHoursMs = 62 * dayMs

/** Three years of days; longer ones nobody can read. */
export const longestRangeMs = 1100 * dayMs

export interface SeriesPoint {
  readonly at: string
  passed: number
  failed: number
}

export class Series {
  readonly step: 'hour' | 'day'
  readonly points: SeriesPoint[] = []
  readonly #stepMs: number
  readonly #firstMs: number

  /** From the hour or day of `fromMs` to that before `toMs`. */
  constructor(fromMs: number, toMs: number) {
    this.step = toMs - fromMs <= longestInHoursMs ? 'hour' : 'day'
    this.#stepMs = this.step === 'hour' ? hourMs : dayMs
    this.#firstMs = Math.floor(fromMs / this.#stepMs) * this.#stepMs
    for (let atMs = this.#firstMs; atMs < toMs; atMs += this.#stepMs)
      this.points.push({ at: new Date(atMs).toISOString(), passed: 0, failed: 0 })
  }

  add(atMs: number, passed: boolean): void {
    const point = this.points[Math.floor((atMs - this.#firstMs) / this.#stepMs)]
    if (point) point[passed ? 'passed' : 'failed'] += 1
  }
}

// Adds ended jobs up to statistics: told one after the other in the order of their ends. Pure; it reads nothing itself.
import {
  type Statistics,
  type StatisticsQuery,
  type StepName,
  stepNames,
} from '../../../preload/contract/index.ts'
import type { CountedJob } from '../../store/statistics.ts'
import { medianOf, quantileOf, shareOf, sorted } from './amounts.ts'
import { countedAs } from './counted.ts'
import { FailureTally } from './failures.ts'
import { FirmwareTally } from './firmware.ts'
import { Series } from './series.ts'
import { SlotTally } from './slots.ts'
import { Attempts, Units } from './units.ts'

const hourMs = 3_600_000

export class Tally {
  readonly #jobs = { total: 0, passed: 0, failed: 0, refused: 0, cancelled: 0 }
  readonly #units = new Units()
  readonly #attempts = new Attempts()
  readonly #hours = new Set<number>()
  readonly #series: Series
  readonly #stepTimes: Readonly<Record<StepName, number[]>> = {
    identify: [],
    check: [],
    download: [],
    flash: [],
    verify: [],
    confirm: [],
    report: [],
  }
  readonly #failures = new FailureTally()
  readonly #slots = new SlotTally()
  readonly #firmware = new FirmwareTally()

  constructor({ from, to }: Pick<StatisticsQuery, 'from' | 'to'>) {
    this.#series = new Series(Date.parse(from), Date.parse(to))
  }

  add(job: CountedJob): void {
    const how = countedAs(job.outcome)
    if (how === null) return
    this.#jobs.total += 1
    this.#jobs[how] += 1
    const unit = this.#units.numberOf(job)
    this.#attempts.add(unit, job)
    this.#firmware.add(job, unit, how)
    if (how !== 'cancelled') this.#failures.add(job, unit)
    if (how === 'passed' || how === 'failed') this.#addFlashed(job, how === 'passed')
  }

  #addFlashed(job: CountedJob, passed: boolean): void {
    this.#hours.add(Math.floor(job.endedAtMs / hourMs))
    this.#series.add(job.endedAtMs, passed)
    this.#slots.add(job, passed)
    if (!passed) return
    for (const name of stepNames) {
      const tookMs = job[`${name}Ms`]
      if (tookMs !== null) this.#stepTimes[name].push(tookMs)
    }
  }

  /** Sorting a month of times takes a while: `pause` lets everything else have its turn in between. */
  async sums(pause: () => Promise<void>): Promise<Statistics> {
    const attempts = this.#attempts.sums()
    const { units, unitsPassed, unitsPassedFirst } = attempts
    const steps: Statistics['steps'] = []
    for (const step of stepNames) {
      await pause()
      const ascending = sorted(this.#stepTimes[step])
      const medianMs = medianOf(ascending)
      const p95Ms = quantileOf(ascending, 0.95)
      if (medianMs !== null && p95Ms !== null) steps.push({ step, medianMs, p95Ms, jobs: ascending.length })
    }
    await pause()
    return {
      jobs: { ...this.#jobs },
      ...attempts,
      yield: shareOf(unitsPassed, units),
      firstPassYield: shareOf(unitsPassedFirst, units),
      unitsPerHour: shareOf(unitsPassed, this.#hours.size),
      series: { step: this.#series.step, points: this.#series.points },
      steps,
      failures: this.#failures.sums(),
      slots: this.#slots.sums(),
      firmware: this.#firmware.sums(),
    }
  }
}

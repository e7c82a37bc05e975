// What went wrong how often, what it cost, and where it gathers. Pure.
import type { ErrorCode, Statistics, StepName } from '../../../preload/contract/index.ts'
import type { CountedJob } from '../../store/statistics.ts'
import { count, gatheredAt } from './amounts.ts'

interface FailureSums {
  jobs: number
  lostMs: number
  readonly units: Set<number>
  readonly slots: Map<string, number>
  readonly versions: Map<number | null, number>
  readonly steps: Map<StepName | null, number>
}

export class FailureTally {
  readonly #codes = new Map<ErrorCode, FailureSums>()
  readonly #slots = new Map<string, number>()
  readonly #versions = new Map<number | null, number>()

  /** Any job that nobody cancelled: also one that passed, to know where most of the work is done. */
  add(job: CountedJob, unit: number): void {
    count(this.#slots, job.slotId)
    count(this.#versions, job.toVersion)
    if (job.outcome === 'passed' || job.errorCode === null) return
    const sums = this.#sumsOf(job.errorCode)
    sums.jobs += 1
    sums.lostMs += job.lostMs ?? 0
    sums.units.add(unit)
    count(sums.slots, job.slotId)
    count(sums.versions, job.toVersion)
    count(sums.steps, job.errorStep)
  }

  /** Most units first, then most time. */
  sums(): Statistics['failures'] {
    return [...this.#codes]
      .map(([code, { jobs, lostMs, units, slots, versions, steps }]) => ({
        code,
        step: soleKey(steps) ?? gatheredAt(steps, null),
        jobs,
        units: units.size,
        lostMs,
        mostlySlot: gatheredAt(slots, this.#slots),
        mostlyVersion: gatheredAt(versions, this.#versions),
      }))
      .sort(
        (one, other) =>
          other.units - one.units || other.lostMs - one.lostMs || (one.code < other.code ? -1 : 1),
      )
  }

  #sumsOf(code: ErrorCode): FailureSums {
    const known = this.#codes.get(code)
    if (known) return known
    const made: FailureSums = {
      jobs: 0,
      lostMs: 0,
      units: new Set(),
      slots: new Map(),
      versions: new Map(),
      steps: new Map(),
    }
    this.#codes.set(code, made)
    return made
  }
}

const soleKey = <Key>(counts: ReadonlyMap<Key, number>): Key | null =>
  counts.size === 1 ? ([...counts.keys()][0] ?? null) : null

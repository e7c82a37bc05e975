// How each version of each product went. Pure.
import type { Statistics } from '../../../preload/contract/index.ts'
import type { CountedJob } from '../../store/statistics.ts'
import { shareOf } from './amounts.ts'
import type { Counted } from './counted.ts'
import { Attempts } from './units.ts'

interface FirmwareSums {
  readonly productId: string | null
  readonly version: number | null
  jobs: number
  passed: number
  failed: number
  readonly attempts: Attempts
}

export class FirmwareTally {
  readonly #firmware = new Map<string, FirmwareSums>()

  add(job: CountedJob, unit: number, how: Counted): void {
    const { productId, toVersion } = job
    const key = `${toVersion} ${productId === null ? '' : `of ${productId}`}`
    const known = this.#firmware.get(key)
    const sums = known ?? {
      productId,
      version: toVersion,
      jobs: 0,
      passed: 0,
      failed: 0,
      attempts: new Attempts(),
    }
    if (!known) this.#firmware.set(key, sums)
    sums.jobs += 1
    if (how === 'passed' || how === 'failed') sums[how] += 1
    sums.attempts.add(unit, job)
  }

  /** Most jobs first. */
  sums(): Statistics['firmware'] {
    return [...this.#firmware.values()]
      .map(({ productId, version, jobs, passed, failed, attempts }) => {
        const { units, unitsPassedFirst } = attempts.sums()
        const firstPassYield = shareOf(unitsPassedFirst, units)
        return { productId, version, jobs, passed, failed, firstPassYield }
      })
      .sort(
        (one, other) =>
          other.jobs - one.jobs ||
          (other.version ?? -1) - (one.version ?? -1) ||
          ((one.productId ?? '') < (other.productId ?? '') ? -1 : 1),
      )
  }
}

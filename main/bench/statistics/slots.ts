// What was done on each slot, beside its peers: the slots that flash by the same profile. Pure.
import type { Statistics } from '../../../preload/contract/index.ts'
import type { CountedJob } from '../../store/statistics.ts'
import { count, median } from './amounts.ts'
import { hintFor, type SlotFigures } from './slot-hints.ts'

interface SlotSums {
  name: string
  jobs: number
  failed: number
  retries: number
  readonly profiles: Map<string, number>
  /** Bytes per second of passed flash steps, by profile. */
  readonly rates: Map<string, number[]>
}

export class SlotTally {
  readonly #slots = new Map<string, SlotSums>()

  /** A job that passed or failed. */
  add(job: CountedJob, passed: boolean): void {
    const slot = this.#slotOf(job.slotId)
    slot.name = job.slotName
    slot.jobs += 1
    slot.failed += passed ? 0 : 1
    slot.retries += job.retries
    count(slot.profiles, job.profileId)
    const { flashBytes, flashMs } = job
    if (!passed || !flashBytes || !flashMs) return
    const rates = slot.rates.get(job.profileId) ?? []
    rates.push((flashBytes * 1000) / flashMs)
    slot.rates.set(job.profileId, rates)
  }

  /** By their names, numbers in their order. */
  sums(): Statistics['slots'] {
    const figures = [...this.#slots].map(([slotId, slot]) => ({
      slotId,
      name: slot.name,
      ...figuresOf(slot),
    }))
    return figures
      .map(({ slotId, name, ...own }): Statistics['slots'][number] => {
        const peers = figures.filter((one) => one.slotId !== slotId && one.profileId === own.profileId)
        const speeds = peers.flatMap(({ bytesPerSecond }) => bytesPerSecond ?? [])
        const usual = median(speeds)
        const speedRatio = own.bytesPerSecond === null || !usual ? null : own.bytesPerSecond / usual
        const hint = hintFor({ ...own, speedRatio }, peers)
        const { jobs, failed, retriesPerJob, bytesPerSecond } = own
        return { slotId, name, jobs, failed, retriesPerJob, bytesPerSecond, speedRatio, hint }
      })
      .sort(
        (one, other) =>
          one.name.localeCompare(other.name, 'en', { numeric: true }) || (one.slotId < other.slotId ? -1 : 1),
      )
  }

  #slotOf(slotId: string): SlotSums {
    const known = this.#slots.get(slotId)
    if (known) return known
    const made = { name: '', jobs: 0, failed: 0, retries: 0, profiles: new Map(), rates: new Map() }
    this.#slots.set(slotId, made)
    return made
  }
}

/** Speeds are of the profile that was used most here: a slot of two products has two speeds. */
function figuresOf({
  jobs,
  failed,
  retries,
  profiles,
  rates,
}: SlotSums): SlotFigures & { profileId: string } {
  const [profileId = ''] = [...profiles].sort((one, other) => other[1] - one[1])[0] ?? []
  const bytesPerSecond = median(rates.get(profileId) ?? [])
  return { profileId, jobs, failed, retriesPerJob: retries / jobs, bytesPerSecond }
}

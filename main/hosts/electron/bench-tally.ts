// Counts what the desktop tells of the bench, from the snapshot and the events after it. Knows of no port: bench-watch.ts.
import {
  type Job,
  type JobOutcome,
  type Role,
  roles,
  type Slot,
  type Snapshot,
  type StationEvent,
} from '../../../preload/contract/index.ts'

export interface BenchFacts {
  /** Jobs under way. */
  readonly running: number
  /** Results that stand on the slots, as the bench shows them. */
  readonly passed: number
  readonly failed: number
  /** Of whoever works at the bench; null: nobody has signed in. A station without operators: lead. */
  readonly role: Role | null
}

/** Far more than a bench has slots. */
const mostOutcomes = 2000

/** Records and the bench name people, not ids: of two with one name the lesser role counts. */
export function roleAtBench(
  operators: readonly { readonly name: string; readonly role: Role; readonly active: boolean }[],
  name: string,
): Role | null {
  if (operators.length === 0) return 'lead'
  const found = operators.filter((one) => one.active && one.name === name)
  return roles.find((role) => found.some((one) => one.role === role)) ?? null
}

/** Slots and the outcomes of their jobs, kept current. */
export class BenchTally {
  role: Role | null = null
  benchOperator: string
  readonly #outcomes = new Map<string, JobOutcome>()
  readonly #jobOfSlot = new Map<string, string>()

  constructor({ slots, jobs, benchOperator }: Snapshot) {
    this.benchOperator = benchOperator
    for (const job of jobs) this.#takeJob(job)
    for (const slot of slots) this.#takeSlot(slot)
  }

  take(event: StationEvent): void {
    if (event.type === 'slotChanged') this.#takeSlot(event.slot)
    else if (event.type === 'slotRemoved') this.#jobOfSlot.delete(event.slotId)
    else if (event.type === 'jobStarted' || event.type === 'jobFinished') this.#takeJob(event.job)
    else if (event.type === 'benchOperatorChanged') this.benchOperator = event.operator
  }

  /** How many jobs are remembered. */
  get known(): number {
    return this.#outcomes.size
  }

  get facts(): BenchFacts {
    const shown = [...this.#jobOfSlot.values()].map((jobId) => this.#outcomes.get(jobId))
    const count = (outcome: JobOutcome) => shown.filter((one) => one === outcome).length
    const running = [...this.#outcomes.values()].filter((outcome) => outcome === 'running').length
    return { running, passed: count('passed'), failed: count('failed'), role: this.role }
  }

  #takeJob({ jobId, outcome }: Job): void {
    this.#outcomes.set(jobId, outcome)
    // A long day must not fill the memory: what no slot shows and does not run counts for nothing.
    if (this.#outcomes.size <= mostOutcomes) return
    const shown = new Set(this.#jobOfSlot.values())
    for (const [known, ended] of this.#outcomes)
      if (ended !== 'running' && !shown.has(known)) this.#outcomes.delete(known)
  }

  #takeSlot({ slotId, jobId }: Slot): void {
    if (jobId === null) this.#jobOfSlot.delete(slotId)
    else this.#jobOfSlot.set(slotId, jobId)
  }
}

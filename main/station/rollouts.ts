// Runs rollouts: asks each slot first whether its device is there, starts the jobs in the order that bench/rollout.ts
// decides, and keeps the record on disk after every change, so that a dead station still knows whom to try again.
import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  asFlashlineError,
  type EventBody,
  FlashlineError,
  type Job,
  type Rollout,
  type RolloutItem,
  type RolloutPlan,
  type Slot,
} from '../../preload/contract/index.ts'
import { isActive, isOver, nextToStart, settled, stopped, unfinished, withItem } from '../bench/rollout.ts'
import type { Slots } from '../bench/slots.ts'
import type { Core } from './core.ts'
import type { Jobs } from './jobs.ts'

export interface RolloutParts {
  /** SLOT_UNKNOWN */
  readonly slot: (slotId: string) => Slot
  /** Rejects with the reason why this slot's device cannot be pushed now; changes nothing. */
  readonly preflight: (slotId: string, signal: AbortSignal) => Promise<void>
  /** The job is in the database when it resolves. */
  readonly startJob: (slotId: string, plan: RolloutPlan) => Promise<Job>
  readonly cancelJob: (jobId: string) => Promise<unknown>
  readonly save: (rollout: Rollout) => Promise<void>
  readonly emit: (event: EventBody) => void
  readonly onError: (error: FlashlineError) => void
  readonly now: () => Date
}

const preflightMs = 20_000
/** Ended ones that are still shown. */
const keptEnded = 10

export class Rollouts {
  readonly #parts: RolloutParts
  /** Newest first. */
  #rollouts: Rollout[]
  readonly #stopping = new AbortController()
  readonly #work = new Set<Promise<void>>()
  /** Slots whose job is being started, and jobs that ended before their start was told. */
  readonly #starting = new Set<string>()
  readonly #endedEarly = new Map<string, Job>()
  #saving: Promise<void> = Promise.resolve()
  readonly #untold = new Map<string, Rollout>()

  /** `earlier`: newest first, as they were left; what was under way then is over. */
  constructor(parts: RolloutParts, earlier: readonly Rollout[] = []) {
    this.#parts = parts
    this.#rollouts = []
    for (const rollout of earlier.toReversed()) this.#put(abandoned(rollout, this.#now()))
  }

  list(): Rollout[] {
    return [...this.#rollouts]
  }

  /** Fed with every event: the end of a job is the end of its item. */
  observe(event: EventBody): void {
    if (event.type !== 'jobFinished') return
    const { job } = event
    if (this.#starting.has(job.slotId)) this.#endedEarly.set(job.jobId, job)
    const rollout = this.#rollouts.find(({ items }) => items.some(({ jobId }) => jobId === job.jobId))
    if (rollout) this.#ended(rollout.rolloutId, job)
  }

  /** SLOT_UNKNOWN, ROLLOUT_BUSY {slotId, name} */
  async start(
    slotIds: readonly string[],
    plan: RolloutPlan,
    retryOf: string | null = null,
  ): Promise<Rollout> {
    const slots = [...new Set(slotIds)].map(this.#parts.slot)
    for (const { slotId, name } of slots)
      if (this.#rollouts.some((one) => !isOver(one) && one.items.some((item) => item.slotId === slotId)))
        throw new FlashlineError('ROLLOUT_BUSY', { slotId, name })
    const rollout: Rollout = {
      rolloutId: randomUUID(),
      state: 'running',
      stage: plan.firstCount > 0 ? 'first' : 'rest',
      plan,
      items: slots.map(({ slotId, name, lan }) => ({
        slotId,
        name,
        accessPoint: lan?.accessPoint ?? '',
        state: 'waiting',
        jobId: null,
        error: null,
      })),
      stoppedBy: null,
      retryOf,
      startedAt: this.#now(),
      endedAt: null,
    }
    this.#put(rollout)
    await this.#saving
    this.#pump(rollout.rolloutId)
    return this.#get(rollout.rolloutId)
  }

  /** ROLLOUT_UNKNOWN, as the following. One that is over stays so. */
  pause(rolloutId: string): Promise<Rollout> {
    return this.#turn(rolloutId, 'running', 'paused')
  }

  resume(rolloutId: string): Promise<Rollout> {
    return this.#turn(rolloutId, 'paused', 'running')
  }

  /** `cancel`: also the jobs that run. */
  async stop(rolloutId: string, cancel: boolean): Promise<Rollout> {
    this.#put(stopped(this.#get(rolloutId), 'operator', this.#now()))
    if (cancel)
      for (const { state, jobId } of this.#get(rolloutId).items)
        if (state === 'running' && jobId !== null) await this.#parts.cancelJob(jobId)
    await this.#saving
    return this.#get(rolloutId)
  }

  /** A new rollout of those that did not pass. ROLLOUT_BUSY while it runs; INPUT_INVALID when all passed. */
  retryFailed(rolloutId: string): Promise<Rollout> {
    const rollout = this.#get(rolloutId)
    if (!isOver(rollout)) throw new FlashlineError('ROLLOUT_BUSY', { rolloutId })
    const slotIds = unfinished(rollout)
    if (slotIds.length === 0) throw new FlashlineError('INPUT_INVALID', { field: 'rolloutId' })
    return this.start(slotIds, rollout.plan, rolloutId)
  }

  /** Nothing new starts any more; resolves when no slot is being asked. Jobs end by themselves. */
  async halt(): Promise<void> {
    this.#stopping.abort(new FlashlineError('JOB_CANCELLED'))
    for (const rollout of this.#rollouts) this.#put(stopped(rollout, 'station', this.#now()))
    await Promise.all(this.#work)
  }

  /** Resolves when everything that happened is on disk. */
  saved(): Promise<void> {
    return this.#saving
  }

  #pump(rolloutId: string): void {
    const slotIds = nextToStart(this.#get(rolloutId))
    this.#put(
      slotIds.reduce(
        (rollout, slotId) => withItem(rollout, slotId, { state: 'preflight' }, this.#now()),
        this.#get(rolloutId),
      ),
    )
    for (const slotId of slotIds) {
      const work: Promise<void> = this.#begin(rolloutId, slotId).finally(() => this.#work.delete(work))
      this.#work.add(work)
    }
  }

  /** Never rejects: whatever is wrong with one slot is written at that slot. */
  async #begin(rolloutId: string, slotId: string): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(preflightMs)])
    try {
      await this.#parts.preflight(slotId, signal)
    } catch (error) {
      const known = signal.aborted
        ? new FlashlineError('LAN_UNREACHABLE', { slotId })
        : asFlashlineError(error)
      const { code, context } = known
      this.#change(rolloutId, slotId, { state: 'skipped', error: { code, context } })
      return
    }
    const { state, plan } = this.#get(rolloutId)
    if (state !== 'running') {
      // Paused or stopped meanwhile: it has its turn later, or never.
      this.#change(rolloutId, slotId, { state: state === 'paused' ? 'waiting' : 'notStarted' })
      return
    }
    try {
      this.#starting.add(slotId)
      const { jobId } = await this.#parts.startJob(slotId, plan)
      this.#change(rolloutId, slotId, { state: 'running', jobId })
      const job = this.#endedEarly.get(jobId)
      if (job) this.#ended(rolloutId, job)
    } catch (error) {
      const { code, context } = asFlashlineError(error)
      this.#change(rolloutId, slotId, { state: 'skipped', error: { code, context } })
    } finally {
      this.#starting.delete(slotId)
      if (this.#starting.size === 0) this.#endedEarly.clear()
    }
  }

  #ended(rolloutId: string, { slotId, outcome, error }: Job): void {
    const passed = outcome === 'passed'
    this.#change(rolloutId, slotId, {
      state: passed ? 'passed' : 'failed',
      error: passed || !error ? null : { code: error.code, context: error.context },
    })
  }

  #turn(rolloutId: string, from: Rollout['state'], to: Rollout['state']): Promise<Rollout> {
    const rollout = this.#get(rolloutId)
    if (rollout.state === from) this.#put({ ...rollout, state: to })
    this.#pump(rolloutId)
    return this.#saving.then(() => this.#get(rolloutId))
  }

  #change(rolloutId: string, slotId: string, change: Partial<RolloutItem>): void {
    this.#put(withItem(this.#get(rolloutId), slotId, change, this.#now()))
    this.#pump(rolloutId)
  }

  #get(rolloutId: string): Rollout {
    const rollout = this.#rollouts.find((one) => one.rolloutId === rolloutId)
    if (!rollout) throw new FlashlineError('ROLLOUT_UNKNOWN', { rolloutId })
    return rollout
  }

  #put(rollout: Rollout): void {
    const place = this.#rollouts.findIndex((one) => one.rolloutId === rollout.rolloutId)
    if (this.#rollouts[place] === rollout) return
    if (place >= 0) this.#rollouts[place] = rollout
    else this.#rollouts.unshift(rollout)
    const ended = this.#rollouts.filter(isOver).slice(keptEnded)
    this.#rollouts = this.#rollouts.filter((one) => !ended.includes(one))
    if (!this.#untold.has(rollout.rolloutId)) {
      this.#saving = this.#saving
        .then(() => this.#tell(rollout.rolloutId))
        .catch((error) => this.#parts.onError(asFlashlineError(error)))
    }
    this.#untold.set(rollout.rolloutId, rollout)
  }

  /** Many slots change at the same time, and while earlier changes are written: told and written is what it has become. */
  async #tell(rolloutId: string): Promise<void> {
    await setImmediate()
    const rollout = this.#untold.get(rolloutId)
    this.#untold.delete(rolloutId)
    if (!rollout) return
    this.#parts.emit({ type: 'rolloutChanged', rollout })
    await this.#parts.save(rollout)
  }

  #now(): string {
    return this.#parts.now().toISOString()
  }
}

/** What a dead station left: nothing of it runs any more. */
function abandoned(rollout: Rollout, at: string): Rollout {
  if (isOver(rollout)) return rollout
  const items = rollout.items.map((item) =>
    isActive(item)
      ? { ...item, state: 'failed' as const, error: { code: 'JOB_INTERRUPTED' as const, context: {} } }
      : item,
  )
  return stopped(settled({ ...rollout, items }, at), 'station', at)
}

/** Of a bench, with those that an earlier run of the station left. STORE_* */
export async function createRollouts(
  { store, hub, log }: Pick<Core, 'store' | 'hub' | 'log'>,
  jobs: Jobs,
  slots: Slots,
  { preflight }: Pick<RolloutParts, 'preflight'>,
): Promise<Rollouts> {
  const parts: RolloutParts = {
    slot: (slotId) => slots.get(slotId),
    preflight,
    startJob: (slotId, plan) => jobs.start(slotId, { kind: 'rollout', plan }),
    cancelJob: (jobId) => jobs.cancel(jobId),
    save: (rollout) => store.rollouts.save(rollout),
    emit: hub.emit,
    onError: (error) => log.error({ code: error.code, ...error.context }, 'rollout'),
    now: () => new Date(),
  }
  return new Rollouts(parts, await store.rollouts.list(keptEnded))
}

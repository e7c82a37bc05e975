// Starts the job of a board that was plugged in while an automatic order was armed, of one whose serial number had to be
// scanned first, and of one that had waited for room in its order. Boards that were there when the order was armed wait for a person. Never twice for the same plugging, and
// not again and again for a unit that leaves the bus by itself.
import { setTimeout as pause } from 'node:timers/promises'
import type { EventBody, Job, Slot, WorkOrder } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'

export interface AutoStartParts {
  readonly slots: Slots
  /** Null also while places are being numbered. */
  readonly armed: () => WorkOrder | null
  readonly startJob: (slotId: string) => Promise<unknown>
  /** Why a board that was plugged in did not start. */
  readonly onRefused: (slotId: string, error: unknown) => void
  /** A plug makes contact more than once, and a board may come back as another port before it is what it is. */
  readonly settleMs: number
}

/** So many jobs in a row that left the same unit alone are no work of a person. */
const repeatLimit = 2
/** A place that repeats itself starts again after a person has had time to change its board. */
const swapMs = 5000

interface LastUnit {
  readonly unit: string
  readonly repeats: number
}

export class AutoStart {
  readonly #parts: AutoStartParts
  readonly #settling = new Map<string, AbortController>()
  readonly #lastUnits = new Map<string, LastUnit>()
  #isStopped = false

  constructor(parts: AutoStartParts) {
    this.#parts = parts
  }

  /** Fed with every event. */
  observe(event: EventBody): void {
    if (event.type === 'slotChanged' && !event.slot.present) this.#settling.get(event.slot.slotId)?.abort()
    else if (event.type === 'jobFinished') this.#remember(event.job)
  }

  /** `goneMs`: since when the place was empty; null: not known. */
  plugged({ slotId }: Slot, goneMs: number | null): void {
    if (!this.#isAutomatic()) return
    const repeats = this.#lastUnits.get(slotId)?.repeats ?? 0
    if (repeats >= repeatLimit && goneMs !== null && goneMs < swapMs) return
    void this.#settle(slotId)
  }

  /** The serial number of the unit in this slot was scanned. */
  bound(slot: Slot): void {
    if (this.#isAutomatic() && this.#parts.armed()?.scanFirst && slot.jobId === null)
      void this.#settle(slot.slotId)
  }

  /** There is room in the order again, and this slot had found none. A person or its plugging has started it before. */
  room(slotId: string): void {
    const { slots, startJob, onRefused } = this.#parts
    const slot = slots.list().find((one) => one.slotId === slotId)
    if (this.#isStopped || !slot || !slots.isReady(slot)) return
    startJob(slotId).catch((error: unknown) => onRefused(slotId, error))
  }

  stop(): void {
    this.#isStopped = true
    for (const controller of this.#settling.values()) controller.abort()
  }

  #isAutomatic(): boolean {
    return !this.#isStopped && this.#parts.armed()?.mode === 'automatic'
  }

  async #settle(slotId: string): Promise<void> {
    const { slots, settleMs, startJob, onRefused } = this.#parts
    this.#settling.get(slotId)?.abort()
    const controller = new AbortController()
    this.#settling.set(slotId, controller)
    try {
      await pause(settleMs, undefined, { signal: controller.signal })
      if (this.#isAutomatic() && !slots.isRunning(slotId)) await startJob(slotId)
    } catch (error) {
      if (!controller.signal.aborted) onRefused(slotId, error)
    } finally {
      if (this.#settling.get(slotId) === controller) this.#settling.delete(slotId)
    }
  }

  #remember({ slotId, device, touched }: Job): void {
    const unit = device.mac ?? device.sn ?? device.deviceId
    const last = this.#lastUnits.get(slotId)
    if (unit === null) return
    const repeats = !touched && last?.unit === unit ? last.repeats + 1 : 0
    this.#lastUnits.set(slotId, { unit, repeats })
  }
}

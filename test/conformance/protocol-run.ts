// One device on a cable, and the steps of a job on it, as the suite of protocols takes them.
import { createPracticeBench, type PracticeBench } from '../../main/practice/bench.ts'
import type { FlashPlan, Image, Target, VerifyEvent, WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import type { Link } from '../../main/transports/link.ts'
import { asFlashlineError, type Notice } from '../../preload/contract/index.ts'
import type { BedUnit, ProtocolBed } from './protocol-bed.ts'

export type Phase = 'connect' | 'write' | 'verify' | 'reset'

export interface Hooks {
  /** Called when a phase begins; before the first byte of it. */
  readonly onPhase?: (phase: Phase, run: ProtocolRun) => void
  readonly onWrite?: (event: WriteEvent, run: ProtocolRun) => void
  readonly onVerify?: (event: VerifyEvent, run: ProtocolRun) => void
  readonly signal?: AbortSignal
  readonly image?: Image
  readonly options?: Record<string, unknown>
}

export interface Ended {
  /** Null when all phases passed. */
  readonly code: string | null
  readonly error: unknown
  readonly phase: Phase
  readonly plan: FlashPlan | null
  readonly chip: Target['chip'] | null
  readonly writes: readonly WriteEvent[]
  readonly verifies: readonly VerifyEvent[]
  readonly notices: readonly (Notice | null)[]
}

export class ProtocolRun {
  readonly bed: ProtocolBed
  readonly device: BedUnit
  readonly bench: PracticeBench
  #link: Link | null = null

  constructor(bed: ProtocolBed, device: BedUnit = bed.create()) {
    this.bed = bed
    this.device = device
    this.bench = createPracticeBench([device.unit])
  }

  get storage(): Buffer {
    return this.device.unit.storage
  }

  /** Pulls the cable. */
  unplug(): void {
    this.bench.unplug(1)
  }

  replug(): void {
    this.bench.replug(1)
  }

  holdsImage(): boolean {
    return this.bed.expected.every(({ offset, bytes }) =>
      this.storage.subarray(offset, offset + bytes.length).equals(bytes),
    )
  }

  /** What the device prints from now on, until `pattern` is there. */
  async read(pattern: RegExp, timeoutMs = 10_000): Promise<string> {
    let said = ''
    const signal = AbortSignal.timeout(timeoutMs)
    while (!pattern.test(said)) {
      const bytes = await this.link.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
      said += Buffer.from(bytes).toString('latin1')
    }
    return said
  }

  get link(): Link {
    if (!this.#link) throw new Error('no link is open')
    return this.#link
  }

  /** Opens a link and takes all steps; leaves the link open after a whole run, so that the firmware can be heard. */
  async flash(hooks: Hooks = {}): Promise<Ended> {
    const { bed } = this
    const signal = hooks.signal ?? new AbortController().signal
    const writes: WriteEvent[] = []
    const verifies: VerifyEvent[] = []
    const notices: (Notice | null)[] = []
    let phase: Phase = 'connect'
    let target: Target | null = null
    let plan: FlashPlan | null = null
    const enter = (next: Phase): void => {
      phase = next
      hooks.onPhase?.(next, this)
    }
    const ended = (error: unknown): Ended => ({
      code: error === null ? null : signal.aborted && error === signal.reason ? 'ABORTED' : codeOf(error),
      error,
      phase,
      plan,
      chip: target?.chip ?? null,
      writes,
      verifies,
      notices,
    })
    await this.#link?.close()
    if (bed.bringToLoader && this.device.unit.isPowered) bed.bringToLoader(this.device.unit)
    this.#link = await this.bench.open('sim://1', { baudRate: bed.baudRate, signal })
    try {
      enter('connect')
      const protocol = findProtocol(bed.protocolId)
      target = await protocol.connect(this.#link, protocol.options.parse(hooks.options ?? bed.options), {
        signal,
        log: () => {},
        baudRate: bed.baudRate,
        notice: (notice) => notices.push(notice),
      })
      plan = target.plan(hooks.image ?? bed.image)
      enter('write')
      for await (const event of target.write(plan, signal)) {
        writes.push(event)
        hooks.onWrite?.(event, this)
      }
      enter('verify')
      for await (const event of target.verify(plan, signal)) {
        verifies.push(event)
        hooks.onVerify?.(event, this)
      }
      enter('reset')
      await target.reset(signal)
      return ended(null)
    } catch (error) {
      await this.#link.close()
      return ended(error)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link?.close()
    await this.bench.close()
  }
}

/** Also says when something else than our own error was thrown. */
function codeOf(error: unknown): string {
  const { code, context } = asFlashlineError(error)
  return code === 'SOFTWARE' ? `SOFTWARE ${JSON.stringify(context)} ${String(error)}` : code
}

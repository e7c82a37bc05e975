// A simulated ESP chip on a cable that the test holds, and the steps of a job on it. The chip is proved elsewhere by host
// tools that nobody here wrote.
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { createEspChip } from '../../../main/practice/esp/esp-chip.ts'
import type { EspModel } from '../../../main/practice/esp/models.ts'
import type { EspOptions as ChipOptions } from '../../../main/practice/esp/options.ts'
import { esp } from '../../../main/protocols/esp/index.ts'
import type { FlashPlan, Target, VerifyEvent, WriteEvent } from '../../../main/protocols/protocol.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createLinkPair, type WireState } from '../../../main/transports/memory.ts'
import type { Notice } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'

export const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'ESP-0001' }

export function appOf(model: EspModel, version: string, sizeBytes = 200_000): Uint8Array {
  return buildEspApp({ model, version, sizeBytes })
}

export class EspBench implements AsyncDisposable {
  readonly chip: SimulatedChip
  readonly notices: (Notice | null)[] = []
  readonly lowered: number[] = []
  readonly log: string[] = []
  /** Each state that the station's end of the cable had. */
  readonly states: WireState[] = []
  highestBaudRate: number | null = null
  onNotice: ((notice: Notice | null) => void) | null = null
  link: Link
  #pull: () => void = () => {}

  constructor(options: Omit<ChipOptions, 'device'>) {
    this.chip = createEspChip({ device, ...options })
    this.chip.powerOn()
    this.link = this.plug()
  }

  /** A new cable; the one before is let go. */
  plug(): Link {
    const { onWire } = this.chip
    const onChange = (state: WireState): void => {
      this.states.push(state)
      onWire?.(state)
    }
    this.chip.powerOn()
    const cable = createLinkPair({ ...(onWire && { wire: { baudRate: 115_200, onChange } }) })
    this.chip.attach(cable)
    onWire?.({ baudRate: 115_200, parity: 'none', dtr: true, rts: true })
    this.#pull = cable.pull
    this.link = cable.host
    return cable.host
  }

  pull(): void {
    this.#pull()
  }

  connect(options: Record<string, unknown> = {}, signal: AbortSignal = never()): Promise<Target> {
    const bench = this
    return esp.connect(this.link, esp.options.parse(options), {
      signal,
      log: ({ text }) => this.log.push(text),
      baudRate: 115_200,
      notice: (notice) => {
        this.notices.push(notice)
        this.onNotice?.(notice)
      },
      rates: {
        get highestBaudRate() {
          return bench.highestBaudRate
        },
        lower: (baudRate) => this.lowered.push(baudRate),
      },
    })
  }

  /** Connect, plan, write, verify, on a new cable. */
  async flash(bytes: Uint8Array, options: Record<string, unknown> = {}): Promise<Flashed> {
    this.plug()
    const target = await this.connect(options)
    const plan = target.plan(imageOf(bytes))
    const writes = await all(target.write(plan, never()))
    const verifies = await all(target.verify(plan, never()))
    return { target, plan, writes, verifies }
  }

  /** What the firmware prints until `pattern` is in it. */
  async hear(pattern: RegExp): Promise<string> {
    let said = ''
    const signal = AbortSignal.timeout(5000)
    while (!pattern.test(said)) {
      const bytes = await this.link.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
      said += Buffer.from(bytes).toString('latin1')
    }
    return said
  }

  holds(address: number, bytes: Uint8Array): boolean {
    return this.chip.storage.subarray(address, address + bytes.length).equals(bytes)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.link.close()
    await this.chip.close()
  }
}

export interface Flashed {
  readonly target: Target
  readonly plan: FlashPlan
  readonly writes: readonly WriteEvent[]
  readonly verifies: readonly VerifyEvent[]
}

export function never(): AbortSignal {
  return new AbortController().signal
}

export async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = []
  for await (const event of events) out.push(event)
  return out
}

export function skippedBytes(events: readonly WriteEvent[]): number {
  return events.reduce((sum, event) => (event.kind === 'skipped' ? sum + event.sizeBytes : sum), 0)
}

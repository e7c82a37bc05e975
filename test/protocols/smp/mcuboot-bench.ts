// A simulated MCUboot device at the end of a cable, and the steps a job takes with it.
import type { SimulatedChip } from '../../../main/practice/chip.ts'
import { createMcubootChip, type McubootChipOptions } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import type { FlashPlan, Image, Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import { smp } from '../../../main/protocols/smp/index.ts'
import type { SmpOptions } from '../../../main/protocols/smp/options.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createLinkPair, type LinkPair } from '../../../main/transports/memory.ts'
import type { Notice } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'

export const slotBytes = 64 * 1024
export const oldImage = buildMcubootImage({ version: '1.0.0', sizeBytes: 20_001 })
export const newFile = buildMcubootImage({ version: '1.2.3', sizeBytes: 30_007 })

export const newImage = imageOf(newFile)
export const never = new AbortController().signal

export interface Bench extends AsyncDisposable {
  readonly chip: SimulatedChip
  readonly lines: string[]
  readonly notices: (Notice | null)[]
  /** Plugs a new cable in, with power. */
  plug(): LinkPair
  connect(options?: Partial<SmpOptions>, link?: Link, signal?: AbortSignal): Promise<Target>
}

export function benchOf(options: Partial<McubootChipOptions> = {}): Bench {
  const chip = createMcubootChip({
    device: { deviceId: '7', mac: '02F1A5410007', sn: 'SN-7' },
    stored: oldImage,
    slotBytes,
    ...options,
  })
  const lines: string[] = []
  const notices: (Notice | null)[] = []
  let cable: LinkPair | null = null
  const plug = (): LinkPair => {
    chip.powerOn()
    const { onWire } = chip
    cable = createLinkPair(onWire ? { wire: { baudRate: 115_200, onChange: onWire } } : {})
    chip.attach(cable)
    onWire?.({ baudRate: 115_200, parity: 'none', dtr: true, rts: true })
    return cable
  }
  return {
    chip,
    lines,
    notices,
    plug,
    connect: (given = {}, link = plug().host, signal = never) =>
      smp.connect(link, optionsOf(given), {
        signal,
        log: ({ text }) => lines.push(text),
        notice: (notice) => notices.push(notice),
      }),
    async [Symbol.asyncDispose]() {
      await cable?.host.close()
      await chip.close()
    },
  }
}

/** Short waits: nothing here is slow. */
export function optionsOf(given: Partial<SmpOptions> = {}): SmpOptions {
  return smp.options.parse({
    connectTimeoutMs: 2000,
    replyTimeoutMs: 150,
    chunkTimeoutMs: 150,
    eraseTimeoutMs: 3000,
    swapTimeoutMs: 5000,
    ...given,
  })
}

export async function writeAll(target: Target, plan: FlashPlan, signal = never): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(plan, signal)) events.push(event)
  return events
}

export async function verifyAll(target: Target, plan: FlashPlan, signal = never) {
  const events = []
  for await (const event of target.verify(plan, signal)) events.push(event)
  return events
}

/** As a job does it; returns the version that runs. */
export async function flashAll(target: Target, image: Image = newImage): Promise<string | null> {
  const plan = target.plan(image)
  await writeAll(target, plan)
  await verifyAll(target, plan)
  await target.reset(never)
  return (await target.confirm?.(plan, never))?.version ?? null
}

export function kinds(events: readonly WriteEvent[]): string[] {
  return [...new Set(events.map(({ kind }) => kind))]
}

export function slot(chip: SimulatedChip, index: number, sizeBytes: number): Buffer {
  return chip.storage.subarray(index * slotBytes, index * slotBytes + sizeBytes)
}

// A simulated AVR board on a cable, and what the tests of the protocol do with it.
import { vi } from 'vitest'
import { type AvrChipOptions, buildAvrDemo, createAvrChip } from '../../../main/practice/avr/index.ts'
import { avr } from '../../../main/protocols/avr/index.ts'
import type { Target, VerifyEvent, WriteEvent } from '../../../main/protocols/protocol.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import type { Notice } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'

export const signal = new AbortController().signal
export const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
/** Deadlines that a simulated board can keep. */
export const quick = { dischargeMs: 5, answerTimeoutMs: 150 }

export interface StartedAvr extends AsyncDisposable {
  readonly chip: ReturnType<typeof createAvrChip>
  readonly link: Link
  /** What the wire makes of one write. */
  spoil: (bytes: Uint8Array) => Uint8Array
  /** What the station wrote, one entry a write. */
  readonly written: Uint8Array[]
  readonly notices: (Notice | null)[]
  connect(options?: Record<string, unknown>, to?: AbortSignal): Promise<Target>
  /** What the firmware says, until it matches. */
  hear(pattern: RegExp): Promise<string>
}

export function startAvr(options: Partial<AvrChipOptions> = {}, baudRate = 115_200): StartedAvr {
  const chip = createAvrChip({ device, stored: buildAvrDemo('1.0.0', 5000), pageMs: 0, ...options })
  const { onWire } = chip
  const cable = createLinkPair(onWire ? { wire: { baudRate, onChange: onWire } } : {})
  chip.attach(cable)
  chip.powerOn()
  const written: Uint8Array[] = []
  const notices: (Notice | null)[] = []
  const link = cable.host
  const send = link.write.bind(link)
  const bench = { spoil: (bytes: Uint8Array) => bytes }
  vi.spyOn(link, 'write').mockImplementation((bytes, to) => {
    written.push(bytes.slice())
    return send(bench.spoil(bytes), to)
  })
  return Object.assign(bench, {
    chip,
    link,
    written,
    notices,
    connect: (more: Record<string, unknown> = {}, to = signal) =>
      avr.connect(link, avr.options.parse({ ...quick, ...more }), {
        signal: to,
        log: () => {},
        baudRate,
        notice: (notice) => notices.push(notice),
      }),
    async hear(pattern: RegExp) {
      let said = ''
      while (!pattern.test(said))
        said += Buffer.from(await link.read({ atLeast: 1, timeoutMs: 10_000, signal })).toString('latin1')
      return said
    },
    async [Symbol.asyncDispose]() {
      await link.close()
      await chip.close()
    },
  })
}

export async function write(target: Target, bytes: Uint8Array, to = signal): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(target.plan(imageOf(bytes)), to)) events.push(event)
  return events
}

export async function verify(target: Target, bytes: Uint8Array): Promise<VerifyEvent[]> {
  const events: VerifyEvent[] = []
  for await (const event of target.verify(target.plan(imageOf(bytes)), signal)) events.push(event)
  return events
}

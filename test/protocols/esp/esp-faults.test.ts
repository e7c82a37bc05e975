// Lost, broken and noisy bytes, pulled cables, cancels, bad flash: what the job is told, and that the next try succeeds.
import { describe, expect, it } from 'vitest'
import type { ChipFaults } from '../../../main/practice/chip.ts'
import type { Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import { imageOf } from '../../image-of.ts'
import { all, appOf, EspBench, never, skippedBytes } from './esp-bench.ts'

const address = 0x10000
const app = appOf('esp32', '2.0.1', 300_000)
const long = { timeout: 30_000 }
/** One way in, so that silence is known soon. */
const quick = { reset: 'custom', resetSequence: 'D0|R1|W0.02|D1|R0|W0.03|D0' }

/** Writes and sets the switches when the second block is answered. */
async function writeWith(
  bench: EspBench,
  target: Target,
  faults: Partial<ChipFaults>,
): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(target.plan(imageOf(app)), never())) {
    events.push(event)
    const blocks = events.filter(({ kind }) => kind === 'progress').length
    if (event.kind === 'progress' && blocks === 3) Object.assign(bench.chip.faults, faults)
  }
  return events
}

describe('a line that breaks bytes', () => {
  it('has a block sent again that the stub saw to be wrong', long, async () => {
    await using bench = new EspBench({ model: 'esp32' })
    const target = await bench.connect()
    const events = await writeWith(bench, target, { flipIn: { at: 500, times: 1 } })
    expect(events.filter(({ kind }) => kind === 'retry')).toHaveLength(1)
    expect(bench.lowered).toEqual([])
    expect(bench.holds(address, app)).toBe(true)
  })

  it.each(['refuse', 'take'] as const)(
    'begins the region again at a lower rate when an answer was lost (stub that would %s a repeated block)',
    long,
    async (repeatedBlocks) => {
      await using bench = new EspBench({ model: 'esp32', repeatedBlocks })
      const target = await bench.connect()
      const events = await writeWith(bench, target, { loseOut: { at: 0, times: 4 } })
      expect(events.filter(({ kind }) => kind === 'retry')).toHaveLength(1)
      expect(skippedBytes(events)).toBe(0)
      expect(bench.lowered).toEqual([230_400])
      expect(bench.holds(address, app)).toBe(true)
      expect(await all(target.verify(target.plan(imageOf(app)), never()))).toHaveLength(2)
      const counts = events.flatMap((event) => (event.kind === 'progress' ? [event.doneBytes] : []))
      expect(counts).toEqual([...counts].sort((a, b) => a - b))
    },
  )

  it('gives up after the restarts that the profile allows', long, async () => {
    await using bench = new EspBench({ model: 'esp32' })
    const target = await bench.connect({ maxRestarts: 0 })
    await expect(writeWith(bench, target, { loseOut: { at: 0, times: 4 } })).rejects.toMatchObject({
      code: 'LOADER_SILENT',
    })
  })

  it('does not make a wrong MAC of noise', long, async () => {
    const noiseBeforeAnswers = Uint8Array.from({ length: 40 }, (_, index) => (index * 37 + 11) & 0xff)
    await using bench = new EspBench({ model: 'esp32', faults: { noiseBeforeAnswers } })
    const target = await bench.connect()
    expect(target.chip.mac).toBe('02F1A5410001')
    await all(target.write(target.plan(imageOf(app)), never()))
    expect(bench.holds(address, app)).toBe(true)
  })

  it.each(['flipOut', 'loseOut'] as const)('is survived while it is identified (%s)', long, async (fault) => {
    for (const at of [30, 150, 300, 500]) {
      await using bench = new EspBench({ model: 'esp32' })
      bench.chip.faults[fault] = { at, times: 1 }
      expect((await bench.connect()).chip.mac).toBe('02F1A5410001')
    }
  })
})

describe('a device', () => {
  it('that says nothing is LOADER_SILENT', long, async () => {
    await using bench = new EspBench({ model: 'esp32', faults: { silent: true } })
    await expect(bench.connect(quick)).rejects.toMatchObject({ code: 'LOADER_SILENT' })
  })

  it('that hangs while it writes is LOADER_SILENT, and can be written when it is back', long, async () => {
    await using bench = new EspBench({ model: 'esp32', faults: { hangAfterStoredBytes: 50_000 } })
    const target = await bench.connect(quick)
    await expect(all(target.write(target.plan(imageOf(app)), never()))).rejects.toMatchObject({
      code: 'LOADER_SILENT',
    })
    Object.assign(bench.chip.faults, { silent: false, hangAfterStoredBytes: null })
    await bench.flash(app)
    expect(bench.holds(address, app)).toBe(true)
  })

  it('whose flash lies is found out, with the sector', long, async () => {
    await using bench = new EspBench({ model: 'esp32', faults: { lieAt: address + 123_456 } })
    const target = await bench.connect()
    const plan = target.plan(imageOf(app))
    await all(target.write(plan, never()))
    await expect(all(target.verify(plan, never()))).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { address: '0x0002e000', algorithm: 'md5', sizeBytes: 4096 },
    })
    bench.chip.faults.lieAt = null
    const { writes } = await bench.flash(app)
    expect(bench.holds(address, app)).toBe(true)
    expect(skippedBytes(writes)).toBeGreaterThan(250_000)
  })

  it('whose flash refuses is STORAGE_WRITE', long, async () => {
    await using bench = new EspBench({ model: 'esp32', faults: { refuseFrom: address + 100_000 } })
    const target = await bench.connect()
    await expect(all(target.write(target.plan(imageOf(app)), never()))).rejects.toMatchObject({
      code: 'STORAGE_WRITE',
    })
  })

  it('that was cut off is repaired by the next try', long, async () => {
    await using bench = new EspBench({ model: 'esp32', faults: { cutAfterStoredBytes: 100_000 } })
    const target = await bench.connect()
    const writing = all(target.write(target.plan(imageOf(app)), never()))
    await expect(writing).rejects.toMatchObject({ code: 'LINK_LOST' })
    expect(bench.holds(address, app)).toBe(false)
    bench.plug()
    await bench.flash(app)
    expect(bench.holds(address, app)).toBe(true)
  })
})

describe('a cable that is pulled and a cancel', () => {
  it.each(['connect', 'write', 'verify'])('end the phase %s at once', long, async (phase) => {
    for (const how of ['pull', 'cancel'] as const) {
      await using bench = new EspBench({ model: 'esp32' })
      const cancel = new AbortController()
      const reason = new Error('cancelled')
      const act = () => (how === 'pull' ? bench.pull() : cancel.abort(reason))
      const steps = async (): Promise<void> => {
        if (phase === 'connect') setImmediate(act)
        const target = await bench.connect({}, cancel.signal)
        const plan = target.plan(imageOf(app))
        for await (const event of target.write(plan, cancel.signal))
          if (phase === 'write' && event.kind === 'progress') act()
        if (phase === 'verify') setImmediate(act)
        await all(target.verify(plan, cancel.signal))
      }
      const ended = await steps().then(
        () => null,
        (error: unknown) => error,
      )
      if (how === 'cancel') expect(ended).toBe(reason)
      else expect(ended).toMatchObject({ code: 'LINK_LOST' })
      bench.plug()
      await bench.flash(app)
      expect(bench.holds(address, app)).toBe(true)
    }
  })
})

// The serial link on a real kernel port: Debian's kernel with ftdi_sio in a virtual machine, an FTDI adapter that QEMU
// plays, and the product's own transports inside (kernel/inside.ts). One run tells everything; each claim is a test.
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type BenchRun, runBench } from './kernel/bench.ts'
import { stm32Firmware } from './kernel/stm32-firmware.ts'

const isPossible = process.platform === 'linux' && process.arch === 'x64'
const lossSchema = z.object({ code: z.string(), closed: z.string(), lateMs: z.number() })
/** The bound: from the kernel's own "USB disconnect" until the caller knows. */
const longestLossMs = 200
const longestGapMs = 1000

describe.skipIf(!isPossible && !process.env.CI)('a serial port of a real kernel', () => {
  let run: BenchRun
  beforeAll(async () => {
    run = await runBench(300_000)
  }, 360_000)

  /** What the adapter was told from one rate on, which marks the place, to another. */
  function told(fromRate: number, toRate: number, what: RegExp): string[] {
    const rates = run.adapter.map((event) => Number(/baud rate (\d+)$/.exec(event)?.[1] ?? 0))
    const isRate = (rate: number) => (value: number) => Math.abs(value - rate) < rate / 100
    const start = rates.findIndex(isRate(fromRate))
    const end = rates.findIndex((value, index) => index > start && isRate(toRate)(value))
    expect([start, end]).not.toContain(-1)
    const found = run.adapter.slice(start, end).map((event) => what.exec(event)?.[1] ?? '')
    const said = found.filter((value) => value !== '')
    return said.filter((value, index) => value !== said[index - 1])
  }
  const framing = /set_data dev [\d:]+ parity (., data bits \d, stop bits \d)/
  /** Request 0x4001 sets modem lines: bit 0 is DTR, bit 1 RTS. */
  const lines = /got control 0x4001, value 0x30(\d)/
  const [neither, dtr, rts, both] = ['0', '1', '2', '3']

  test('is found with its place and what it says of itself', () => {
    expect(run.fact('plugged')).toMatchObject({
      path: '/dev/ttyUSB0',
      topology: 'usb-1-1:1.0',
      vendorId: '0403',
      productId: '6001',
      manufacturer: 'QEMU',
    })
  })

  test('every byte passes both ways', () => {
    expect(run.fact('bytes')).toBe(100_000)
  })

  test('has modem lines, found out and not assumed; each is set as asked, both in one step', () => {
    expect(run.fact('signals')).toBe(true)
    expect(told(2400, 38_400, lines)).toEqual([dtr, neither, rts, both])
  })

  test.each([9600, 74_880, 250_000, 460_800, 921_600, 1_500_000, 3_000_000, 12_345])(
    'is set to %i bit/s on the open link, as near as the adapter can, and bytes pass',
    (rate) => {
      const rates = run.adapter.map((event) => Number(/baud rate (\d+)$/.exec(event)?.[1] ?? 0))
      expect(rates.some((value) => Math.abs(value - rate) < rate / 100)).toBe(true)
      expect(run.fact(`rate ${rate}`)).toBe(100)
    },
  )

  test('goes from 8N1 to 8E1, 8O1 and back on the open link; no modem line drops, and the port stays held', () => {
    const framings = ['N', 'E', 'O', 'N'].map((parity) => `${parity}, data bits 8, stop bits 1`)
    expect(told(57_600, 38_400, framing)).toEqual(framings)
    // Opening raises them for a moment; then they are again as they were set.
    expect(told(57_600, 38_400, lines)).toEqual([rts, both, rts, both, rts, both, rts])
    expect(run.fact('parityAside')).toEqual({ right: [5000, 5000, 5000], secondOpen: 'LINK_BUSY' })
  })

  test('does the same where a port has to be closed for it: rate and lines come back', () => {
    const framings = ['N', 'E', 'O', 'N'].map((parity) => `${parity}, data bits 8, stop bits 1`)
    expect(told(19_200, 38_400, framing)).toEqual(framings)
    expect(told(19_200, 38_400, lines).at(-1)).toBe(rts)
    expect(told(19_200, 38_400, /baud rate (\d+)$/)).toEqual(['19200'])
    expect(run.fact('parityReopened')).toEqual({ right: [5000, 5000, 5000], secondOpen: 'LINK_BUSY' })
  })

  test('is open once: for us, and against a program that asked the kernel for it alone', () => {
    expect(run.fact('secondOpen')).toBe('LINK_BUSY')
    expect(run.fact('heldExclusively')).toBe('LINK_BUSY')
  })

  test('the 16 ms latency timer of an FTDI adapter is 1 ms while it is open, without any right but to the port', () => {
    expect(run.fact('latency')).toEqual({ before: 16, opened: 1, afterLines: 1 })
  })

  test("with the product's udev rule the timer is 1 ms from the moment of plugging in", () => {
    expect(run.fact('latencyByRule')).toBe(1)
  })

  test("the product's udev rules keep ModemManager away, and let in who sits there and the group", () => {
    expect(run.fact('rules')).toEqual({ ignored: true, uaccess: true, mode: '660' })
  })

  test('the doctor sees the adapter with its driver, who holds it, its hub, and whether the rules are there', () => {
    expect(run.fact('doctorWhileHeld')).toMatchObject([
      { finding: 'portBusy', facts: { path: '/dev/ttyUSB0', program: 'socat' } },
      { finding: 'rulesMissing' },
      { finding: 'hubsFine', facts: { ports: 1 } },
    ])
    expect(run.fact('doctor')).toMatchObject([
      { finding: 'portFine', facts: { product: 'QEMU 0403:6001', driver: 'ftdi_sio' } },
      { finding: 'rulesInstalled' },
      { finding: 'hubsFine', facts: { ports: 1 } },
    ])
  })

  test.each([
    ['reading', 'unplugReading'],
    ['writing', 'unplugWriting'],
  ])('an unplugged cable is known within 200 ms while %s', (_what, name) => {
    const losses = z.array(lossSchema).parse(run.facts(name))
    for (const { code, closed } of losses)
      expect({ code, closed }).toEqual({ code: 'LINK_LOST', closed: 'lost' })
    // The middle one of three: the machine inside has no processor of its own, and one may fall into a gap.
    const [, middle, worst, ...more] = losses.map(({ lateMs }) => lateMs).sort((a, b) => a - b)
    expect(more).toEqual([])
    expect(middle).toBeLessThan(longestLossMs)
    expect(worst).toBeLessThan(longestGapMs)
  })

  // No bound: the kernel itself waits up to five seconds for a control transfer that the emulated hub never ends.
  test('a cable that is unplugged while the parity changes is lost, too', () => {
    const losses = z.array(lossSchema.omit({ lateMs: true })).parse(run.facts('unplugChanging'))
    expect(losses).toEqual(Array.from({ length: 3 }, () => ({ code: 'LINK_LOST', closed: 'lost' })))
  })

  test('flashes and verifies an STM32, in 8E1', () => {
    expect(run.fact('stm32')).toEqual({ family: 'stm32f1', verified: 'proved' })
    const stored = run.stm32Storage.subarray(0, stm32Firmware.length)
    expect(Buffer.compare(stored, stm32Firmware)).toBe(0)
    expect(told(56_000, 38_400, framing)).toContain('E, data bits 8, stop bits 1')
  })

  test('plugged into the same port it has the same place, and is another instance', () => {
    const plugged = z
      .array(z.object({ topology: z.string(), instance: z.string() }))
      .parse([run.fact('plugged'), ...run.facts('replugged')])
    expect(new Set(plugged.map(({ topology }) => topology))).toEqual(new Set(['usb-1-1:1.0']))
    expect(new Set(plugged.map(({ instance }) => instance)).size).toBe(9)
  })

  test('plugged into another port it has another place, and works there', () => {
    expect(run.fact('otherPort')).toMatchObject({ topology: 'usb-1-3:1.0', vendorId: '0403' })
    expect(run.fact('bytesOther')).toBe(1000)
  })

  test('its slot on the bench stays over nine unplugs, and each is seen once', () => {
    const slot = z.object({ slotId: z.string(), name: z.string(), address: z.string(), present: z.boolean() })
    const seen = z.array(slot).parse(run.fact('slots'))
    const first = { slotId: 'usb:usb-1-1:1.0', name: '1', address: '/dev/ttyUSB0' }
    const other = { slotId: 'usb:usb-1-3:1.0', name: '2', address: '/dev/ttyUSB0' }
    expect(seen).toEqual([
      ...Array.from({ length: 18 }, (_, turn) => ({ ...first, present: turn % 2 === 0 })),
      { ...other, present: true },
      { ...other, present: false },
      { ...other, present: true },
    ])
  })
})

// The simulated AVR board, spoken to in raw bytes: what Optiboot and ATmegaBOOT take, and what sends them away.
import { expect, test } from 'vitest'
import { type AvrChipOptions, buildAvrDemo, createAvrChip } from '../../../main/practice/avr/index.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'

const signal = new AbortController().signal
const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
const old = buildAvrDemo('1.0.0', 5000)
const page = (fill: number, size = 128) => Buffer.alloc(size, fill)

function start(options: Partial<AvrChipOptions> = {}) {
  const chip = createAvrChip({ device, stored: old, pageMs: 0, ...options })
  const baudRate = options.bootloader === 'arduino' ? 57_600 : 115_200
  const { onWire } = chip
  const { host } = (() => {
    const cable = createLinkPair(onWire ? { wire: { baudRate, onChange: onWire } } : {})
    chip.attach(cable)
    chip.powerOn()
    return cable
  })()
  const send = (...bytes: readonly (number | Uint8Array)[]) =>
    host.write(
      Buffer.concat(bytes.map((one) => (typeof one === 'number' ? Uint8Array.of(one) : one))),
      signal,
    )
  const read = async (count: number) =>
    Buffer.from(await host.read({ atLeast: count, atMost: count, timeoutMs: 5000, signal })).toString('hex')
  const hear = async (pattern: RegExp) => {
    let said = ''
    while (!pattern.test(said)) {
      const bytes = await host.read({ atLeast: 1, timeoutMs: 5000, signal })
      if (bytes.length === 0) throw new Error(`heard only ${said}`)
      said += Buffer.from(bytes).toString('latin1')
    }
    return said
  }
  const ask = async (count: number, ...bytes: readonly (number | Uint8Array)[]) => {
    await send(...bytes)
    return read(count)
  }
  return {
    chip,
    host,
    send,
    read,
    hear,
    ask,
    async [Symbol.asyncDispose]() {
      await host.close()
      await chip.close()
    },
  }
}

test('the demo firmware is the same every time, and says its version', () => {
  expect(buildAvrDemo('2.0.1', 3000)).toEqual(buildAvrDemo('2.0.1', 3000))
  expect(buildAvrDemo('2.0.1', 3000)).not.toEqual(buildAvrDemo('2.0.2', 3000))
})

test('answers as Optiboot 4.4 on an ATmega328P', async () => {
  await using board = start()
  expect(await board.ask(2, 0x30, 0x20)).toBe('1410')
  expect(await board.ask(3, 0x41, 0x81, 0x20)).toBe('140410')
  expect(await board.ask(3, 0x41, 0x82, 0x20)).toBe('140410')
  expect(await board.ask(3, 0x41, 0x80, 0x20)).toBe('140310')
  expect(await board.ask(2, 0x42, page(0, 20), 0x20)).toBe('1410')
  expect(await board.ask(2, 0x45, page(0, 5), 0x20)).toBe('1410')
  expect(await board.ask(5, 0x75, 0x20)).toBe('141e950f10')
})

test('writes a page, reads it back, and stores it where its word address says', async () => {
  await using board = start()
  expect(await board.ask(2, 0x55, 0x40, 0x00, 0x20)).toBe('1410')
  expect(await board.ask(2, 0x64, 0, 128, 0x46, page(0xa5), 0x20)).toBe('1410')
  expect(board.chip.storage.subarray(128, 256).equals(page(0xa5))).toBe(true)
  expect(board.chip.storage.subarray(0, 128).equals(Buffer.from(old.subarray(0, 128)))).toBe(true)
  expect(await board.ask(2, 0x55, 0x40, 0x00, 0x20)).toBe('1410')
  expect(await board.ask(130, 0x74, 0, 128, 0x46, 0x20)).toBe(`14${'a5'.repeat(128)}10`)
})

test('the boot loader section cannot be written, and nothing says so', async () => {
  await using board = start()
  expect(await board.ask(2, 0x55, 0x00, 0x3f, 0x20)).toBe('1410')
  expect(await board.ask(2, 0x64, 0, 128, 0x46, page(0xa5), 0x20)).toBe('1410')
  expect(board.chip.storage.subarray(0x7e00).every((byte) => byte === 0xff)).toBe(true)
})

test('Optiboot gives up at the first command without its end, and its firmware runs', async () => {
  await using board = start()
  await board.send(0x30, 0x00)
  expect(await board.hear(/running/)).toContain('APP version 1.0.0')
})

test('ATmegaBOOT gives up at the fifth thing that it does not know', async () => {
  await using board = start({ bootloader: 'arduino' })
  await board.send(1, 2, 3, 4)
  expect(await board.ask(3, 0x41, 0x81, 0x20)).toBe('140110')
  await board.send(5)
  await board.host.setBaud(115_200)
  expect(await board.hear(/running/)).toContain('APP version 1.0.0')
})

test('LEAVE_PROGMODE starts the firmware: with Optiboot at once, with ATmegaBOOT when its window is over', async () => {
  await using board = start({ windowMs: 60_000 })
  expect(await board.ask(2, 0x51, 0x20)).toBe('1410')
  expect(await board.hear(/running/)).toContain('APP version 1.0.0')

  await using older = start({ bootloader: 'arduino', windowMs: 60_000 })
  expect(await older.ask(2, 0x51, 0x20)).toBe('1410')
  expect(await older.ask(2, 0x30, 0x20)).toBe('1410')
})

test('a window without a byte starts the firmware; an edge of DTR starts the boot loader', async () => {
  await using board = start({ windowMs: 30 })
  await board.hear(/running\r\n/)
  await board.host.setSignals({ dtr: false, rts: false })
  await board.host.setSignals({ dtr: true })
  expect(await board.ask(2, 0x30, 0x20)).toBe('1410')
  await board.hear(/running\r\n/)
})

test('without modem lines the reset button starts the boot loader', async () => {
  await using board = start({ hasLines: false, windowMs: 30 })
  await board.hear(/running\r\n/)
  board.chip.reset()
  expect(await board.ask(2, 0x30, 0x20)).toBe('1410')
})

test('bytes that come while a page is written are lost, but for the two that a UART keeps', async () => {
  await using board = start({ pageMs: 30 })
  const writePage = Buffer.concat([Uint8Array.of(0x64, 0, 128, 0x46), page(1), Uint8Array.of(0x20)])
  await board.send(writePage, 0x30, 0x20)
  expect(await board.read(4)).toBe('14101410')
  await board.send(writePage, 0x30, 0x20, 0x30, 0x20)
  expect(await board.read(2)).toBe('1410')
  expect(await board.ask(2, 0x30, 0x20)).toBe('1410')
})

test('a chip that ignores new firmware runs the old one', async () => {
  await using board = start({ faults: { ignoresNewFirmware: true } })
  board.chip.storage.set(buildAvrDemo('2.0.1', 3000))
  await board.ask(2, 0x51, 0x20)
  expect(await board.hear(/running/)).toContain('APP version 1.0.0')
})

test('torn firmware has no version', async () => {
  await using board = start()
  board.chip.storage.fill(0, 1000, 1128)
  await board.ask(2, 0x51, 0x20)
  expect(await board.hear(/version/)).toContain('no version')
})

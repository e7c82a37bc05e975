// The protocol against the simulated board: what is particular to STK500v1. What every protocol must do is in the suite
// of protocols.
import { describe, expect, test, vi } from 'vitest'
import { buildAvrDemo } from '../../../main/practice/avr/index.ts'
import { avr } from '../../../main/protocols/avr/index.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { imageOf } from '../../image-of.ts'
import { signal, startAvr, verify, write } from './avr-bench.ts'

const firmware = buildAvrDemo('2.0.1', 10_001)
const kinds = (events: readonly { kind: string }[]) => events.map(({ kind }) => kind)
const isCommand = (code: number) => (bytes: Uint8Array) => bytes[0] === code
const pages = (bytes: readonly Uint8Array[]) => bytes.filter((one) => one[4] === 0x64)

test('all options have a default', () => {
  expect(avr.options.parse({})).toMatchObject({ reset: 'dtr', part: null, pipelined: true, readBytes: 256 })
})

describe('connect', () => {
  test.each([
    ['optiboot', 'atmega328p', 115_200, 'Optiboot 4.4', 512],
    ['arduino', 'atmega168', 57_600, 'ATmegaBOOT 1.16', 2048],
    ['optiboot', 'atmega1284p', 115_200, 'Optiboot 4.4', 1024],
  ] as const)('tells %s on an %s', async (bootloader, part, baudRate, bootLoader, bootBytes) => {
    await using board = startAvr({ bootloader, part }, baudRate)
    const { chip } = await board.connect()
    expect(chip).toMatchObject({ family: part, facts: { bootLoader, bootBytes } })
    expect(chip.flashSizeBytes).toBe(board.chip.storage.length)
  })

  test('a signature that is in no table is CHIP_UNKNOWN', async () => {
    await using board = startAvr()
    const { link } = board
    const read = link.read.bind(link)
    vi.spyOn(link, 'read').mockImplementation(async (request) => {
      const bytes = await read(request)
      return Buffer.from(Buffer.from(bytes).toString('hex').replace('1e950f', '1eaaaa'), 'hex')
    })
    await expect(board.connect()).rejects.toMatchObject({ code: 'CHIP_UNKNOWN', context: { chip: '1eaaaa' } })
  })

  test('another part than the profile asks for is let go again', async () => {
    await using board = startAvr({ windowMs: 60_000 })
    await expect(board.connect({ part: 'atmega168' })).rejects.toMatchObject({
      code: 'CHIP_DIFFERS',
      context: { expected: 'atmega168', found: 'atmega328p' },
    })
    expect(await board.hear(/running/)).toContain('APP version 1.0.0')
  })

  test('without modem lines somebody is asked to tap reset, and the notice is taken back', async () => {
    await using board = startAvr({ hasLines: false, windowMs: 1500 })
    await board.hear(/running/)
    const connecting = board.connect()
    await vi.waitFor(() => expect(board.notices).toEqual(['tapReset']), { timeout: 5000 })
    board.chip.reset()
    const target = await connecting
    expect(board.notices).toEqual(['tapReset', null])
    expect(target.chip.family).toBe('atmega328p')
  })

  test('a boot loader that waits already asks nobody', async () => {
    await using board = startAvr({ hasLines: false })
    await board.connect({ reset: 'hand' })
    expect(board.notices).toEqual([])
  })

  test('a touch sets 1200 baud and takes DTR away, then asks at the old rate', async () => {
    await using board = startAvr()
    const setBaud = vi.spyOn(board.link, 'setBaud')
    const setSignals = vi.spyOn(board.link, 'setSignals')
    const target = await board.connect({ reset: 'touch1200' })
    expect(setBaud.mock.calls).toEqual([[1200], [115_200]])
    expect(setSignals.mock.calls).toEqual([[{ dtr: false, rts: false }], [{ dtr: true, rts: true }]])
    expect(target.chip.family).toBe('atmega328p')
  })

  test('firmware that answers with text is no boot loader', async () => {
    const { host, device } = createLinkPair()
    const answering = (async () => {
      for (;;) {
        await device.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
        await device.write(Buffer.from('what?'), signal)
      }
    })()
    const connecting = avr.connect(host, avr.options.parse({ handWaitMs: 1000 }), { signal, log: () => {} })
    await expect(connecting).rejects.toMatchObject({
      code: 'LOADER_REPLY',
      // As often as it was asked before the line was quiet.
      context: { command: 'GET_SYNC', found: expect.stringMatching(/^(776861743f)+$/) },
    })
    await host.close()
    await expect(answering).rejects.toMatchObject({ code: 'LINK_LOST' })
  })
})

describe('write', () => {
  test('an address and its page leave together, one write a page', async () => {
    await using board = startAvr()
    const target = await board.connect()
    const events = await write(target, firmware)
    expect(kinds(events).slice(0, 3)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
    expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: 79 * 128, totalBytes: 79 * 128 })
    expect(pages(board.written)).toHaveLength(79)
    expect(board.chip.storage.subarray(0, firmware.length).equals(firmware)).toBe(true)
  })

  test('one by one when the profile asks for it', async () => {
    await using board = startAvr()
    const events = await write(await board.connect({ pipelined: false }), firmware)
    expect(pages(board.written)).toHaveLength(0)
    // On a busy machine an answer may come late, and its page goes out again.
    const retries = kinds(events).filter((kind) => kind === 'retry').length
    expect(board.written.filter(isCommand(0x64))).toHaveLength(79 + retries)
    expect(board.chip.storage.subarray(0, firmware.length).equals(firmware)).toBe(true)
  })

  test('one by one, and the page before again, with a boot loader that hears nothing while it answers', async () => {
    await using board = startAvr({ isHalfDuplex: true })
    const target = await board.connect()
    const events = await write(target, firmware)
    expect(kinds(events).filter((kind) => kind === 'retry')).toHaveLength(2)
    expect(pages(board.written)).toHaveLength(2)
    expect((await verify(target, firmware)).at(-1)).toMatchObject({ kind: 'proved' })
  })

  test('blank pages are written only where the flash is not blank', async () => {
    const image = Buffer.alloc(40 * 128, 0xff)
    image.fill(0x11, 0, 128)
    image.fill(0x22, 39 * 128)
    // Pages 1 to 8 have to be made blank, those behind them are.
    await using board = startAvr({ stored: Buffer.alloc(9 * 128, 0x55) })
    const target = await board.connect()
    const events = await write(target, image)
    expect(events.filter(({ kind }) => kind === 'skipped')).toHaveLength(30)
    expect(pages(board.written)).toHaveLength(10)
    expect(board.chip.storage.subarray(0, image.length).equals(image)).toBe(true)
  })

  test('compareFirst writes only the pages that differ', async () => {
    await using board = startAvr({ stored: firmware })
    const target = await board.connect({ compareFirst: true })
    expect(new Set(kinds(await write(target, firmware)))).toEqual(
      new Set(['accepted', 'skipped', 'progress']),
    )
    expect(pages(board.written)).toHaveLength(0)

    const changed = Buffer.from(firmware)
    changed.writeUInt8(~changed.readUInt8(5000) & 0xff, 5000)
    const events = await write(target, changed)
    expect(kinds(events).filter((kind) => kind === 'pointOfNoReturn')).toHaveLength(1)
    expect(pages(board.written)).toHaveLength(1)
    expect(board.chip.storage.subarray(0, changed.length).equals(changed)).toBe(true)
  })

  test('flash behind 128 KiB is reached through the extended address', async () => {
    await using board = startAvr({ part: 'atmega2560' })
    const target = await board.connect()
    const image = buildAvrDemo('2.0.1', 200_000)
    await write(target, image)
    await verify(target, image)
    expect(board.written.filter(isCommand(0x56))).toHaveLength(3)
    expect(board.chip.storage.subarray(0, image.length).equals(image)).toBe(true)
  })

  test('a boot loader that left meanwhile is started again', async () => {
    await using board = startAvr()
    const target = await board.connect()
    board.chip.reset()
    vi.spyOn(board.link, 'setSignals')
    // The button made it start over; a byte it does not know sends it away, and its firmware answers nothing.
    await board.link.write(Uint8Array.of(0x30, 0x30), signal)
    await board.hear(/running/)
    await write(target, firmware)
    expect(board.link.setSignals).toHaveBeenCalled()
    expect(board.chip.storage.subarray(0, firmware.length).equals(firmware)).toBe(true)
  })

  test('a line that spoils every page ends in TRANSFER_RETRIES, with its place', async () => {
    await using board = startAvr()
    const target = await board.connect({ maxRetries: 2 })
    board.spoil = (bytes) => (bytes.length > 100 ? bytes.subarray(0, -1) : bytes)
    const writing = write(target, firmware)
    await expect(writing).rejects.toMatchObject({
      code: 'TRANSFER_RETRIES',
      context: { command: 'PROG_PAGE', offset: 0, repeats: 2 },
    })
  })
})

describe('verify', () => {
  test('proves the whole image by its digest', async () => {
    await using board = startAvr()
    const target = await board.connect()
    await write(target, firmware)
    expect((await verify(target, firmware)).at(-1)).toEqual({
      kind: 'proved',
      by: 'readBack',
      algorithm: 'sha256',
      digest: imageOf(firmware).sha256,
    })
  })

  test('names the first byte that is wrong', async () => {
    await using board = startAvr()
    const target = await board.connect()
    await write(target, firmware)
    board.chip.storage.writeUInt8(~(firmware[0x1234] ?? 0) & 0xff, 0x1234)
    await expect(verify(target, firmware)).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { address: '0x00001234' },
    })
  })

  test('a bit that turned over on the way back is not blamed on the device', async () => {
    await using board = startAvr()
    const target = await board.connect()
    await write(target, firmware)
    board.chip.faults.flipOut = { at: 900, times: 1 }
    expect((await verify(target, firmware)).at(-1)).toMatchObject({ kind: 'proved' })
    expect(board.chip.faults.flipOut).toBeNull()
  })
})

describe('plan', () => {
  test.each([
    [32_256, null],
    [32_257, 'IMAGE_TOO_LARGE'],
  ])('%i bytes of raw firmware: %s', async (sizeBytes, code) => {
    await using board = startAvr()
    const target = await board.connect()
    const image = imageOf(new Uint8Array(sizeBytes).fill(1))
    if (code === null) expect(target.plan(image).totalBytes).toBe(sizeBytes)
    else expect(() => target.plan(image)).toThrow(expect.objectContaining({ code }))
  })

  test('the profile may say how much the boot loader takes', async () => {
    await using board = startAvr()
    const target = await board.connect({ bootloaderBytes: 1024 })
    expect(() => target.plan(imageOf(new Uint8Array(32_000).fill(1)))).toThrow(
      expect.objectContaining({ code: 'IMAGE_TOO_LARGE' }),
    )
  })
})

describe('between the steps', () => {
  test('a boot loader that waits for a whole window is kept there', async () => {
    await using board = startAvr({ windowMs: 2000 })
    const target = await board.connect()
    const before = board.written.length
    await vi.waitFor(() => expect(board.written.length).toBeGreaterThan(before + 4), { timeout: 10_000 })
    vi.spyOn(board.link, 'setSignals')
    await write(target, firmware)
    expect(board.link.setSignals).not.toHaveBeenCalled()
  })

  test('reset starts what is in the flash, says nothing more, and may come twice', async () => {
    await using board = startAvr()
    const target = await board.connect()
    await write(target, firmware)
    await target.reset(signal)
    const sent = board.written.length
    expect(await board.hear(/running/)).toContain('APP version 2.0.1')
    await target.reset(signal)
    expect(board.written.length).toBe(sent)
  })

  test('reset after a cancelled write starts the chip again', async () => {
    await using board = startAvr()
    const target = await board.connect()
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    const writing = (async () => {
      for await (const { kind } of target.write(target.plan(imageOf(firmware)), cancel.signal))
        if (kind === 'progress') cancel.abort(reason)
    })()
    await expect(writing).rejects.toBe(reason)
    await target.reset(signal)
    expect(await board.hear(/no version\r\n/)).toContain('device 1100001')
  })

  test('the firmware may talk at another rate than its boot loader', async () => {
    await using board = startAvr({ bootloader: 'arduino' })
    const target = await board.connect({ baudRate: 57_600 })
    await write(target, firmware)
    await target.reset(signal)
    expect(await board.hear(/running/)).toContain('APP version 2.0.1')
  })
})

// The STM32 protocol against its simulated device: what the suite of all protocols does not ask.
import { describe, expect, test } from 'vitest'
import { buildStm32Demo } from '../../../main/practice/stm32/demo.ts'
import type { Stm32ChipOptions } from '../../../main/practice/stm32/stm32-chip.ts'
import { stm32 } from '../../../main/protocols/stm32/index.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { ProtocolRun } from '../../conformance/protocol-run.ts'
import { imageOf } from '../../image-of.ts'
import { flashBase, newFirmware, options, stm32Bed, stm32Unit } from './stm32-bed.ts'

const runOn = (change: Partial<Stm32ChipOptions>) => new ProtocolRun(stm32Bed, stm32Unit(change))
const skipped = (writes: readonly { kind: string; sizeBytes?: number }[]) =>
  writes.reduce((sum, event) => sum + (event.kind === 'skipped' ? (event.sizeBytes ?? 0) : 0), 0)

describe('who it is', () => {
  const cases = [
    { id: 0x414, flashBytes: 256 * 1024, family: 'stm32f1' },
    { id: 0x431, flashBytes: 256 * 1024, family: 'stm32f4' },
    { id: 0x417, flashBytes: 32 * 1024, family: 'stm32l0' },
    { id: 0x435, flashBytes: 128 * 1024, family: 'stm32l4' },
    { id: 0x450, flashBytes: 1024 * 1024, family: 'stm32h7' },
  ]
  test.each(cases)('$family says id and flash size, and is flashed', async ({ id, flashBytes, family }) => {
    await using run = runOn({ id, flashBytes })
    const { code, chip } = await run.flash()
    expect({ code, chip }).toMatchObject({
      code: null,
      chip: { family, flashSizeBytes: flashBytes, mac: null, facts: { bootLoader: '3.1' } },
    })
    // Three CRCs of what the unit is called, in the order of the words.
    expect(chip?.uid).toMatch(/^[0-9A-F]{24}$/)
    expect(run.holdsImage()).toBe(true)
  })

  test('a chip that is in no table is CHIP_UNKNOWN', async () => {
    const { host, device } = createLinkPair()
    const signal = new AbortController().signal
    const answers = [[0x79], [0x79, 2, 0x31, 0, 2, 0x79], [0x79, 1, 0x09, 0x99, 0x79]]
    void (async () => {
      for (const answer of answers) {
        await device.read({ atLeast: answer.length > 1 ? 2 : 1, timeoutMs: 5000, signal })
        await device.write(Uint8Array.from(answer), signal)
      }
    })()
    const connecting = stm32.connect(host, stm32.options.parse({ ackTimeoutMs: 50 }), {
      signal,
      log: () => {},
    })
    await expect(connecting).rejects.toMatchObject({ code: 'CHIP_UNKNOWN', context: { chip: '0x999' } })
    await host.close()
  })
})

describe('only what is needed', () => {
  test('pages behind and before the image stay', async () => {
    await using run = runOn({})
    run.storage.fill(0x5a, 20_480)
    const before = Buffer.from(run.storage)
    const { code } = await run.flash({ options: { ...options, address: flashBase + 4096 } })
    // The demo is not linked for this place, so the board is left to its old firmware's vectors; the bytes are right.
    expect(code).toBeNull()
    expect(run.storage.subarray(0, 4096).equals(before.subarray(0, 4096))).toBe(true)
    expect(run.storage.subarray(4096, 4096 + newFirmware.length).equals(newFirmware)).toBe(true)
    expect(run.storage.subarray(20_480).equals(before.subarray(20_480))).toBe(true)
  })

  test('empty blocks are not sent', async () => {
    const bytes = Buffer.from(buildStm32Demo('2.0.1', 40_000))
    bytes.fill(0xff, 8192, 32_768)
    const firmware = imageOf(bytes)
    await using run = runOn({})
    run.device.set({ cutAfterStoredBytes: 40_000 - 24_000 })
    expect((await run.flash({ image: firmware })).code).toBeNull()
    expect(run.storage.subarray(0, 40_000).equals(bytes)).toBe(true)
  })

  test('a page to keep refuses the image that needs it', async () => {
    await using run = runOn({})
    const before = Buffer.from(run.storage)
    const { error } = await run.flash({ options: { ...options, keepPages: [5] } })
    expect(error).toMatchObject({ code: 'IMAGE_ADDRESS', context: { reason: 'keepPages', page: 5 } })
    expect(run.storage.equals(before)).toBe(true)
  })

  test('a mass erase takes everything', async () => {
    for (const id of [0x414, 0x413]) {
      await using run = runOn({ id })
      run.storage.fill(0x5a, 20_480)
      expect((await run.flash({ options: { ...options, massErase: true } })).code).toBeNull()
      expect(run.holdsImage()).toBe(true)
      expect(run.storage.subarray(newFirmware.length).every((byte) => byte === 0xff)).toBe(true)
    }
  })
})

describe('the checksum command', () => {
  test('proves the image, and leaves pages that are right', async () => {
    await using run = runOn({ id: 0x435, hasChecksum: true })
    const first = await run.flash()
    expect(first.code).toBeNull()
    expect(first.verifies.at(-1)).toMatchObject({ kind: 'proved', by: 'deviceDigest', algorithm: 'crc32' })
    const again = await run.flash()
    expect(again.code).toBeNull()
    expect(skipped(again.writes)).toBe(newFirmware.length)
    expect(again.writes.some(({ kind }) => kind === 'pointOfNoReturn')).toBe(false)
    // One page is wrong: only that one is written.
    run.storage.fill(0, 4096, 4100)
    const repair = await run.flash()
    expect(repair.code).toBeNull()
    expect(skipped(repair.writes)).toBe(newFirmware.length - 2048)
    expect(run.holdsImage()).toBe(true)
  })

  test('a wrong byte is found with its address', async () => {
    await using run = runOn({ id: 0x435, hasChecksum: true, faults: { lieAt: 0x1235 } })
    const { error } = await run.flash()
    expect(error).toMatchObject({ code: 'VERIFY_MISMATCH', context: { address: '0x08001235' } })
  })

  test('without it, reading first leaves what is right', async () => {
    await using run = runOn({})
    expect((await run.flash()).verifies.at(-1)).toMatchObject({ by: 'readBack', algorithm: 'sha256' })
    const again = await run.flash({ options: { ...options, compareFirst: true } })
    expect(skipped(again.writes)).toBe(newFirmware.length)
  })
})

describe('readout protection', () => {
  test.each([false, true])('is told, and the chip is left as it is (two NAKs: %s)', async (naksTwice) => {
    await using run = runOn({ readProtected: true, naksTwice })
    const before = Buffer.from(run.storage)
    expect((await run.flash()).code).toBe('CHIP_READ_PROTECTED')
    expect(run.storage.equals(before)).toBe(true)
  })

  test('is taken off when the profile says so, with everything that was there', async () => {
    await using run = runOn({ readProtected: true, id: 0x413 })
    const { code, writes } = await run.flash({ options: { ...options, unprotect: true } })
    expect(code).toBeNull()
    expect(writes.map(({ kind }) => kind).slice(0, 2)).toEqual(['accepted', 'pointOfNoReturn'])
    expect(run.holdsImage()).toBe(true)
    expect(run.storage.subarray(newFirmware.length).every((byte) => byte === 0xff)).toBe(true)
  })
})

describe('by hand', () => {
  const byHand = { connectTimeoutMs: 5000, ackTimeoutMs: 200 }

  test('a board that waits in its loader is found, and started by a jump', async () => {
    await using run = runOn({ hasLines: false, bootsInLoader: true })
    const { code, notices } = await run.flash({ options: byHand })
    expect([code, notices.includes('setBoot0')]).toEqual([null, false])
    expect(await run.read(/APP version \S+ running/)).toContain('2.0.1')
  })

  test('the person is asked when nobody answers, and then it goes on', async () => {
    const device = stm32Unit({ wiring: null })
    await using run = new ProtocolRun(stm32Bed, device)
    const signal = new AbortController().signal
    const link = await run.bench.open('sim://1', { baudRate: 115_200, signal })
    const notices: unknown[] = []
    const target = await stm32.connect(link, stm32.options.parse(byHand), {
      signal,
      log: () => {},
      // The person does it as soon as it is asked for.
      notice: (notice) => {
        notices.push(notice)
        if (notice === 'setBoot0') device.unit.reset({ boot: true })
      },
    })
    expect(notices).toEqual(['setBoot0', null])
    expect(target.chip.family).toBe('stm32f1')
    await link.close()
  })

  const stale: [string, number[]][] = [
    ['half a command', [0x31]],
    ['a command without its address', [0x31, 0xce]],
    ['an erase without its pages', [0x43, 0xbc]],
    ['a block that was cut', [0x31, 0xce, 0x08, 0x00, 0x40, 0x00, 0x48, 0xff, 1, 2, 3]],
  ]
  test.each(stale)('a loader that was left in %s is brought back', async (_name, bytes) => {
    await using run = runOn({ hasLines: false, bootsInLoader: true })
    const signal = new AbortController().signal
    const link = await run.bench.open('sim://1', { baudRate: 115_200, signal })
    await link.setParity('even')
    for (const byte of [0x7f, ...bytes]) await link.write(Uint8Array.of(byte), signal)
    await link.read({ atLeast: 1, timeoutMs: 1000, signal })
    await link.close()
    const outside = Buffer.from(run.storage.subarray(0x8000))
    expect((await run.flash({ options: byHand })).code).toBeNull()
    expect(run.holdsImage()).toBe(true)
    expect(run.storage.subarray(0x8000).equals(outside)).toBe(true)
  })

  test('a cancelled job leaves a loader that the next job finds at once, without a reset', async () => {
    await using run = runOn({ hasLines: false, bootsInLoader: true })
    const cancel = new AbortController()
    let blocks = 0
    const ended = await run.flash({
      options: byHand,
      signal: cancel.signal,
      onWrite: ({ kind }) => {
        if (kind === 'progress' && ++blocks === 5) cancel.abort(new Error('cancelled'))
      },
    })
    expect(ended.code).toBe('ABORTED')
    expect((await run.flash({ options: byHand })).code).toBeNull()
    expect(run.holdsImage()).toBe(true)
  })
})

test('reset() after a cancel finishes what is under way and starts what is there', async () => {
  await using run = runOn({ hasLines: false, bootsInLoader: true })
  const cancel = new AbortController()
  const signal = new AbortController().signal
  const link = await run.bench.open('sim://1', { baudRate: 115_200, signal })
  const target = await stm32.connect(link, stm32.options.parse({}), { signal, log: () => {} })
  const plan = target.plan(stm32Bed.image)
  const verifying = (async () => {
    for await (const event of target.verify(plan, cancel.signal))
      if (event.kind === 'progress') cancel.abort(new Error('cancelled'))
  })()
  // What is there is the old firmware: the first block differs already, or the cancel was first.
  await expect(verifying).rejects.toThrow()
  await target.reset(signal)
  let said = ''
  while (!said.includes('running'))
    said += Buffer.from(await link.read({ atLeast: 1, timeoutMs: 5000, signal })).toString('latin1')
  expect(said).toContain('APP version 1.0.0')
  await link.close()
})

// What goes wrong between station and device, and what has to come of it.
import { describe, expect, it } from 'vitest'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { imageOf } from '../../image-of.ts'
import {
  benchOf,
  flashAll,
  kinds,
  never,
  newFile,
  newImage,
  oldImage,
  slot,
  slotBytes,
  verifyAll,
  writeAll,
} from './mcuboot-bench.ts'

describe('finding the device', () => {
  it('tells silence', async () => {
    await using bench = benchOf({ faults: { silent: true } })
    await expect(bench.connect({ connectTimeoutMs: 300 })).rejects.toMatchObject({ code: 'LOADER_SILENT' })
  })

  it('tells answers that make no sense', async () => {
    const { host, device } = createLinkPair()
    await using bench = benchOf()
    await device.write(Buffer.from('\u0006\u0009AAsAAAABAAFCAKD1Mx==\n', 'latin1'), never)
    await expect(bench.connect({ connectTimeoutMs: 200 }, host)).rejects.toMatchObject({
      code: 'LOADER_REPLY',
    })
  })

  it.each([1, 2] as const)('speaks version %i', async (smpVersion) => {
    await using bench = benchOf({ smpVersion })
    const target = await bench.connect()
    expect(target.chip.facts).toMatchObject({ smpVersion })
    expect(await flashAll(target)).toBe('1.2.3')
  })

  it('reads on behind noise, and shows the log lines of the device', async () => {
    const noiseBeforeAnswers = Buffer.from(
      'uart:~$ \u0006\u0009 \u0004\u0014AAA\r\n<wrn> x: y\r\nuart:~$ ',
      'latin1',
    )
    await using bench = benchOf({ faults: { noiseBeforeAnswers } })
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
    expect(bench.lines).toContain('<wrn> x: y')
    expect(bench.lines.some((line) => line.endsWith('<inf> mcumgr_img_grp: upload complete'))).toBe(true)
  })

  it.each([96, 256, 400])('finds out what a device takes that does not say: %i', async (bufSize) => {
    await using bench = benchOf({ tellsSizes: false, bufSize })
    const target = await bench.connect({ replyTimeoutMs: 40 })
    const expected = [512, 384, 256, 128, 96].find((step) => step <= bufSize)
    expect(target.chip.facts).toMatchObject({ bufferBytes: expected })
    expect(target.chip.flashSizeBytes).toBeNull()
    expect(await flashAll(target)).toBe('1.2.3')
  })
})

describe('what is refused before anything is written', () => {
  it.each([
    ['raw bytes', Buffer.alloc(5000, 0x42), 'IMAGE_FORMAT'],
    [
      'an image that is too large',
      buildMcubootImage({ version: '2.0.0', sizeBytes: slotBytes }),
      'IMAGE_TOO_LARGE',
    ],
    ['a cut image', newFile.subarray(0, 20_000), 'IMAGE_FORMAT'],
  ])('%s', async (_name, bytes, code) => {
    await using bench = benchOf()
    const target = await bench.connect()
    const before = Buffer.from(bench.chip.storage)
    expect(() => target.plan(imageOf(bytes))).toThrow(expect.objectContaining({ code }))
    expect(bench.chip.storage.equals(before)).toBe(true)
  })

  it('by the device: too large for a slot that it did not tell the size of, too old', async () => {
    await using bench = benchOf({ tellsSizes: false })
    const large = imageOf(buildMcubootImage({ version: '2.0.0', sizeBytes: slotBytes }))
    const target = await bench.connect()
    await expect(writeAll(target, target.plan(large))).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' })
    const careful = await bench.connect({ upgradeOnly: true })
    const older = imageOf(buildMcubootImage({ version: '0.9.0', sizeBytes: 3000 }))
    await expect(writeAll(careful, careful.plan(older))).rejects.toMatchObject({
      code: 'LOADER_REFUSED',
      context: { command: 'image upload', group: 1, status: 27 },
    })
    expect(bench.chip.storage.subarray(slotBytes).every((byte) => byte === 0xff)).toBe(true)
  })
})

describe('an upload', () => {
  it.each([
    ['a bit on the way in', 'flipIn', 700],
    ['a bit of the first answer', 'flipOut', 60],
    ['a byte of the first answer', 'loseOut', 60],
    ['the first chunk', 'flipIn', 40],
    ['the line feed of an answer', 'loseOut', 82],
  ] as const)('survives the loss of %s', async (_name, fault, at) => {
    await using bench = benchOf({ eraseMs: 30 })
    const target = await bench.connect()
    const plan = target.plan(newImage)
    const events = []
    for await (const event of target.write(plan, never)) {
      if (events.length === 0) bench.chip.faults[fault] = { at, times: 1 }
      events.push(event)
    }
    expect(kinds(events)).toContain('retry')
    expect(slot(bench.chip, 1, newFile.length).equals(newFile)).toBe(true)
    await verifyAll(target, plan)
  })

  it('waits for a slow erase without sending the chunk again', async () => {
    await using bench = benchOf({ eraseMs: 500 })
    const target = await bench.connect()
    const events = await writeAll(target, target.plan(newImage))
    expect(kinds(events)).not.toContain('retry')
    expect(bench.notices).toEqual(expect.arrayContaining(['erasing', null]))
  })

  it.each([1, 2, 4])('keeps %i chunks under way, also when one is lost', async (window) => {
    await using bench = benchOf({ bufCount: 4 })
    const target = await bench.connect({ window })
    const events = []
    for await (const event of target.write(target.plan(newImage), never)) {
      if (event.kind === 'progress' && events.length === 5) bench.chip.faults.flipIn = { at: 30, times: 1 }
      events.push(event)
    }
    expect(kinds(events)).toContain('retry')
    expect(slot(bench.chip, 1, newFile.length).equals(newFile)).toBe(true)
  })

  it('goes on where a run was cancelled', async () => {
    await using bench = benchOf()
    const cancel = new AbortController()
    const link = bench.plug().host
    const target = await bench.connect({}, link, cancel.signal)
    const writing = (async () => {
      for await (const event of target.write(target.plan(newImage), cancel.signal)) {
        if (event.kind === 'progress' && event.doneBytes > 10_000) cancel.abort(new Error('cancelled'))
      }
    })()
    await expect(writing).rejects.toThrow('cancelled')
    await target.reset(never)
    await link.close()
    const again = await bench.connect()
    const events = await writeAll(again, again.plan(newImage))
    expect(events.find(({ kind }) => kind === 'skipped')).toMatchObject({
      sizeBytes: expect.toSatisfy((size: number) => size > 10_000),
    })
    expect(slot(bench.chip, 1, newFile.length).equals(newFile)).toBe(true)
  })

  it.each([1, 9000, newFile.length, newFile.length + 10])(
    'is done again after a cut at %i bytes',
    async (cut) => {
      await using bench = benchOf()
      const target = await bench.connect()
      bench.chip.faults.cutAfterStoredBytes = cut
      await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({ code: 'LINK_LOST' })
      const again = await bench.connect()
      expect(again.version).toBe(cut > newFile.length ? '1.2.3' : '1.0.0')
      expect(await flashAll(again)).toBe('1.2.3')
      expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
    },
  )

  it('tells a device that hangs, and flash that refuses', async () => {
    await using bench = benchOf()
    const target = await bench.connect({ eraseTimeoutMs: 300, replyTimeoutMs: 50, chunkTimeoutMs: 50 })
    bench.chip.faults.hangAfterStoredBytes = 5000
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({ code: 'LOADER_SILENT' })
    bench.chip.cut()
    Object.assign(bench.chip.faults, { silent: false, hangAfterStoredBytes: null, refuseFrom: slotBytes + 9 })
    const again = await bench.connect()
    await expect(writeAll(again, again.plan(newImage))).rejects.toMatchObject({ code: 'STORAGE_WRITE' })
    expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
  })

  it.each(['normal', 'recovery'] as const)('ends in verify when a byte is wrong: %s', async (mode) => {
    await using bench = benchOf({ mode })
    const target = await bench.connect()
    bench.chip.faults.lieAt = (mode === 'normal' ? slotBytes : 0) + 12_345
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    await expect(verifyAll(target, plan)).rejects.toMatchObject({ code: 'VERIFY_MISMATCH' })
    if (mode === 'normal') await target.reset(never)
    bench.chip.faults.lieAt = null
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
  })

  it('without a digest of the device, a wrong byte does not pass the boot loader', async () => {
    await using bench = benchOf({ checksImage: false, faults: { lieAt: slotBytes + 12_345 } })
    await expect(flashAll(await bench.connect())).rejects.toMatchObject({ code: 'SWAP_REVERTED' })
    expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
    bench.chip.faults.lieAt = null
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
  })
})

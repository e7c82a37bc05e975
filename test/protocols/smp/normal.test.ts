// Through the firmware: upload to the second slot, trial, confirmation; on the flash of a simulated device.
import { describe, expect, it } from 'vitest'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
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

describe('through the firmware', () => {
  it('says who it is and what it runs', async () => {
    await using bench = benchOf({ bufSize: 2048, bufCount: 3 })
    const target = await bench.connect()
    expect(target.version).toBe('1.0.0')
    expect(target.chip).toMatchObject({
      family: 'mcuboot',
      flashSizeBytes: slotBytes - 64,
      facts: {
        mode: 'normal',
        slots: '0:1.0.0',
        smpVersion: 2,
        bufferBytes: 2048,
        bufferCount: 3,
        bootLoader: 'MCUboot',
      },
    })
  })

  it.each([96, 128, 256, 384, 512, 1024, 2048, 4096])('uploads with a buffer of %i', async (bufSize) => {
    await using bench = benchOf({ bufSize, swapMs: 20 })
    const target = await bench.connect()
    const plan = target.plan(newImage)
    const events = await writeAll(target, plan)
    expect(kinds(events)).toEqual(['accepted', 'progress', 'pointOfNoReturn'])
    expect(slot(bench.chip, 1, newFile.length).equals(newFile)).toBe(true)
    expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
    expect(await verifyAll(target, plan)).toMatchObject([
      { kind: 'progress', doneBytes: newFile.length },
      { kind: 'proved', by: 'deviceDigest', algorithm: 'sha256' },
    ])
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
    expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
    expect(slot(bench.chip, 1, oldImage.length).equals(oldImage)).toBe(true)
  })

  it('keeps what it confirmed over a power cycle', async () => {
    await using bench = benchOf()
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
    bench.chip.cut()
    const target = await bench.connect()
    expect(target.version).toBe('1.2.3')
    expect(target.chip.facts).toMatchObject({ slots: '0:1.2.3 1:1.0.0' })
  })

  it('goes back at the next start when nobody confirms', async () => {
    await using bench = benchOf()
    const target = await bench.connect()
    await writeAll(target, target.plan(newImage))
    await target.reset(never)
    bench.chip.reset()
    bench.chip.reset()
    expect((await bench.connect()).version).toBe('1.0.0')
    expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
  })

  it.each([{ revertsAlways: true }, { bootFails: true }, { faults: { ignoresNewFirmware: true } }])(
    'tells a device that went back: %j',
    async (options) => {
      await using bench = benchOf(options)
      const target = await bench.connect()
      await expect(flashAll(target)).rejects.toMatchObject({
        code: 'SWAP_REVERTED',
        context: { found: '1.0.0' },
      })
      expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
    },
  )

  it('sends nothing of an image that runs already', async () => {
    await using bench = benchOf({ stored: newFile })
    const target = await bench.connect()
    const plan = target.plan(newImage)
    const before = Buffer.from(bench.chip.storage)
    expect(await writeAll(target, plan)).toEqual([
      { kind: 'skipped', sizeBytes: newFile.length },
      { kind: 'progress', doneBytes: newFile.length, totalBytes: newFile.length },
    ])
    await verifyAll(target, plan)
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
    expect(bench.chip.storage.equals(before)).toBe(true)
  })

  it('sends nothing of an image that waits for its trial, and confirms one that is on trial', async () => {
    await using bench = benchOf()
    const first = await bench.connect()
    await writeAll(first, first.plan(newImage))
    const second = await bench.connect()
    // By the restart it comes to run: the device is changed by this job, too.
    expect(kinds(await writeAll(second, second.plan(newImage)))).toEqual(['accepted', 'skipped', 'progress'])
    await second.reset(never)
    const third = await bench.connect()
    expect(third.version).toBe('1.2.3')
    expect(kinds(await writeAll(third, third.plan(newImage)))).toEqual(['accepted', 'skipped', 'progress'])
    expect(await third.confirm?.(third.plan(newImage), never)).toEqual({ version: '1.2.3' })
    bench.chip.reset()
    expect((await bench.connect()).version).toBe('1.2.3')
  })

  it('lets the device digest an image that lies in the second slot', async () => {
    await using bench = benchOf()
    bench.chip.storage.set(newFile, slotBytes)
    const target = await bench.connect()
    const events = await writeAll(target, target.plan(newImage))
    expect(events).toContainEqual({ kind: 'skipped', sizeBytes: newFile.length })
  })

  it('sends an image again that lies broken in the second slot', async () => {
    await using bench = benchOf()
    bench.chip.storage.set(newFile, slotBytes)
    bench.chip.storage.writeUInt8((newFile[9000] ?? 0) ^ 1, slotBytes + 9000)
    expect(await flashAll(await bench.connect())).toBe('1.2.3')
    expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
  })

  it('takes the trial of another image back before it uploads', async () => {
    await using bench = benchOf()
    const other = imageOf(buildMcubootImage({ version: '1.1.0', sizeBytes: 5000 }))
    const first = await bench.connect()
    await writeAll(first, first.plan(other))
    await first.reset(never)
    const second = await bench.connect()
    expect(second.version).toBe('1.1.0')
    expect(await flashAll(second)).toBe('1.2.3')
    expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
  })

  it('uploads the image without the padding of its slot', async () => {
    await using bench = benchOf()
    const padded = Buffer.alloc(slotBytes, 0xff)
    padded.set(newFile)
    expect(await flashAll(await bench.connect(), imageOf(padded))).toBe('1.2.3')
  })

  it('leaves a device alone that was not written to', async () => {
    await using bench = benchOf()
    const target = await bench.connect()
    const lineCount = bench.lines.length
    await target.reset(never)
    await target.reset(never)
    expect((await bench.connect()).version).toBe('1.0.0')
    expect(bench.lines.slice(lineCount).join()).not.toContain('Booting')
  })
})

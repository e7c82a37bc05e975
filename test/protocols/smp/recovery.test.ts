// Through serial recovery: straight over the first slot, entered by power, by hand or by the modem lines.
import { describe, expect, it } from 'vitest'
import {
  benchOf,
  kinds,
  never,
  newFile,
  newImage,
  oldImage,
  slot,
  verifyAll,
  writeAll,
} from './mcuboot-bench.ts'

const mode = 'recovery' as const

describe('serial recovery', () => {
  it.each([1, 8, 32])('writes the first slot of a flash that takes multiples of %i', async (alignBytes) => {
    await using bench = benchOf({ mode, alignBytes })
    const target = await bench.connect({ mode })
    expect(target).toMatchObject({ version: '1.0.0', chip: { facts: { mode, bufferCount: 1 } } })
    const plan = target.plan(newImage)
    const events = await writeAll(target, plan)
    expect(kinds(events)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
    expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
    expect(await verifyAll(target, plan)).toContainEqual(expect.objectContaining({ by: 'deviceDigest' }))
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
  })

  it('writes into an empty device', async () => {
    await using bench = benchOf({ stored: new Uint8Array(0) })
    const target = await bench.connect()
    expect(target.version).toBeNull()
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    await verifyAll(target, plan)
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
  })

  it('gets on with an old boot loader: version 1, silent about what it does not know', async () => {
    await using bench = benchOf({
      mode,
      smpVersion: 1,
      tellsSizes: false,
      ignoresUnknown: true,
      bufSize: 256,
    })
    const target = await bench.connect({ replyTimeoutMs: 40 })
    expect(target.chip.facts).toMatchObject({ mode, smpVersion: 1, bufferBytes: 256 })
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    await verifyAll(target, plan)
    expect(slot(bench.chip, 0, newFile.length).equals(newFile)).toBe(true)
  })

  it('sends nothing of an image that the boot loader has digested', async () => {
    await using bench = benchOf({ mode, stored: newFile })
    const target = await bench.connect()
    expect(kinds(await writeAll(target, target.plan(newImage)))).toEqual(['skipped', 'progress'])
  })

  it('starts the old firmware again when nothing was written', async () => {
    await using bench = benchOf({ mode })
    const target = await bench.connect()
    await target.reset(never)
    const link = bench.connect({ mode: 'normal' })
    expect(await link).toMatchObject({ version: '1.0.0', chip: { facts: { mode: 'normal' } } })
  })

  it('is entered by the modem lines, and the firmware starts at the end', async () => {
    await using bench = benchOf()
    const target = await bench.connect({ mode, entry: 'lines', buttonHoldMs: 30 })
    expect(target.chip.facts).toMatchObject({ mode })
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    await verifyAll(target, plan)
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.2.3' })
  })

  it('asks the person at the bench, and goes on when the button was pressed', async () => {
    await using bench = benchOf({ hasLines: false })
    const connecting = bench.connect({ mode, entry: 'byHand', entryTimeoutMs: 5000 })
    const pressed = setInterval(() => {
      if (bench.notices.includes('enterRecovery')) bench.chip.reset({ boot: true })
      clearInterval(pressed)
    }, 20)
    expect((await connecting).chip.facts).toMatchObject({ mode })
    expect(bench.notices).toEqual(['enterRecovery', null])
  })

  it('does not take the firmware for the boot loader', async () => {
    await using bench = benchOf()
    await expect(bench.connect({ mode })).rejects.toMatchObject({
      code: 'LOADER_SILENT',
      context: { expected: 'recovery', found: 'normal' },
    })
    expect(slot(bench.chip, 0, oldImage.length).equals(oldImage)).toBe(true)
  })

  it('tells flash that refuses, at the chunk that it refused', async () => {
    await using bench = benchOf({ mode })
    const target = await bench.connect()
    const plan = target.plan(newImage)
    let isSet = false
    const writing = (async () => {
      for await (const event of target.write(plan, never)) {
        if (event.kind !== 'progress' || isSet) continue
        isSet = true
        bench.chip.faults.refuseFrom = 10_000
      }
    })()
    await expect(writing).rejects.toMatchObject({ code: 'STORAGE_WRITE' })
  })
})

// The protocol on every simulated model: identity, stub and ROM, ways in and out, rates, what is sent and what is not.
import { describe, expect, it } from 'vitest'
import { espModels } from '../../../main/practice/esp/models.ts'
import { buildMergedFlash } from '../../../main/practice/esp/partition-table.ts'
import { imageOf } from '../../image-of.ts'
import { appOf, EspBench, never, skippedBytes } from './esp-bench.ts'

const appAddress = { esp8266: 0, esp32: 0x10000, esp32c3: 0x10000, esp32s3: 0x10000 }

describe.each(espModels)('an %s', (model) => {
  it('is identified, flashed, proved and started', async () => {
    const old = appOf(model, '1.0.0')
    const stored = Buffer.concat([Buffer.alloc(appAddress[model], 0xff), old])
    await using bench = new EspBench({ model, stored })
    const app = appOf(model, '2.0.1')
    const { target, writes, verifies } = await bench.flash(app)
    expect(target.version).toBe('1.0.0')
    expect(target.chip).toMatchObject({
      family: model,
      mac: '02F1A5410001',
      flashSizeBytes: 4 * 1024 * 1024,
      facts: { loader: 'stub', secure: 'no', flashId: 'ef4016', crystalMhz: model === 'esp8266' ? 26 : 40 },
    })
    expect(bench.holds(appAddress[model], app)).toBe(true)
    const kinds = writes.map(({ kind }) => kind)
    expect(kinds.slice(0, 3)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
    expect(writes.at(-1)).toEqual({ kind: 'progress', doneBytes: app.length, totalBytes: app.length })
    const { md5 } = imageOf(app)
    expect(verifies.at(-1)).toEqual({ kind: 'proved', by: 'deviceDigest', algorithm: 'md5', digest: md5 })
    await target.reset(never())
    expect(await bench.hear(/running/)).toContain('APP version 2.0.1 running')
    expect(bench.states.at(-1)).toMatchObject({ baudRate: 115_200, dtr: false, rts: false })
    expect(bench.notices).toEqual(['comparing', null])
  })
})

describe('the loader', () => {
  it.each(['esp32', 'esp32c3'] as const)('of the ROM of an %s does it alone', async (model) => {
    await using bench = new EspBench({ model })
    const app = appOf(model, '2.0.1', 60_000)
    const { target, verifies } = await bench.flash(app, { useStub: 'never' })
    expect(target.chip.facts).toMatchObject({ loader: 'rom' })
    expect(bench.holds(0x10000, app)).toBe(true)
    expect(verifies.at(-1)).toMatchObject({ kind: 'proved' })
    const again = await bench.flash(app, { useStub: 'never' })
    expect(again.target.version).toBe('2.0.1')
    expect(skippedBytes(again.writes)).toBe(app.length)
  })

  it.each(['hangs', 'refused'] as const)('of the ROM steps in for a stub that %s', async (stub) => {
    await using bench = new EspBench({ model: 'esp32', stub })
    const app = appOf('esp32', '2.0.1', 60_000)
    const { target } = await bench.flash(app)
    expect(target.chip.facts).toMatchObject({ loader: 'rom' })
    expect(bench.holds(0x10000, app)).toBe(true)
    expect(bench.log.join()).toContain('ROM')
  })

  it('of an ESP8266 cannot prove anything without a stub', async () => {
    await using bench = new EspBench({ model: 'esp8266' })
    await expect(bench.connect({ useStub: 'never' })).rejects.toMatchObject({ code: 'PROFILE_INVALID' })
  })

  it('may need a second SYNC', async () => {
    await using bench = new EspBench({ model: 'esp32', lostSyncs: 2 })
    expect((await bench.connect()).chip.family).toBe('esp32')
  })
})

describe('the way in', () => {
  it('is found on boards with a slow reset pin', async () => {
    await using bench = new EspBench({ model: 'esp32', enRiseMs: 200 })
    expect((await bench.connect()).chip.family).toBe('esp32')
  })

  it("is found on a chip's own USB port, and the way out too", async () => {
    await using bench = new EspBench({ model: 'esp32c3', isUsbJtag: true })
    const app = appOf('esp32c3', '2.0.1', 20_000)
    const { target } = await bench.flash(app)
    await target.reset(never())
    expect(await bench.hear(/running/)).toContain('APP version 2.0.1')
  })

  it('may be the sequence of the profile', async () => {
    await using bench = new EspBench({ model: 'esp32' })
    await bench.connect({ reset: 'custom', resetSequence: 'D0|R1|W0.02|D1|R0|W0.03|D0' })
    expect(bench.states.slice(0, 3).map(({ dtr, rts }) => [dtr, rts])).toEqual([
      [false, true],
      [false, true],
      [true, true],
    ])
  })

  it('is a hand where there are no lines, and the way out is the watchdog', async () => {
    await using bench = new EspBench({ model: 'esp32c3', hasLines: false })
    bench.onNotice = (notice) => notice === 'holdBoot' && bench.chip.reset({ boot: true })
    const app = appOf('esp32c3', '2.0.1', 20_000)
    const { target } = await bench.flash(app)
    expect(bench.notices).toEqual(['holdBoot', null, 'comparing', null])
    await target.reset(never())
    expect(await bench.hear(/running/)).toContain('APP version 2.0.1')
    expect(bench.notices).not.toContain('resetByHand')
  })

  it('is LOADER_SILENT when nobody comes', async () => {
    await using bench = new EspBench({ model: 'esp32', hasLines: false })
    await expect(bench.connect({ entryWaitMs: 1000 })).rejects.toMatchObject({ code: 'LOADER_SILENT' })
  })
})

describe('the rate', () => {
  it('is raised to what the profile says', async () => {
    await using bench = new EspBench({ model: 'esp32' })
    await bench.connect({ flashBaudRate: 921_600 })
    expect(bench.states.at(-1)?.baudRate).toBe(921_600)
    expect(bench.lowered).toEqual([])
  })

  it('is no higher than the cable is known to carry', async () => {
    await using bench = new EspBench({ model: 'esp32' })
    bench.highestBaudRate = 230_400
    await bench.connect()
    expect(bench.states.at(-1)?.baudRate).toBe(230_400)
  })

  it('is stepped down until the chip is heard, and that is remembered', async () => {
    await using bench = new EspBench({ model: 'esp32', maxBaudRate: 230_400 })
    const app = appOf('esp32', '2.0.1', 60_000)
    await bench.flash(app, { flashBaudRate: 921_600 })
    expect(bench.lowered).toEqual([460_800, 230_400])
    expect(bench.states.at(-1)?.baudRate).toBe(230_400)
    expect(bench.holds(0x10000, app)).toBe(true)
  })
})

describe('what the device holds already', () => {
  it('is not sent again', async () => {
    await using bench = new EspBench({ model: 'esp32s3' })
    const app = appOf('esp32s3', '2.0.1', 300_000)
    await bench.flash(app)
    const { writes, verifies } = await bench.flash(app)
    expect(skippedBytes(writes)).toBe(app.length)
    expect(writes.map(({ kind }) => kind)).toEqual(['accepted', 'skipped', 'progress'])
    expect(verifies.at(-1)).toMatchObject({ kind: 'proved' })
  })

  it('is found sector by sector', async () => {
    const app = appOf('esp32', '2.0.1', 500_000)
    const stored = Buffer.concat([Buffer.alloc(0x10000, 0xff), app])
    for (const at of [0, 200_000, app.length - 1]) stored[0x10000 + at] = (stored[0x10000 + at] ?? 0) ^ 1
    await using bench = new EspBench({ model: 'esp32', stored })
    const { writes } = await bench.flash(app)
    expect(bench.holds(0x10000, app)).toBe(true)
    expect(skippedBytes(writes)).toBeGreaterThan(app.length - 5 * 4096)
  })

  it('is sent all the same when the profile wants it so', async () => {
    const app = appOf('esp32', '2.0.1', 60_000)
    await using bench = new EspBench({ model: 'esp32' })
    await bench.flash(app)
    expect(skippedBytes((await bench.flash(app, { skipEqual: false })).writes)).toBe(0)
  })

  it('is a whole flash, boot loader and all', async () => {
    const app = appOf('esp32', '2.0.1', 100_000)
    const { address, bytes } = buildMergedFlash('esp32', app)
    await using bench = new EspBench({ model: 'esp32' })
    const { target, plan } = await bench.flash(bytes)
    expect(plan.regions.map((region) => region.address)).toEqual([address])
    expect(bench.holds(address, bytes)).toBe(true)
    await target.reset(never())
    expect(await bench.hear(/running/)).toContain('APP version 2.0.1')
  })

  it('is told region by region', async () => {
    const app = appOf('esp32', '2.0.1', 70_000)
    const settings = appOf('esp32', 'settings', 10_000)
    const stored = Buffer.concat([Buffer.alloc(0x10000, 0xff), app])
    await using bench = new EspBench({ model: 'esp32', stored })
    const image = hexOf([
      { address: 0x10000, bytes: app },
      { address: 0x200000, bytes: settings },
    ])
    const { writes, verifies } = await bench.flash(image)
    expect(bench.holds(0x200000, settings)).toBe(true)
    expect(skippedBytes(writes)).toBe(app.length)
    const kinds = writes.map(({ kind }) => kind)
    expect(kinds.slice(0, 4)).toEqual(['accepted', 'skipped', 'progress', 'pointOfNoReturn'])
    expect(verifies.at(-1)).toMatchObject({
      digest: [app, settings].map((bytes) => imageOf(bytes).md5).join(' '),
    })
  })
})

/** Intel HEX, 32 bytes a line. */
function hexOf(regions: readonly { address: number; bytes: Uint8Array }[]): Uint8Array {
  const record = (type: number, address: number, data: Uint8Array): string => {
    const bytes = [data.length, (address >> 8) & 0xff, address & 0xff, type, ...data]
    const sum = bytes.reduce((total, byte) => total + byte, 0)
    return `:${Buffer.from([...bytes, -sum & 0xff]).toString('hex')}`
  }
  const lines: string[] = []
  for (const { address, bytes } of regions) {
    for (let at = 0; at < bytes.length; at += 32) {
      const place = address + at
      if (at === 0 || place % 0x10000 === 0)
        lines.push(record(4, 0, Uint8Array.of(place >>> 24, (place >>> 16) & 0xff)))
      lines.push(record(0, place & 0xffff, bytes.subarray(at, at + 32)))
    }
  }
  return Buffer.from([...lines, ':00000001FF', ''].join('\n'))
}

// What is refused before anything is written, and what is changed in a boot loader's header.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { chips } from '../../../main/protocols/esp/chips.ts'
import type { Identity } from '../../../main/protocols/esp/identity.ts'
import { espOptionsSchema } from '../../../main/protocols/esp/options.ts'
import { planFlash } from '../../../main/protocols/esp/plan.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'
import { appOf, EspBench } from './esp-bench.ts'

function identityOf(family: string, over: Partial<Identity> = {}): Identity {
  const chip = chips.find((one) => one.family === family)
  if (!chip) throw new Error(`no ${family}`)
  return { chip, revision: 300, mac: '02F1A5410001', crystalMhz: 40, fuses: [], ...over }
}

function plan(
  bytes: Uint8Array,
  over: Partial<Identity> = {},
  options = {},
  flashSizeBytes = 4 * 1024 * 1024,
) {
  return planFlash(imageOf(bytes), {
    identity: identityOf('esp32', over),
    options: espOptionsSchema.parse(options),
    flashSizeBytes,
    baudRate: 460_800,
  })
}

function refusal(work: () => unknown): FlashlineError {
  try {
    work()
  } catch (error) {
    if (error instanceof FlashlineError) return error
    throw error
  }
  throw new Error('was not refused')
}

const app = appOf('esp32', '2.0.1', 50_000)
const hexFile = (address: number): Uint8Array => {
  const record = (bytes: number[]): string => {
    const sum = bytes.reduce((total, byte) => total + byte, 0)
    return `:${Buffer.from([...bytes, -sum & 0xff]).toString('hex')}`
  }
  const high = [2, 0, 0, 4, 0, address >>> 16]
  const data = [4, (address >> 8) & 0xff, address & 0xff, 0, 1, 2, 3, 4]
  return Buffer.from([record(high), record(data), ':00000001FF', ''].join('\n'))
}

describe('a plan', () => {
  it('puts an application where the chip looks for it, or where the profile says', () => {
    expect(plan(app).regions).toEqual([{ address: 0x10000, bytes: app }])
    expect(plan(app, {}, { address: 0x150000 }).regions[0]?.address).toBe(0x150000)
  })

  it('fills the last word with FF', () => {
    const [region] = plan(new Uint8Array(4095).fill(7), {}, { address: 0x20000 }).regions
    expect(region?.bytes.length).toBe(4096)
    expect(region?.bytes.at(-1)).toBe(0xff)
  })

  it('takes the places that a file says', () => {
    expect(plan(hexFile(0x20000)).regions).toEqual([{ address: 0x20000, bytes: Uint8Array.of(1, 2, 3, 4) }])
  })

  it.each([
    ['another chip', () => plan(appOf('esp32c3', '2.0.1', 5000)), 'IMAGE_CHIP'],
    ['no application where one belongs', () => plan(new Uint8Array(5000).fill(7)), 'IMAGE_FORMAT'],
    ['a place inside a sector', () => plan(hexFile(0x20010)), 'IMAGE_ADDRESS'],
    ['a place outside the flash', () => plan(hexFile(0x600000)), 'IMAGE_ADDRESS'],
    ['more than the flash', () => plan(new Uint8Array(5 * 1024 * 1024)), 'IMAGE_TOO_LARGE'],
    ['a header for larger flash', () => plan(app, {}, {}, 2 * 1024 * 1024), 'IMAGE_TOO_LARGE'],
    [
      'a newer revision',
      () => plan(buildEspApp({ model: 'esp32', version: '1.0.0', sizeBytes: 5000, minRevision: 301 })),
      'IMAGE_CHIP',
    ],
    ['fuses', () => plan(app, { fuses: ['secureBoot', 'flashEncryption'] }), 'CHIP_SECURED'],
    ['nothing', () => plan(new Uint8Array(0)), 'IMAGE_FORMAT'],
  ])('refuses %s', (_, work, code) => {
    expect(refusal(work).code).toBe(code)
  })

  it('goes on with fuses when the profile says that the image is meant for them', () => {
    expect(plan(app, { fuses: ['secureBoot'] }, { allowSecured: true }).totalBytes).toBe(app.length)
  })

  it('changes the header of a boot loader, with the hash that belongs to it, and no other', () => {
    const parameters = { flashMode: 'qio', flashFrequency: '80m', flashSize: 'detect' }
    expect(plan(app, {}, parameters).regions[0]?.bytes).toEqual(app)
    const boot = plan(app, {}, { ...parameters, address: 0x1000 }).regions[0]?.bytes ?? new Uint8Array(0)
    expect([...boot.subarray(2, 4)]).toEqual([0, 0x2f])
    expect(Buffer.from(boot.subarray(-32))).toEqual(
      createHash('sha256').update(boot.subarray(0, -32)).digest(),
    )
    // Slots that want the same share it.
    expect(plan(app, {}, { ...parameters, address: 0x1000 }).regions[0]?.bytes).toBe(boot)
  })
})

describe('a chip', () => {
  it.each(['esp32', 'esp32c3'] as const)('%s with fuses is named, and left as it was', async (model) => {
    const stored = Buffer.concat([Buffer.alloc(0x10000, 0xff), appOf(model, '1.0.0', 20_000)])
    await using bench = new EspBench({ model, stored, secureBoot: true, flashEncryption: true })
    const before = Buffer.from(bench.chip.storage)
    const target = await bench.connect()
    expect(target.chip.facts?.secure).toBe('secureBoot flashEncryption')
    expect(refusal(() => target.plan(imageOf(appOf(model, '2.0.1', 20_000)))).context).toMatchObject({
      fuses: 'secureBoot flashEncryption',
    })
    expect(bench.chip.storage.equals(before)).toBe(true)
  })

  it('in secure download mode is refused at once and started again', async () => {
    const stored = Buffer.concat([Buffer.alloc(0x10000, 0xff), appOf('esp32c3', '1.0.0', 20_000)])
    await using bench = new EspBench({ model: 'esp32c3', stored, secureDownload: true })
    await expect(bench.connect()).rejects.toMatchObject({ code: 'CHIP_SECURED' })
    expect(await bench.hear(/running/)).toContain('1.0.0')
  })

  it('that is in no table is CHIP_UNKNOWN', async () => {
    await using newer = new EspBench({ model: 'esp32c3', chipId: 99 })
    await expect(newer.connect()).rejects.toMatchObject({ code: 'CHIP_UNKNOWN', context: { chip: 'id 99' } })
    await using older = new EspBench({ model: 'esp32', chipId: 0x1234 })
    await expect(older.connect()).rejects.toMatchObject({ context: { chip: 'magic 0x1234' } })
  })
})

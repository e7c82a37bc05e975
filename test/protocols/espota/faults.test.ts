// What goes wrong between station and device, and what has to come of it: the code, the bytes in the device, the next run.
import { describe, expect, it } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import type { EspotaFaults } from '../../../main/practice/lan/espota/espota-faults.ts'
import type { EspotaUnitOptions } from '../../../main/practice/lan/espota/espota-unit.ts'
import { imageOf } from '../../image-of.ts'
import { type Bench, benchOf, kinds, never, newApp, newImage, oldApp, writeAll } from './espota-bench.ts'

const password = 'pässwörd'

async function flashAll(bench: Bench, given = ''): Promise<string | null> {
  const target = await bench.connect({}, given)
  const plan = target.plan(newImage)
  await writeAll(target, plan)
  return (await target.confirm?.(plan, never))?.version ?? null
}

/** Nothing was changed, and a device without its fault takes the same image. */
async function runsOld(bench: Bench, given = ''): Promise<void> {
  expect(bench.unit.version).toBe('1.0.0')
  expect(bench.unit.stored.equals(oldApp)).toBe(true)
  Object.assign(bench.unit.faults, {
    neverConnects: false,
    isHalfOpen: false,
    refuses: null,
    lieAt: null,
  } satisfies Partial<EspotaFaults>)
  expect(await flashAll(bench, given)).toBe('2.0.1')
  expect(bench.unit.stored.equals(newApp)).toBe(true)
}

describe('the password', () => {
  it.each(['md5', 'sha256', 'sha256OfMd5'] as const)('opens a device that keeps it as %s', async (auth) => {
    await using bench = await benchOf({ password, auth })
    expect(await flashAll(bench, password)).toBe('2.0.1')
  })

  it.each(['md5', 'sha256'] as const)('is refused by a device that keeps another as %s', async (auth) => {
    await using bench = await benchOf({ password, auth })
    const target = await bench.connect({}, 'wrong-one')
    const failure = await writeAll(target, target.plan(newImage)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'OTA_PASSWORD', context: { reason: 'wrong' } })
    expect(JSON.stringify(failure)).not.toContain('wrong-one')
    await runsOld(bench, password)
  })

  it('is missing', async () => {
    await using bench = await benchOf({ password })
    const target = await bench.connect()
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({
      code: 'OTA_PASSWORD',
      context: { reason: 'none' },
    })
    await runsOld(bench, password)
  })
})

describe('the invitation', () => {
  it.each([
    ['the first datagram', { losesDatagrams: 1 }, {}],
    ['the answer to the challenge', { losesDatagrams: 2 }, { password, auth: 'sha256' }],
  ] satisfies [string, Partial<EspotaFaults>, Partial<EspotaUnitOptions>][])(
    'survives the loss of %s',
    async (_name, faults, options) => {
      await using bench = await benchOf({ ...options, faults })
      expect(await flashAll(bench, password)).toBe('2.0.1')
    },
  )

  it('survives a device that answers later than the invitation is repeated', async () => {
    await using bench = await benchOf({ password, auth: 'md5', faults: { lateMs: 1200 } })
    const target = await bench.connect({ inviteTimeoutMs: 20_000 }, password)
    await writeAll(target, target.plan(newImage))
    expect(bench.unit.stored.equals(newApp)).toBe(true)
  })

  it('is given up', async () => {
    await using bench = await benchOf({ faults: { losesDatagrams: 1000 } })
    const target = await bench.connect({ inviteTimeoutMs: 300 })
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({
      code: 'OTA_SILENT',
      context: { phase: 'invitation', timeoutMs: 300 },
    })
  })

  it('is refused', async () => {
    const said = 'ERR: ERROR[4]: Not Enough Space'
    await using bench = await benchOf({ faults: { refuses: said } })
    const target = await bench.connect()
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({
      code: 'OTA_REFUSED',
      context: { said },
    })
    await runsOld(bench)
  })

  it('finds no room: an ESP8266 says so, an ESP32 does not come', async () => {
    const firmware = buildEspApp({ model: 'esp8266', version: '1.0.0', sizeBytes: 40_000 })
    await using small = await benchOf({ model: 'esp8266', firmware, slotBytes: 50_000 })
    const target = await small.connect({ imageFormat: 'any' })
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({ code: 'OTA_REFUSED' })
    await using bench = await benchOf({ slotBytes: 50_000 })
    const other = await bench.connect()
    await expect(writeAll(other, other.plan(newImage))).rejects.toMatchObject({
      code: 'OTA_SILENT',
      context: { phase: 'connect', timeoutMs: 400 },
    })
  })

  it('is not followed by a connection', async () => {
    await using bench = await benchOf({ faults: { neverConnects: true } })
    const target = await bench.connect()
    const writing = writeAll(target, target.plan(newImage))
    await expect(writing).rejects.toMatchObject({ code: 'OTA_SILENT', context: { phase: 'connect' } })
    await runsOld(bench)
  })

  it('is cancelled', async () => {
    await using bench = await benchOf({ faults: { losesDatagrams: 1 } })
    const target = await bench.connect()
    const cancel = new AbortController()
    const writing = writeAll(target, target.plan(newImage), cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(writing).rejects.toThrow('cancelled')
    await target.reset(never)
    await runsOld(bench)
  })
})

describe('the transfer', () => {
  it('is broken off by a device that loses its power, and done again', async () => {
    await using bench = await benchOf({ faults: { resetsAfterBytes: 100_000 } })
    const target = await bench.connect()
    const events: string[] = []
    const writing = (async () => {
      for await (const event of target.write(target.plan(newImage), never)) events.push(event.kind)
    })()
    await expect(writing).rejects.toMatchObject({ code: 'OTA_BROKEN' })
    expect(events).not.toContain('pointOfNoReturn')
    await expect.poll(() => bench.unit.restarts).toBe(1)
    await runsOld(bench)
  })

  it('stands still where the device says nothing any more', async () => {
    await using bench = await benchOf({ faults: { isHalfOpen: true } })
    const target = await bench.connect()
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({
      code: 'OTA_SILENT',
      context: { phase: 'transfer', timeoutMs: 900, doneBytes: 0 },
    })
    await runsOld(bench)
  })

  it('is cancelled, and done again', async () => {
    await using bench = await benchOf()
    const target = await bench.connect()
    const cancel = new AbortController()
    const writing = (async () => {
      for await (const event of target.write(target.plan(newImage), cancel.signal)) {
        if (event.kind === 'progress' && event.doneBytes > 50_000) cancel.abort(new Error('cancelled'))
      }
    })()
    await expect(writing).rejects.toThrow('cancelled')
    await target.reset(never)
    await runsOld(bench)
  })

  it('is refused by the device for what it sees in the first bytes', async () => {
    await using bench = await benchOf()
    const target = await bench.connect({ imageFormat: 'any' })
    const raw = imageOf(Buffer.alloc(200_000, 7))
    const writing = writeAll(target, target.plan(raw))
    await expect(writing).rejects.toMatchObject({
      code: 'OTA_REFUSED',
      context: { said: 'Wrong Magic Byte' },
    })
    await runsOld(bench)
  })

  it('ends with another MD5 in a device whose flash is bad', async () => {
    await using bench = await benchOf({ faults: { lieAt: 123_456 } })
    const target = await bench.connect()
    await expect(writeAll(target, target.plan(newImage))).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { algorithm: 'md5', expected: newImage.md5 },
    })
    await runsOld(bench)
  })
})

describe('after the restart', () => {
  it('a device that runs its old firmware says so', async () => {
    await using bench = await benchOf({ faults: { bootsOldFirmware: true } })
    const target = await bench.connect({ restartTimeoutMs: 800 })
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '1.0.0' })
  })

  it('a device whose pages are elsewhere says nothing', async () => {
    await using bench = await benchOf({ faults: { movesPages: true } })
    bench.unit.faults.movesPages = true
    const target = await bench.connect({ restartTimeoutMs: 800 })
    const plan = target.plan(newImage)
    const events = await writeAll(target, plan)
    expect(kinds(events)).toContain('progress')
    await expect(target.confirm?.(plan, never)).rejects.toMatchObject({ code: 'VERSION_UNSEEN' })
  })
})

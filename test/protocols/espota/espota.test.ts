// Arduino OTA against a simulated device: what it holds and runs afterwards, and what a job is told.
import { describe, expect, it } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { espota } from '../../../main/protocols/espota/index.ts'
import { imageOf } from '../../image-of.ts'
import {
  benchOf,
  kinds,
  never,
  newApp,
  newImage,
  oldApp,
  openHost,
  verifyAll,
  writeAll,
} from './espota-bench.ts'

const esp8266 = buildEspApp({ model: 'esp8266', version: '1.0.0', sizeBytes: 40_000 })

describe('an update', () => {
  it('ends with the new firmware running, proved and confirmed', async () => {
    await using bench = await benchOf()
    const target = await bench.connect()
    expect(target).toMatchObject({ version: '1.0.0', chip: { mac: '02F1A5410007', deviceId: '7' } })
    const plan = target.plan(newImage)
    expect(plan).toMatchObject({ totalBytes: newApp.length, version: '2.0.1' })
    const events = await writeAll(target, plan)
    expect(kinds(events)).toEqual(['accepted', 'progress', 'pointOfNoReturn'])
    expect(events.at(-1)).toEqual({
      kind: 'progress',
      doneBytes: newApp.length,
      totalBytes: newApp.length,
    })
    expect(await verifyAll(target, plan)).toMatchObject([
      { kind: 'progress', doneBytes: newApp.length },
      { kind: 'proved', by: 'deviceDigest', algorithm: 'md5', digest: newImage.md5 },
    ])
    await target.reset(never)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '2.0.1' })
    expect(bench.unit.stored.equals(newApp)).toBe(true)
    expect(bench.unit.version).toBe('2.0.1')
  })

  it('counts what the device acknowledged, never back and never more than there is', async () => {
    await using bench = await benchOf({ faults: { joinsCounts: true } })
    const target = await bench.connect()
    const events = await writeAll(target, target.plan(newImage))
    const done = events.flatMap((event) => (event.kind === 'progress' ? [event.doneBytes] : []))
    expect(done.length).toBeGreaterThan(5)
    expect(done).toEqual([...done].sort((one, other) => one - other))
    expect(done.at(-1)).toBe(newApp.length)
    expect(bench.unit.stored.equals(newApp)).toBe(true)
  })

  it('goes to an ESP8266 as well, which says counts when it has taken all that came', async () => {
    await using bench = await benchOf({ model: 'esp8266', firmware: esp8266 })
    const image = buildEspApp({ model: 'esp8266', version: '2.0.1', sizeBytes: 200_000 })
    const target = await bench.connect({ imageChips: ['esp8266'] })
    const plan = target.plan(imageOf(image))
    await writeAll(target, plan)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '2.0.1' })
    expect(bench.unit.stored.equals(image)).toBe(true)
  })

  it('overwrites a file system, which has its point of no return at the first byte', async () => {
    await using bench = await benchOf()
    const files = imageOf(Buffer.alloc(100_000, 0x5a))
    const target = await bench.connect({ target: 'fileSystem' })
    const events = await writeAll(target, target.plan(files))
    expect(kinds(events)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
    expect(bench.unit.fileSystem.equals(files.bytes)).toBe(true)
    expect(bench.unit.stored.equals(oldApp)).toBe(true)
  })

  it('without a version query knows nothing of the device, and still proves the bytes', async () => {
    await using bench = await benchOf()
    const target = await bench.connect({ version: null })
    expect(target).toMatchObject({ version: null, chip: { family: 'arduino', mac: null } })
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    expect(bench.unit.stored.equals(newApp)).toBe(true)
    await expect(target.confirm?.(plan, never)).rejects.toMatchObject({ code: 'PROFILE_INVALID' })
  })

  it('may be of the version that runs', async () => {
    await using bench = await benchOf({ firmware: newApp })
    const target = await bench.connect({ restartTimeoutMs: 700 })
    const plan = target.plan(newImage)
    await writeAll(target, plan)
    expect(await target.confirm?.(plan, never)).toEqual({ version: '2.0.1' })
    expect(bench.unit.stored.equals(newApp)).toBe(true)
    expect(bench.unit.restarts).toBe(1)
  })
})

describe('what is refused before the device is asked', () => {
  it.each([
    ['raw bytes', Buffer.alloc(5000, 7), {}, 'IMAGE_FORMAT'],
    ['nothing', Buffer.alloc(0), { imageFormat: 'any' as const }, 'IMAGE_FORMAT'],
    ['an image for another chip', newApp, { imageChips: ['esp8266'] }, 'IMAGE_CHIP'],
  ])('%s', async (_name, bytes, options, code) => {
    await using bench = await benchOf()
    const target = await bench.connect(options)
    expect(() => target.plan(imageOf(bytes))).toThrow(expect.objectContaining({ code }))
  })

  it('a link that is a pipe', async () => {
    const { createLinkPair } = await import('../../../main/transports/memory.ts')
    const { host } = createLinkPair()
    const context = { signal: never, log: () => {} }
    await expect(espota.connect(host, espota.options.parse({}), context)).rejects.toMatchObject({
      code: 'LINK_ADDRESS',
    })
    await host.close()
  })
})

describe('the preflight', () => {
  it('passes for a device that is there, and changes nothing', async () => {
    await using bench = await benchOf()
    const link = await bench.link()
    await espota.preflight?.(link, bench.options(), { signal: never })
    await espota.preflight?.(link, bench.options({ version: null }), { signal: never })
    expect(bench.unit.stored.equals(oldApp)).toBe(true)
    expect(bench.unit.restarts).toBe(0)
  })

  it.each([true, false])('tells a port where nobody listens, asked over HTTP: %s', async (asksVersion) => {
    const bench = await benchOf()
    const options = bench.options(asksVersion ? {} : { version: null })
    const { address } = bench.unit
    await bench[Symbol.asyncDispose]()
    const link = await openHost(address)
    await expect(espota.preflight?.(link, options, { signal: never })).rejects.toMatchObject({
      code: 'LAN_UNREACHABLE',
    })
    await link.close()
  })
})

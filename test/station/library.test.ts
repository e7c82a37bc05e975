// The library through the contract: what is listed, what is inside, what may be removed, what a broken file leads to.
import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { usualRules } from '../../main/job/guards.ts'
import { demoImage, demoVersions } from '../../main/practice/demo.ts'
import { LibraryDesk } from '../../main/station/library-desk.ts'
import type { Job } from '../../preload/contract/index.ts'
import { someBytes } from '../firmware/bench-store.ts'
import { espImage, flashOf, partitionTable } from '../firmware/formats/esp-fixture.ts'
import { HandClock } from '../outbox/set-up.ts'
import { job } from '../store/job-fixture.ts'
import { openLibraryBed, productId, refusalOf } from './library-bed.ts'
import { openOneDevice } from './one-device.ts'

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const pathIn = (dataDir: string, sha256: string) =>
  join(dataDir, 'firmware', 'sha256', sha256.slice(0, 2), sha256)

type Bed = Awaited<ReturnType<typeof openLibraryBed>>
const put = async (bed: Bed, bytes: Uint8Array, name = 'a.bin') =>
  bed.firmware.finishUpload({ uploadId: await bed.send(name, bytes), allowUnmatched: true })

test('the catalogue says which of its files are here, and keeps one that is no longer listed', async () => {
  const bed = await openLibraryBed()
  const [here, away] = [someBytes(2000), someBytes(2000)]
  const firmwareId = await bed.list(here, { version: '2.0.1' })
  await bed.list(away, { version: '2.0.2', status: 0 })
  await bed.sync()
  const { sha256 } = await bed.firmware.fetch({ connectionId: 'store', firmwareId })
  const facts = async (productKey?: string) =>
    (await bed.firmware.catalogue(productKey === undefined ? {} : { productKey })).map((entry) => ({
      version: entry.version,
      status: entry.status,
      sha256: entry.sha256,
      vanished: entry.vanished,
    }))
  const first = { version: '2.0.1', status: 'verified', sha256 }
  expect(await facts(productId)).toEqual([
    { ...first, vanished: false },
    { version: '2.0.2', status: 'unverified', sha256: null, vanished: false },
  ])
  expect(await facts('another')).toEqual([])
  await bed.core.store.catalogue.replace({
    connectionId: 'store',
    productKey: productId,
    entries: [],
    at: new Date(),
  })
  expect(await facts()).toEqual([{ ...first, vanished: true }])
  expect((await bed.firmware.list()).images).toMatchObject([{ sha256, entries: [] }])
})

test('two callers share one download and its progress; an entry that may not be used is refused', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(2_000_000)
  const firmwareId = await bed.list(bytes)
  const pending = await bed.list(someBytes(10), { status: 0 })
  const entry = { connectionId: 'store', firmwareId }
  const [one, other] = await Promise.all([bed.firmware.fetch(entry), bed.firmware.fetch(entry)])
  expect(one).toEqual(other)
  expect(one).toMatchObject({ sha256: digest(bytes), sizeBytes: bytes.length })
  const downloads = bed.cloud.admin.requests().filter(({ path }) => path.startsWith('/firmware/'))
  expect(downloads).toHaveLength(1)
  // The clock of the test stands: the beginning and the end are told, and nothing between them.
  const told = bed.events.flatMap((event) => (event.type === 'firmwareFetchChanged' ? [event] : []))
  expect(told.map(({ fetch, ended }) => [fetch.doneBytes, ended])).toEqual([
    [0, false],
    [bytes.length, true],
  ])
  const refused = (id: string) => refusalOf(bed.firmware.fetch({ ...entry, firmwareId: id }))
  expect(await refused(pending)).toMatchObject({ code: 'FIRMWARE_UNVERIFIED' })
  expect(await refused('none')).toMatchObject({ code: 'FIRMWARE_NOT_FOUND' })
  const elsewhere = refusalOf(bed.firmware.fetch({ connectionId: 'plant', firmwareId }))
  expect(await elsewhere).toMatchObject({ code: 'CONNECTION_LACKS' })
})

test('a fetch that is called off ends, tells so, and leaves nothing in the library', async () => {
  const bed = await openLibraryBed()
  const stop = new AbortController()
  bed.core.hub.listen((event) => {
    if (event.type === 'firmwareFetchChanged') stop.abort()
  })
  const firmwareId = await bed.list(someBytes(2_000_000))
  const fetching = bed.firmware.fetch({ connectionId: 'store', firmwareId }, { signal: stop.signal })
  await expect(fetching).rejects.toThrow()
  await bed.library.stop()
  const told = bed.events.flatMap((event) => (event.type === 'firmwareFetchChanged' ? [event.ended] : []))
  expect(told).toEqual([false, true])
  expect((await bed.firmware.list()).images).toEqual([])
})

test('what is inside: regions by name, and a damaged file is a report and no refusal', async () => {
  const bed = await openLibraryBed()
  const boot = espImage({ segments: [{ address: 0x3fcd_5820, data: Buffer.from('boot loader data') }] })
  const flash = flashOf({ 0: boot, 32768: partitionTable(), 65536: espImage() })
  const { sha256 } = await put(bed, flash)
  const report = await bed.firmware.inspect({ sha256 })
  expect(report).toMatchObject({ format: 'espMerged', chip: 'esp32c3', version: '2.0.1', sha256 })
  expect(report.regions.slice(0, 2)).toEqual([
    { name: 'bootloader', address: 0, sizeBytes: 0x8000 },
    { name: 'partition table', address: 0x8000, sizeBytes: 0x1000 },
  ])
  expect(report.regions.every((region) => (region.address ?? 0) + region.sizeBytes <= flash.length)).toBe(
    true,
  )

  const app = await put(bed, espImage(), 'app.bin')
  expect((await bed.firmware.inspect({ sha256: app.sha256 })).regions).toMatchObject([{ address: null }])

  const cut = await put(bed, Buffer.from(':020000040800F2\n:03000000010203F8\n'), 'cut.hex')
  expect(await bed.firmware.inspect({ sha256: cut.sha256 })).toMatchObject({
    format: 'unknown',
    regions: [],
    facts: { reason: 'IMAGE_FORMAT', format: 'intelHex' },
  })
  expect(await refusalOf(bed.firmware.inspect({ sha256: digest(Buffer.of(1)) }))).toMatchObject({
    code: 'FIRMWARE_GONE',
  })
})

test('a pinned image is not removed, not even when its file is lost; one that a job needs neither', async () => {
  const bed = await openLibraryBed()
  const { sha256, md5, sizeBytes } = await put(bed, someBytes(500))
  expect(await bed.firmware.pin({ sha256, pinned: true })).toMatchObject({ pinned: true })
  expect(await refusalOf(bed.firmware.remove({ sha256 }))).toMatchObject({ code: 'FIRMWARE_PINNED' })
  await rm(pathIn(bed.dataDir, sha256))
  expect(await bed.firmware.check({ sha256 })).toMatchObject({ digest: 'missing', pinned: true })
  expect(await bed.firmware.inspect({ sha256 })).toMatchObject({ facts: { reason: 'IMAGE_UNREADABLE' } })
  await bed.firmware.pin({ sha256, pinned: false })

  // Before a job has fetched it, it knows the image by its MD5 only.
  const firmware = { version: { number: 2, text: null }, sizeBytes, md5, sha256: null, url: null }
  bed.running.push(job('j1', { outcome: 'running', slotName: 'A1', firmware }))
  expect(await refusalOf(bed.firmware.remove({ sha256 }))).toEqual({
    code: 'FIRMWARE_IN_USE',
    context: { slot: 'A1' },
  })
  bed.running.length = 0
  expect(await bed.firmware.remove({ sha256 })).toEqual({ removed: true })
  expect(await bed.firmware.remove({ sha256 })).toEqual({ removed: false })
  expect(await bed.firmware.list()).toEqual({ images: [], totalBytes: 0 })
})

test('check reads the file again, and says when it was good', async () => {
  const bed = await openLibraryBed()
  const { sha256 } = await put(bed, someBytes(70_000))
  expect(await bed.firmware.check({ sha256 })).toMatchObject({
    digest: 'good',
    checkedAt: expect.any(String),
  })
  await writeFile(pathIn(bed.dataDir, sha256), someBytes(70_000))
  expect(await bed.firmware.check({ sha256 })).toMatchObject({ digest: 'broken' })
  // The file lies there still: nobody removed it unseen.
  expect((await bed.firmware.list()).images).toMatchObject([{ sha256, digest: 'broken' }])
})

test('a file that was altered on disk is never flashed: the next job fetches it anew', async () => {
  const one = await openOneDevice()
  onTestFinished(() => one.close())
  const { core, dataDir, cloud } = one
  const running = new Map<string, Job>()
  const during: (string | null)[] = []
  const desk = new LibraryDesk({
    core,
    jobs: () => [...running.values()],
    emit: core.hub.emit,
    clock: new HandClock(),
  })
  const next = demoImage(demoVersions.to)
  const sha256 = digest(next)
  let removing: Promise<unknown> | null = null
  core.hub.listen((event) => {
    if (event.type === 'jobStarted' || event.type === 'jobChanged' || event.type === 'jobFinished')
      running.set(event.job.jobId, event.job)
    if (event.type === 'stepStarted' && event.step.name === 'flash')
      removing = desk.remove(sha256).then(
        () => during.push(null),
        (error) => during.push(error.code),
      )
  })
  expect(await one.run()).toMatchObject({ outcome: 'passed', firmware: { sha256 } })
  await removing
  expect(during).toEqual(['FIRMWARE_IN_USE'])

  await writeFile(pathIn(dataDir, sha256), Buffer.alloc(next.length, 0xaa))
  expect(await desk.check(sha256, new AbortController().signal)).toMatchObject({ digest: 'broken' })
  const downloads = () => cloud.admin.requests().filter(({ path }) => path.startsWith('/firmware/')).length
  expect(downloads()).toBe(1)
  // Back to the older version, so that the newer one is wanted again.
  const back = { rules: { ...usualRules, downgrade: 'allow' } } as const
  expect(await one.run(back)).toMatchObject({ outcome: 'passed' })
  expect(await one.run()).toMatchObject({ outcome: 'passed', firmware: { sha256 } })
  expect(downloads()).toBe(3)
  expect(await desk.check(sha256, new AbortController().signal)).toMatchObject({ digest: 'good' })
})

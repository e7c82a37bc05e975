// Files handed in through the contract: whole on disk or not at all, once, and only what somebody stands for.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { uploadIdleMs } from '../../main/station/uploads.ts'
import { someBytes } from '../firmware/bench-store.ts'
import { espImage } from '../firmware/formats/esp-fixture.ts'
import { until } from '../outbox/set-up.ts'
import { openLibraryBed, piece, productId, refusalOf } from './library-bed.ts'

const filesIn = async (dataDir: string, folder: string) => {
  const found = await readdir(join(dataDir, 'firmware', folder), { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile())
}

test('5 MB in pieces are the same bytes on the disk, and the image has its name', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(5_000_003)
  const uploadId = await bed.send('lamp 2.0.1.bin', bytes)
  expect((await bed.firmware.list()).images).toEqual([])
  bed.events.length = 0

  const image = await bed.firmware.finishUpload({ uploadId, allowUnmatched: true })
  const { sha256 } = image
  expect(image).toMatchObject({
    name: 'lamp 2.0.1.bin',
    sizeBytes: bytes.length,
    digest: 'unchecked',
    tasks: [],
  })
  expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  const stored = await readFile(join(bed.dataDir, 'firmware', 'sha256', sha256.slice(0, 2), sha256))
  expect(Buffer.compare(stored, bytes)).toBe(0)
  expect(await filesIn(bed.dataDir, 'partial')).toEqual([])
  expect(bed.events).toContainEqual({
    type: 'listsChanged',
    lists: ['firmware', 'catalogue'],
    seq: expect.any(Number),
    at: expect.any(String),
  })
  expect(await bed.firmware.list()).toEqual({ images: [image], totalBytes: bytes.length })
})

test('a file that is known already is the same image', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(1000)
  const first = await bed.firmware.finishUpload({
    uploadId: await bed.send('a.bin', bytes),
    allowUnmatched: true,
  })
  await bed.firmware.pin({ sha256: first.sha256, pinned: true })
  const again = await bed.firmware.finishUpload({
    uploadId: await bed.send('b.bin', bytes),
    allowUnmatched: true,
  })
  expect(again).toMatchObject({ sha256: first.sha256, name: 'b.bin', pinned: true })
  expect((await bed.firmware.list()).images).toHaveLength(1)
  expect(await filesIn(bed.dataDir, 'sha256')).toHaveLength(1)
})

test('one that nobody lists waits for a decision, and says what it seems to be', async () => {
  const bed = await openLibraryBed()
  const bytes = espImage()
  const uploadId = await bed.send('mine.bin', bytes)
  expect(await refusalOf(bed.firmware.finishUpload({ uploadId }))).toEqual({
    code: 'FIRMWARE_UNMATCHED',
    context: {
      file: 'mine.bin',
      sizeBytes: bytes.length,
      md5: createHash('md5').update(bytes).digest('hex'),
      format: 'espApp',
      chip: 'esp32c3',
      version: '2.0.1',
    },
  })
  expect(await filesIn(bed.dataDir, 'sha256')).toEqual([])
  const image = await bed.firmware.finishUpload({ uploadId, allowUnmatched: true })
  expect(image).toMatchObject({ name: 'mine.bin', entries: [] })
})

test('one of the catalogue is matched by digest; an unverified one is refused', async () => {
  const bed = await openLibraryBed()
  const [good, pending] = [someBytes(3000), someBytes(3000)]
  const firmwareId = await bed.list(good, { name: 'Lamp app', version: '2.0.1' })
  const pendingId = await bed.list(pending, { version: '2.0.2', status: 0 })
  await bed.sync()
  const image = await bed.firmware.finishUpload({ uploadId: await bed.send('whatever.bin', good) })
  expect(image.entries).toEqual([{ connectionId: 'store', firmwareId, name: 'Lamp app', version: '2.0.1' }])
  const uploadId = await bed.send('x.bin', pending)
  expect(await refusalOf(bed.firmware.finishUpload({ uploadId }))).toEqual({
    code: 'FIRMWARE_UNVERIFIED',
    context: { firmwareId: pendingId, status: 'unverified' },
  })
  expect((await bed.firmware.list()).images).toHaveLength(1)
})

test('one that a synced task flashes is known as well', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(3000)
  await bed.cloud.admin.addTask({
    productId,
    taskId: 'to-2',
    name: 'To 2.0',
    part: { type: 'wifi', identify: 0 },
    deviceIds: [],
    fromVersion: 1,
    toVersion: 2,
    firmware: await bed.cloud.admin.addFirmwareFile(bytes, 'app.bin'),
  })
  await bed.sync()
  const image = await bed.firmware.finishUpload({ uploadId: await bed.send('app.bin', bytes) })
  expect(image.tasks).toEqual([{ taskId: 'to-2', name: 'To 2.0', productId }])
})

test.each([
  ['PNG', Buffer.from('89504e470d0a1a0a0000', 'hex')],
  ['ZIP', Buffer.from('504b030414000000', 'hex')],
  ['HTML', Buffer.from('<!DOCTYPE html><title>Sign in</title>')],
])('a %s is no firmware, whoever stands for it', async (kind, bytes) => {
  const bed = await openLibraryBed()
  const uploadId = await bed.send('picture', bytes)
  const finished = bed.firmware.finishUpload({ uploadId, allowUnmatched: true })
  expect(await refusalOf(finished)).toEqual({ code: 'IMAGE_KIND', context: { kind, file: 'picture' } })
  expect(await filesIn(bed.dataDir, '.')).toEqual([])
  expect((await refusalOf(bed.firmware.finishUpload({ uploadId })))?.code).toBe('UPLOAD_UNKNOWN')
})

test('a gap, too much, or too little ends an upload, and nothing of it stays', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(400_000)
  const begin = () => bed.firmware.beginUpload({ name: 'a.bin', sizeBytes: bytes.length })

  const gap = await begin()
  await bed.firmware.upload({ ...gap, offset: 0, bytes: piece(bytes, 0) })
  const skipped = bed.firmware.upload({ ...gap, offset: 300_000, bytes: piece(bytes, 300_000) })
  expect(await refusalOf(skipped)).toEqual({
    code: 'UPLOAD_BROKEN',
    context: { receivedBytes: 196_608, sizeBytes: 400_000 },
  })

  const short = await begin()
  await bed.firmware.upload({ ...short, offset: 0, bytes: piece(bytes, 0) })
  const finished = bed.firmware.finishUpload({ ...short, allowUnmatched: true })
  expect((await refusalOf(finished))?.code).toBe('UPLOAD_BROKEN')

  const long = await bed.firmware.beginUpload({ name: 'a.bin', sizeBytes: 10 })
  const tooMuch = bed.firmware.upload({ ...long, offset: 0, bytes: piece(bytes, 0) })
  expect((await refusalOf(tooMuch))?.code).toBe('UPLOAD_BROKEN')

  for (const upload of [gap, short, long])
    expect((await refusalOf(bed.firmware.upload({ ...upload, offset: 0, bytes: '' })))?.code).toBe(
      'UPLOAD_UNKNOWN',
    )
  expect(await filesIn(bed.dataDir, '.')).toEqual([])
})

test('pieces that are sent without waiting are put together in their order', async () => {
  const bed = await openLibraryBed()
  const bytes = someBytes(900_000)
  const { uploadId } = await bed.firmware.beginUpload({ name: 'a.bin', sizeBytes: bytes.length })
  const offsets = [0, 196_608, 393_216, 589_824, 786_432]
  await Promise.all(
    offsets.map((offset) => bed.firmware.upload({ uploadId, offset, bytes: piece(bytes, offset) })),
  )
  const image = await bed.firmware.finishUpload({ uploadId, allowUnmatched: true })
  expect(image.md5).toBe(createHash('md5').update(bytes).digest('hex'))
})

test('four at a time; a cancelled one makes room, and what is left alone is forgotten', async () => {
  const bed = await openLibraryBed()
  const begin = (name: string) => bed.firmware.beginUpload({ name, sizeBytes: 10 })
  const [first] = await Promise.all(['a', 'b', 'c', 'd'].map(begin))
  expect(await refusalOf(begin('e'))).toEqual({ code: 'UPLOAD_TOO_MANY', context: { running: 4 } })
  expect(await bed.firmware.cancelUpload({ uploadId: first?.uploadId ?? '' })).toEqual({ cancelled: true })
  expect(await bed.firmware.cancelUpload({ uploadId: 'none' })).toEqual({ cancelled: false })
  const fifth = await begin('e')

  bed.clock.turn(uploadIdleMs - 1)
  await bed.firmware.upload({ ...fifth, offset: 0, bytes: Buffer.alloc(5).toString('base64') })
  bed.clock.turn(1)
  await bed.firmware.upload({ ...fifth, offset: 5, bytes: Buffer.alloc(5).toString('base64') })
  await until(async () => expect(await filesIn(bed.dataDir, 'partial')).toHaveLength(1))
  const rest = await Promise.all(['f', 'g', 'h'].map(begin))
  expect(rest).toHaveLength(3)
  bed.clock.turn(uploadIdleMs)
  expect((await refusalOf(bed.firmware.finishUpload({ ...fifth, allowUnmatched: true })))?.code).toBe(
    'UPLOAD_UNKNOWN',
  )
  await bed.library.stop()
  expect(await filesIn(bed.dataDir, '.')).toEqual([])
})

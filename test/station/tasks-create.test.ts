// New tasks: images of the library go on the shelf of the cloud and are what devices fetch from there; what is wrong is
// refused before anything is sent.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeTask } from '../../main/station/new-task.ts'
import { taskCloudOf } from '../../main/station/task-cloud.ts'
import { connectionSchema, settingsSchema } from '../../preload/contract/index.ts'
import { never, openTaskBed, type TaskBed } from './task-bed.ts'

let bed: TaskBed
beforeEach(async () => {
  bed = await openTaskBed()
})
afterEach(() => bed[Symbol.asyncDispose]())

const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256))
const taskCount = async () =>
  (await (await bed.cloud.as('Li')).tasks.listTasks({ productId: 'p1', offset: 0, limit: 10 }, never)).total
const uploads = () => bed.cloud.admin.requests().filter(({ path }) => path.startsWith('/v2/firmware-files'))

it('puts images of the library on the shelf, and the task names them by address, MD5 and size', async () => {
  const image = await bed.li.import(bytes, 'app 2.0.1.bin')
  const old = await bed.li.import(bytes.subarray(0, 4000), 'app 1.0.0.bin')
  const task = await bed.li.desk.create(
    bed.draft({ image: { sha256: image.sha256 }, fromImage: { sha256: old.sha256 } }),
    never,
  )
  expect(task.image).toMatchObject({ md5: image.md5, sizeBytes: 5000 })
  const served = Buffer.from(await (await fetch(task.image.url)).arrayBuffer())
  expect(served.equals(bytes)).toBe(true)
  expect(createHash('md5').update(served).digest('hex')).toBe(task.image.md5)
  expect((await bed.cloud.admin.getTask(task.taskId))?.image).toEqual(task.image)
  expect(uploads()).toHaveLength(2)
})

it('lets the target image stand for the start image, and takes images that lie elsewhere as they are', async () => {
  const image = { url: 'https://files.plant/app.bin', md5: 'AB'.repeat(16), sizeBytes: 77 }
  const task = await bed.li.desk.create(bed.draft({ image, fromImage: null }), never)
  expect(task.image).toEqual({ ...image, md5: 'ab'.repeat(16) })
  expect(uploads()).toEqual([])
})

it('refuses a wrong draft by its field before anything is sent', async () => {
  const image = await bed.li.import(bytes, 'app.bin')
  const before = bed.cloud.admin.requests().length
  const wrong = [
    [{ name: 'x'.repeat(33) }, 'name'],
    [{ toVersion: 5, fromVersion: 5 }, 'toVersion'],
    [{ tag: 'test', scope: { category: 'all', deviceIds: [] } }, 'scope'],
    [{ image: { url: 'nowhere', md5: 'a'.repeat(32), sizeBytes: 1 } }, 'image.url'],
    [{ fromImage: { url: 'http://x/y', md5: 'a', sizeBytes: 1 } }, 'fromImage.md5'],
  ] as const
  for (const [change, field] of wrong)
    await expect(
      bed.li.desk.create(bed.draft({ image: { sha256: image.sha256 }, ...change } as object), never),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { field } })
  expect(bed.cloud.admin.requests()).toHaveLength(before)
})

it('passes on what the service refuses, and keeps no copy of it', async () => {
  const draft = bed.draft()
  await bed.li.desk.create(draft, never)
  await expect(bed.li.desk.create({ ...bed.draft(), name: draft.name }, never)).rejects.toMatchObject({
    code: 'CLOUD_REFUSED',
    context: { reason: 'NAME_EXISTS' },
  })
  await expect(
    bed.li.desk.create({ ...bed.draft(), fromVersion: draft.fromVersion }, never),
  ).rejects.toMatchObject({ code: 'CLOUD_REFUSED', context: { reason: 'FROM_VERSION_EXISTS' } })
  expect(await taskCount()).toBe(1)
  expect(await bed.li.core.store.tasks.list('p1')).toHaveLength(1)
})

it('makes no task of an image that the library has lost or never had', async () => {
  const lost = {
    sha256: 'd'.repeat(64),
    md5: 'd'.repeat(32),
    sizeBytes: 9,
    sourceUrl: null,
    name: 'lost.bin',
  }
  await bed.li.core.store.firmware.add(lost)
  for (const [sha256, file] of [
    ['c'.repeat(64), 'cccccccccccc.bin'],
    [lost.sha256, 'lost.bin'],
  ] as const)
    await expect(bed.li.desk.create(bed.draft({ image: { sha256 } }), never)).rejects.toMatchObject({
      code: 'IMAGE_UNREADABLE',
      context: { file },
    })
  expect(await taskCount()).toBe(0)
})

it('says that a cloud without a shelf needs an address, and that a product without a cloud needs one', async () => {
  const image = await bed.li.import(bytes, 'app.bin')
  const { core } = bed.li
  const settings = settingsSchema.parse({
    connections: [
      connectionSchema.parse({ kind: 'xlink', connectionId: 'plant', baseUrl: bed.cloud.open.cloud.baseUrl }),
    ],
  })
  const cloud = taskCloudOf(settings, core.clouds, 'p1')
  if (!cloud) throw new Error('no cloud')
  const library = { rows: core.store.firmware, files: core.firmware }
  const draft = bed.draft({ image: { sha256: image.sha256 } })
  await expect(makeTask(library, { ...cloud, shelf: null }, draft, never)).rejects.toMatchObject({
    code: 'CONNECTION_LACKS',
    context: { connectionId: 'plant', use: 'shelf' },
  })
  expect(await taskCount()).toBe(0)
  expect(taskCloudOf(settingsSchema.parse({}), core.clouds, 'p1')).toBeNull()
})

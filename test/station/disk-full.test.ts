// A disk without room: nothing new is touched, and what runs ends with its record.
import { stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { demoImage, demoVersions } from '../../main/practice/demo.ts'
import { createCaller } from '../../main/station/caller.ts'
import { openLog } from '../../main/station/log.ts'
import { createStation } from '../../main/station/station.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { openOneDevice, resourcesDir } from './one-device.ts'

const roomy = { shortBelowBytes: 0, enoughFromBytes: 0, reserveBytes: 1024 }
const never = Number.MAX_SAFE_INTEGER
const oldImage = Buffer.from(demoImage(demoVersions.from))

test('a bench on a full disk starts nothing, says so to everyone who looks, and goes on answering', async () => {
  const diskLimits = { ...roomy, shortBelowBytes: never, enoughFromBytes: never }
  const station = await createStation({
    ...{ dataDir: await tempFolder(), resourcesDir, practice: true, version: 'test', diskLimits },
  })
  onTestFinished(() => station.close())
  const client = createRouterClient(station.router, { context: { caller: createCaller(true) } })
  const { slots } = await client.station.snapshot()
  const slotId = slots[0]?.slotId ?? ''
  await expect(client.jobs.start({ slotId })).rejects.toMatchObject({
    data: { code: 'DISK_FULL', context: { freeMegabytes: expect.any(Number) } },
  })
  const after = await client.station.snapshot()
  expect(after.disk).toMatchObject({ isShort: true, freeBytes: expect.any(Number) })
  expect([after.jobs, after.slots[0]?.jobId]).toEqual([[], null])
  expect((await client.history.list({ limit: 10 })).jobs).toEqual([])
})

test('a disk that fills up while a job downloads stops it before the first write', async () => {
  const diskLimits = { ...roomy }
  const one = await openOneDevice({ diskLimits })
  onTestFinished(() => one.close())
  one.core.hub.listen((event) => {
    if (event.type === 'stepStarted' && event.step.name === 'download') diskLimits.shortBelowBytes = never
  })
  const fetched = await one.run()
  expect(fetched).toMatchObject({
    outcome: 'refused',
    touched: false,
    error: { code: 'DISK_FULL', step: 'download' },
  })
  // With the image there already, only the last look is left to see it.
  diskLimits.shortBelowBytes = 0
  const [task] =
    (
      await one.core.clouds
        .get('ad-hoc')
        ?.tasks?.listTasks(
          { productId: fetched.productId ?? '', offset: 0, limit: 1 },
          AbortSignal.timeout(10_000),
        )
    )?.tasks ?? []
  if (task) await one.core.firmware.fetch(task.image, () => {}, AbortSignal.timeout(10_000))
  const looked = await one.run()
  expect(looked).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'DISK_FULL' } })

  expect(one.bench.unit(1).storage.subarray(0, oldImage.length).equals(oldImage)).toBe(true)
  expect(await one.core.store.outbox.list({ limit: 10 })).toEqual([])
  for (const { jobId } of [fetched, looked])
    expect(await one.core.store.jobs.get(jobId)).toMatchObject({ outcome: 'refused' })
})

test('a log that cannot be written ends nothing', async () => {
  const folder = await tempFolder()
  await symlink('/dev/full', join(folder, 'station.log'))
  const log = openLog(folder, {})
  for (let lines = 0; lines < 1000; lines += 1) log.error({ lines }, 'x'.repeat(1000))
  expect((await stat('/dev/full')).isCharacterDevice()).toBe(true)
})

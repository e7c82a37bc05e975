import { expect, it } from 'vitest'
import type { SyncOptions } from '../../main/sync/sync.ts'
import { FlashlineError, type Task } from '../../preload/contract/index.ts'
import { until } from '../outbox/set-up.ts'
import { task } from '../store/task-fixture.ts'
import { setUp } from './set-up.ts'

const md5 = (n: number) => n.toString(16).padStart(32, '0')
const withImage = (n: number, overrides: Partial<Task> = {}) =>
  task(`t${n}`, { image: { url: `http://127.0.0.1/${n}`, md5: md5(n), sizeBytes: 10 }, ...overrides })

/** A firmware store that says what it was asked for and fetches when it is let. */
async function withFirmware(prefetch: SyncOptions['prefetch'] = async () => {}) {
  const begun: string[] = []
  const parts = await setUp({
    prefetch: async (task, signal) => {
      begun.push(task.taskId)
      await prefetch(task, signal)
      await store({ md5: task.image.md5, sizeBytes: task.image.sizeBytes })
    },
  })
  const store = ({ md5, sizeBytes }: { md5: string; sizeBytes: number }) =>
    parts.store.firmware.add({ sha256: `${md5}${md5}`, md5, sizeBytes, sourceUrl: null })
  return { ...parts, begun, add: store }
}

it('fetches the images of running tasks that are not here, each once', async () => {
  const { sync, source, begun, add } = await withFirmware()
  await add({ md5: md5(1), sizeBytes: 10 })
  source.tasks = [
    withImage(1),
    withImage(2),
    withImage(3, { status: 'stopped' }),
    { ...withImage(2), taskId: 't4' },
  ]
  await sync.runNow()
  await sync.prefetched()
  expect(begun).toEqual(['t4'])
  await sync.runNow()
  await sync.prefetched()
  expect(begun).toHaveLength(1)
})

it('fetches two at a time, and no round waits for it', async () => {
  const waiting: (() => void)[] = []
  const { sync, source, begun } = await withFirmware(
    () => new Promise<void>((resolve) => void waiting.push(resolve)),
  )
  source.tasks = [1, 2, 3, 4, 5].map((n) => withImage(n))
  await sync.runNow()
  await sync.runNow()
  expect(begun).toEqual(['t1', 't2'])
  waiting[1]?.()
  await until(() => expect(begun).toEqual(['t1', 't2', 't3']))
  for (const n of [3, 4, 5]) {
    waiting[n - 1]?.()
    await until(() => expect(begun.length).toBeGreaterThanOrEqual(Math.min(n + 1, 5)))
  }
  waiting[0]?.()
  await sync.prefetched()
  expect(begun).toEqual(['t1', 't2', 't3', 't4', 't5'])
})

it.each([true, false])('tries again later what is not here afterwards (told: %s)', async (told) => {
  let works = false
  const begun: string[] = []
  const { sync, source, clock, problems, store } = await setUp({
    prefetch: async ({ taskId, image }) => {
      begun.push(taskId)
      if (works) await store.firmware.add({ sha256: image.md5, ...image, sourceUrl: null })
      else if (told) throw new FlashlineError('IMAGE_NOT_FOUND')
    },
  })
  source.tasks = [withImage(1)]
  const round = async () => {
    await sync.runNow()
    await sync.prefetched()
    return begun.length
  }
  expect(await round()).toBe(1)
  expect(await round()).toBe(1)
  clock.turn(119_999)
  expect(await round()).toBe(1)
  clock.turn(1)
  expect(await round()).toBe(2)
  clock.turn(239_999)
  expect(await round()).toBe(2)
  clock.turn(1)
  works = true
  expect(await round()).toBe(3)
  clock.turn(3_600_000)
  expect(await round()).toBe(3)
  expect(problems).toEqual(told ? ['IMAGE_NOT_FOUND p1', 'IMAGE_NOT_FOUND p1'] : [])
})

it('breaks off when stopped, without calling that a failure', async () => {
  const { sync, source, begun, problems } = await withFirmware(
    (_, signal) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  source.tasks = [1, 2, 3].map((n) => withImage(n))
  await sync.runNow()
  await until(() => expect(begun).toHaveLength(2))
  await sync.stop()
  expect([begun, problems]).toEqual([['t1', 't2'], []])
  await sync.runNow()
  await until(() => expect(begun).toEqual(['t1', 't2', 't1', 't2']))
})

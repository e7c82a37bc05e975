// `flashline order` on a real data folder: made of a synced task, shown, its log read, ended; and the guards' options.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlashOnceOptions } from '../../../main/station/flash-once.ts'
import * as ordersOnce from '../../../main/station/orders-once.ts'
import { readOrders } from '../../../main/station/read.ts'
import { openStore } from '../../../main/store/open-store.ts'
import type { Task } from '../../../preload/contract/index.ts'
import { job } from '../../store/job-fixture.ts'
import { run } from './cli-fixture.ts'

const task: Task = {
  ...{ taskId: 't1', productId: 'p1', name: 'Meter 1 to 2', description: '', fromVersion: 1, toVersion: 2 },
  ...{ part: { type: 'mcu', identify: 3 }, status: 'running', mode: 'manual', tag: 'formal' },
  image: { url: 'http://127.0.0.1/f', md5: '0'.repeat(32), sizeBytes: 5 },
  scope: { category: 'all', deviceIds: [] },
  ...{ upgradedCount: 0, remainingCount: null, reviewerId: null, createdAt: null },
}

let dataDir = ''
const parts = { ordersOnce: async () => ordersOnce, readOrders }
const order = (...args: string[]) => run(['order', ...args, '--data', dataDir], { parts })

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-order-cli-'))
  const store = await openStore(dataDir)
  await store.tasks.put(task, 'c1', new Date())
  await store.firmware.add({ sha256: 'ab'.repeat(32), md5: task.image.md5, sizeBytes: 5, sourceUrl: null })
  await store.close()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

test('an order is made of a task, shown with what it demands, and ended; its log says who did what', async () => {
  const made = await order('create', '--task', 't1', '--lot', 'L7', '--quantity', '20', '--operator', 'Ann')
  expect(made.status).toBe(0)
  const orderId = made.out.trim()
  const shown = await order('show', orderId, '--json')
  expect(JSON.parse(shown.out)).toMatchObject({
    ...{ orderId, name: 'Meter 1 to 2', lot: 'L7', quantity: 20, state: 'ready', createdBy: 'Ann' },
    ...{ productId: 'p1', part: { type: 'mcu', identify: 3 }, taskId: 't1', mode: 'manual', repeat: 'ask' },
  })
  expect((await order('show', orderId)).out).toMatch(/^toVersion +2$/m)
  expect((await order('finish', orderId, '--operator', 'Bob')).status).toBe(0)
  const log = await order('log', orderId, '--json')
  const lines = log.out.trim().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { what: 'created', by: 'Ann', revision: 0 },
    { what: 'pinned', by: 'Ann', taskId: 't1', sha256: 'ab'.repeat(32) },
    { what: 'finished', by: 'Bob', why: 'person' },
  ])
  expect((await order('log', orderId)).out).toMatch(/IMAGE FIXED +Ann +r0 +t1, (ab){32}/)
  expect((await order('list')).out).toMatch(
    new RegExp(`^${orderId} {2}DONE {2}Meter 1 to 2 {2}L7 {2}p1 {2}0/20`),
  )
})

test('what is not there is said, and nothing is made of it', async () => {
  for (const call of ['show', 'log', 'finish']) {
    const { status, err } = await order(call, 'none')
    expect(status).toBe(2)
    expect(err).toContain('no such work order')
  }
  const before = (await order('list')).out
  const { status, err } = await order('create', '--task', 't9')
  expect(status).toBe(3)
  expect(err).toContain('t9')
  expect((await order('create', '--task', 't1', '--quantity', '0')).status).toBe(2)
  expect((await order('list')).out).toBe(before)
})

test('an older version and a test are flashed only when the command says so', async () => {
  const given: FlashOnceOptions[] = []
  const flashOnce = async (options: FlashOnceOptions) => {
    given.push(options)
    return { job: job('j1', {}), waiting: 0 }
  }
  const usual = [
    'flash',
    '--link',
    '/dev/ttyUSB0',
    '--profile',
    'esp32',
    '--image',
    'a.bin',
    '--data',
    dataDir,
  ]
  await run(usual, { parts: { flashOnce } })
  await run([...usual, '--allow-downgrade', '--allow-test'], { parts: { flashOnce } })
  expect(given.map(({ allowDowngrade, allowTest }) => [allowDowngrade, allowTest])).toEqual([
    [false, false],
    [true, true],
  ])
})

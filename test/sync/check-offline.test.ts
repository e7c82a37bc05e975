import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { partTypes } from '../../main/clouds/xlink/wire.ts'
import { decideOffline } from '../../main/sync/check-offline.ts'
import type { Part, Task } from '../../preload/contract/index.ts'
import { type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'
import { task } from '../store/task-fixture.ts'

const query = {
  productId: 'p1',
  deviceId: 'd1',
  part: { type: 'wifi', identify: 0 },
  currentVersion: 1,
} as const

describe('decideOffline', () => {
  const chosen = (tasks: Task[]) => decideOffline(tasks, query)?.taskId ?? null

  it.each<Partial<Task>>([
    { productId: 'p2' },
    { part: { type: 'mcu', identify: 0 } },
    { part: { type: 'wifi', identify: 1 } },
    { fromVersion: 2 },
    { status: 'stopped' },
    { status: 'pending' },
    { status: 'review' },
    { scope: { category: 'devices', deviceIds: ['d2'] } },
    { scope: { category: 'devices', deviceIds: [] } },
    { tag: 'test' },
  ])('has no task with %j for this device', (wrong) => {
    expect(chosen([task('t1', wrong)])).toBe(null)
    expect(chosen([task('t1', wrong), task('t2')])).toBe('t2')
  })

  it('gives a test task to the devices of its list only', () => {
    const scope = { category: 'devices', deviceIds: ['d1'] } as const
    expect(chosen([task('t1', { tag: 'test', scope: { ...scope, deviceIds: ['d1'] } })])).toBe('t1')
    expect(chosen([task('t1', { tag: 'test', scope: { category: 'all', deviceIds: ['d1'] } })])).toBe('t1')
  })

  it('takes the newest by time, and what has none is the oldest', () => {
    const undated = task('t0', { createdAt: null })
    const older = task('t1', { createdAt: '2026-01-01T09:59:59.999Z' })
    const newer = task('t2', { createdAt: '2026-01-01T10:00:00Z' })
    expect(chosen([undated])).toBe('t0')
    expect(chosen([undated, older])).toBe('t1')
    expect(chosen([newer, older, undated])).toBe('t2')
    expect(chosen([older, undated, newer])).toBe('t2')
    expect(chosen([])).toBe(null)
  })
})

const part: fc.Arbitrary<Part> = fc.record({
  type: fc.constantFrom('wifi', 'mcu', 'subdevice'),
  identify: fc.integer({ min: 0, max: 1 }),
})
const version = fc.integer({ min: 1, max: 2 })
const devices = ['a', 'b', 'c']
const someDevices = fc.subarray(devices)
const anyTask = fc
  .record({
    part,
    fromVersion: version,
    status: fc.constantFrom('stopped', 'running', 'running', 'running', 'pending', 'review'),
    tag: fc.constantFrom('formal', 'test'),
    deviceIds: fc.option(someDevices, { nil: undefined }),
    otherProduct: fc.boolean(),
  })
  // The service makes no test task for all.
  .map((one) => ({ ...one, deviceIds: one.deviceIds ?? (one.tag === 'test' ? [] : undefined) }))
const anyQuery = fc.record({ part, deviceId: fc.constantFrom(...devices), currentVersion: version })

describe('the check call of a real server', () => {
  let open: OpenCloud
  beforeAll(async () => {
    open = await openCloud()
  })
  afterAll(() => open[Symbol.asyncDispose]())

  const answer = z.object({ status: z.number(), body: z.looseObject({ id: z.string().optional() }) })
  let products = 0

  it('answers the same for any tasks and any device', { timeout: 60_000 }, async () => {
    const { admin } = open.cloud
    const answers: number[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyTask, { maxLength: 8 }),
        fc.array(anyQuery, { minLength: 1, maxLength: 5 }),
        async (made, asked) => {
          products += 1
          const productId = `product-${products}`
          for (const id of [productId, `${productId}-other`]) await admin.addProduct({ productId: id })
          const idOf = (device: string) => `${productId}-${device}`
          for (const device of devices) await admin.addDevice({ deviceId: idOf(device), productId })
          const tasks: Task[] = []
          for (const [index, { otherProduct, deviceIds, ...facts }] of made.entries()) {
            const taskId = await admin.addTask({
              ...facts,
              productId: otherProduct ? `${productId}-other` : productId,
              toVersion: 9,
              firmware: open.firmware,
              // Neither the order of the list nor that of the ids.
              createdAt: new Date(Date.UTC(2026, 0, 1 + ((index * 5) % 8))).toISOString(),
              ...(deviceIds === undefined ? {} : { deviceIds: deviceIds.map(idOf) }),
            })
            const task = await admin.getTask(taskId)
            if (task === null) throw new Error('the task is not there')
            tasks.push(task)
          }
          for (const { part, deviceId, currentVersion } of asked) {
            const query = { productId, deviceId: idOf(deviceId), part, currentVersion }
            const { status, body } = answer.parse(
              await open.call('POST', `/v2/upgrade/firmware/check/${query.deviceId}`, {
                product_id: productId,
                type: partTypes[part.type],
                identify: part.identify,
                current_version: currentVersion,
              }),
            )
            expect(decideOffline(tasks, query)?.taskId).toBe(body.id)
            answers.push(status)
          }
        },
      ),
      { numRuns: 100 },
    )
    // Both happened, and nothing else.
    expect(new Set(answers)).toEqual(new Set([200, 404]))
  })
})

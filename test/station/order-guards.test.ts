// What an order demands, through the station: room for its last units, a finished unit once more, its image, its log, and an
// order made of a task in one step. Everything that must be refused is in test/campaign/wrong.ts.
import { describe, expect, it } from 'vitest'
import { demoProduct } from '../../main/practice/demo.ts'
import { orderDraftSchema } from '../../preload/contract/index.ts'
import { newImage, oldImage, openOrderBed, refused } from './order-bed.ts'

describe('the last units of an order', () => {
  it('are never more than were ordered; the next board starts by itself when one of them fails', async () => {
    await using bed = await openOrderBed({ boards: 3 })
    const { orderId } = await bed.arm({ mode: 'manual', quantity: 1 })
    bed.bench.unit(1).faults.bootsAs = '1.0.0'
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:2' }))).toEqual({
      code: 'ORDER_FULL',
      context: { name: 'Lot 7', quantity: 1, passed: 0, running: 1 },
    })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:3' }))).toMatchObject({ code: 'ORDER_FULL' })
    expect(bed.slots.get('sim:2').jobId).toBeNull()
    // Whoever takes the board away does not wait any more.
    await bed.client.slots.unplug({ slotId: 'sim:2' })
    expect((await bed.end('sim:1')).outcome).toBe('failed')
    expect((await bed.end('sim:3')).outcome).toBe('passed')
    const done = await bed.until((event) =>
      event.type === 'orderChanged' && event.order.state === 'done' ? event.order : null,
    )
    expect(done).toMatchObject({ orderId, counts: { units: 2, passed: 1, failed: 1 } })
    expect(await bed.jobCount()).toBe(2)
    expect((await bed.client.orders.log({ orderId })).at(-1)).toMatchObject({
      ...{ what: 'finished', why: 'quantity', by: '' },
    })
  })

  it('start together as far as there is room, and no more than that passes', async () => {
    await using bed = await openOrderBed({ boards: 4 })
    await bed.arm({ mode: 'manual', quantity: 2 })
    expect((await bed.client.jobs.startAll()).started).toHaveLength(2)
    const done = await bed.until((event) =>
      event.type === 'orderChanged' && event.order.state === 'done' ? event.order : null,
    )
    expect(done.counts).toMatchObject({ units: 2, passed: 2 })
    expect(await bed.jobCount()).toBe(2)
    expect(bed.stored(3).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
    expect(bed.stored(4).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
  })
})

describe('a unit that has passed', () => {
  it('is flashed once more when a person says so, and it is noted who did; it counts once', async () => {
    await using bed = await openOrderBed({ boards: 1 })
    const { orderId } = await bed.arm({ mode: 'manual' })
    const start = async (again: boolean) => {
      await bed.letGo('sim:1')
      await bed.client.jobs.start({ slotId: 'sim:1', again })
    }
    await start(false)
    expect((await bed.end('sim:1')).outcome).toBe('passed')
    await bed.letGo('sim:1')
    await bed.client.slots.unplug({ slotId: 'sim:1' })
    bed.bench.unit(1).storage.set(oldImage)
    await bed.client.slots.replug({ slotId: 'sim:1' })
    await start(false)
    expect(await bed.end('sim:1', 2)).toMatchObject({ outcome: 'refused', error: { code: 'UNIT_ASK' } })
    expect(bed.stored(1).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
    await start(true)
    const job = await bed.end('sim:1', 3)
    expect(job.outcome).toBe('passed')
    expect(job.steps.find(({ name }) => name === 'check')?.detail).toMatchObject({ againBy: 'Ann' })
    expect(bed.stored(1).equals(newImage)).toBe(true)
    const repeated = (await bed.client.orders.log({ orderId })).filter(({ what }) => what === 'repeated')
    expect(repeated).toMatchObject([{ by: 'Ann', jobId: job.jobId }])
    const [order] = await bed.client.orders.list({ limit: 1 })
    expect(order?.counts).toMatchObject({ units: 1, passed: 1 })
  })
})

describe('an order of a task', () => {
  it('is made in one step, as a synced task says it', async () => {
    await using bed = await openOrderBed()
    expect(await refused(bed.client.orders.createFromTask({ taskId: 'practice-return' }))).toEqual({
      code: 'TASK_NOT_FOUND',
      context: { taskId: 'practice-return' },
    })
    await bed.sync()
    const order = await bed.client.orders.createFromTask({
      taskId: 'practice-return',
      lot: 'L8',
      quantity: 5,
    })
    expect(order).toMatchObject({
      ...{ name: 'Practice return 2.0.1 to 1.0.0', lot: 'L8', quantity: 5, state: 'ready', createdBy: 'Ann' },
      ...{ productId: demoProduct.productId, part: demoProduct.part, taskId: 'practice-return' },
      ...{ toVersion: 10_000, mode: 'automatic', tag: 'formal', downgrade: 'allow', repeat: 'ask' },
    })
  })

  it('is not made where every unit would be refused', async () => {
    await using bed = await openOrderBed()
    await bed.sync()
    const draft = { name: 'x', productId: demoProduct.productId, mode: 'manual', taskId: 'practice-return' }
    expect(await refused(bed.client.orders.create(orderDraftSchema.parse(draft)))).toMatchObject({
      code: 'DOWNGRADE',
    })
    expect(await bed.client.orders.list({ limit: 10 })).toEqual([])
  })

  it('goes by the first image of the task; its log says which, and every edit', async () => {
    await using bed = await openOrderBed()
    const { orderId, revision, ...order } = await bed.arm({ mode: 'manual', taskId: 'practice-upgrade' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    const { firmware } = await bed.end('sim:1')
    await bed.client.orders.edit({
      ...orderDraftSchema.parse(order),
      orderId,
      revision,
      hardwareRevision: 'C',
    })
    expect(await bed.client.orders.log({ orderId })).toMatchObject([
      { what: 'created', by: 'Ann', revision: 0 },
      { what: 'armed', by: 'Ann' },
      { what: 'pinned', by: '', taskId: 'practice-upgrade', sha256: firmware?.sha256 },
      { what: 'disarmed', by: 'Ann', why: 'edit' },
      { what: 'edited', revision: 1, changes: [{ field: 'hardwareRevision', before: null, after: 'C' }] },
    ])
  })
})

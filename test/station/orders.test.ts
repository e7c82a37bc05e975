// Work orders at the bench: what starts by itself, what waits for a person, what is never written, and what is counted.
import { describe, expect, it } from 'vitest'
import { demoProduct } from '../../main/practice/demo.ts'
import { orderDraftSchema } from '../../preload/contract/index.ts'
import { newImage, oldImage, openOrderBed, refused } from './order-bed.ts'

const draft = orderDraftSchema.parse({ name: 'Lot 7', productId: demoProduct.productId, mode: 'manual' })

describe('without an armed order', () => {
  it('writes nothing, whatever is plugged or started', async () => {
    await using bed = await openOrderBed()
    const { client } = bed
    await client.orders.create({ ...draft, mode: 'automatic' })
    await bed.replug('sim:1')
    expect(await refused(client.jobs.start({ slotId: 'sim:1' }))).toEqual({
      code: 'ORDER_UNARMED',
      context: {},
    })
    expect(await refused(client.jobs.startAll())).toMatchObject({ code: 'ORDER_UNARMED' })
    expect(await bed.jobCount()).toBe(0)
    expect(bed.stored(1).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
  })

  it('is how the station starts, also when it was armed as the power went', async () => {
    await using bed = await openOrderBed()
    const { orderId, armedBy } = await bed.arm()
    expect(armedBy).toBe('Ann')
    await bed.restart()
    expect(await bed.client.orders.list({ limit: 10 })).toMatchObject([
      { orderId, state: 'ready', armedAt: null, armedBy: null },
    ])
    await bed.replug('sim:1')
    expect(await refused(bed.client.jobs.startAll())).toMatchObject({ code: 'ORDER_UNARMED' })
    expect(await bed.jobCount()).toBe(0)
  })

  it('lets a running job go on when it is disarmed, and starts nothing more', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ mode: 'manual' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect(await bed.client.orders.disarm()).toMatchObject({ state: 'ready' })
    expect(await bed.client.orders.disarm()).toBeNull()
    expect(await bed.end('sim:1')).toMatchObject({ outcome: 'passed', lot: 'L7' })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:2' }))).toMatchObject({ code: 'ORDER_UNARMED' })
  })
})

describe('an automatic order', () => {
  it('flashes a board that is plugged, and leaves those that were there to a person', async () => {
    await using bed = await openOrderBed()
    const order = await bed.arm()
    await bed.replug('sim:2')
    const job = await bed.end('sim:2')
    expect(job).toMatchObject({ outcome: 'passed', orderId: order.orderId, lot: 'L7', operator: 'Ann' })
    expect(bed.stored(2).equals(newImage)).toBe(true)
    expect(bed.stored(1).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
    expect(await bed.jobCount()).toBe(1)
    expect(await bed.client.jobs.startAll()).toEqual({ started: [expect.any(String)] })
    expect((await bed.end('sim:1')).outcome).toBe('passed')
    const counts = { units: 2, passed: 2, failed: 0, passedFirst: 2, unitsPerHour: null }
    await bed.until((event) => event.type === 'orderChanged' && event.order.counts.passed === 2)
    expect((await bed.client.orders.list({ limit: 1 }))[0]).toMatchObject({ state: 'armed', counts })
  })

  it('shows a result until its unit is removed, however its chip leaves the bus and comes back', async () => {
    await using bed = await openOrderBed()
    await bed.arm()
    await bed.replug('sim:1')
    const { jobId } = await bed.end('sim:1')
    await bed.letGo('sim:1')
    await bed.replug('sim:1', 900)
    await bed.until((event) => event.type === 'slotChanged' && event.slot.jobId === null)
    await bed.until(() => bed.slots.get('sim:1').jobId === jobId)
    expect(await bed.jobCount()).toBe(1)
    await bed.client.slots.acknowledge({ slotId: 'sim:1' })
    expect(bed.slots.get('sim:1').jobId).toBeNull()
  })

  it('refuses a unit that has passed when a person plugs it in again, and leaves it passed', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ taskId: 'practice-upgrade' })
    await bed.replug('sim:1')
    expect((await bed.end('sim:1')).outcome).toBe('passed')
    await bed.letGo('sim:1')
    await bed.replug('sim:1')
    expect(await bed.end('sim:1', 2)).toMatchObject({ outcome: 'refused', touched: false })
    expect(bed.stored(1).equals(newImage)).toBe(true)
    const told = () => bed.events.filter((event) => event.type === 'orderChanged').at(-1)
    await bed.until(() => bed.events.filter(({ type }) => type === 'orderChanged').length === 4)
    expect(told()).toMatchObject({ order: { counts: { units: 1, passed: 1, failed: 0 } } })
  })

  it('counts a unit once that failed and passed when it was tried again', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ mode: 'manual' })
    bed.bench.unit(1).faults.bootsAs = '1.0.0'
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect(await bed.end('sim:1')).toMatchObject({
      outcome: 'failed',
      error: { code: 'VERSION_DIFFERS' },
    })
    await bed.until((event) => event.type === 'orderChanged' && event.order.counts.failed === 1)
    bed.bench.unit(1).faults.bootsAs = null
    await bed.client.slots.unplug({ slotId: 'sim:1' })
    bed.bench.unit(1).storage.set(oldImage)
    await bed.client.slots.replug({ slotId: 'sim:1' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect((await bed.end('sim:1', 2)).outcome).toBe('passed')
    const order = await bed.until((event) =>
      event.type === 'orderChanged' && event.order.counts.passed === 1 ? event.order : null,
    )
    expect(order.counts).toMatchObject({ units: 1, passed: 1, failed: 0, passedFirst: 0 })
  })

  it('is done when its quantity has passed, and starts nothing more', async () => {
    await using bed = await openOrderBed()
    const { orderId } = await bed.arm({ quantity: 1 })
    await bed.replug('sim:1')
    await bed.end('sim:1')
    const done = await bed.until((event) =>
      event.type === 'orderChanged' && event.order.state === 'done' ? event.order : null,
    )
    expect(done).toMatchObject({ orderId, armedAt: null, counts: { passed: 1 } })
    await bed.replug('sim:2')
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:2' }))).toMatchObject({ code: 'ORDER_UNARMED' })
    expect(await refused(bed.client.orders.arm({ orderId }))).toEqual({
      code: 'ORDER_DONE',
      context: { name: 'Lot 7' },
    })
    expect(await bed.jobCount()).toBe(1)
  })
})

describe('what an order allows', () => {
  it('refuses a slot that is not one of its own, and a slot of another product', async () => {
    await using bed = await openOrderBed({
      product: (position) => (position === 2 ? 'another' : demoProduct.productId),
    })
    await bed.arm({ mode: 'manual', slotIds: ['sim:2'] })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:1' }))).toEqual({
      code: 'ORDER_SLOT',
      context: { slotName: '1' },
    })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:2' }))).toEqual({
      code: 'ORDER_PRODUCT',
      context: { slotName: '2', expected: demoProduct.productId, found: 'another' },
    })
    expect(await bed.jobCount()).toBe(0)
  })

  it("flashes the order's product where only the bench says another, and by its task only", async () => {
    await using bed = await openOrderBed()
    const own = bed.slots.get('sim:1')
    const usb = { ...own, slotId: 'usb:1-1', kind: 'usb', productId: 'of-the-bench' } as const
    bed.settings.bench = { productId: 'of-the-bench', profileId: 'practice', part: demoProduct.part }
    bed.slots.put(usb, true)
    await bed.arm({ mode: 'manual', taskId: 'another-task' })
    await bed.client.jobs.start({ slotId: 'usb:1-1' })
    expect(await bed.end('usb:1-1')).toMatchObject({
      ...{ productId: demoProduct.productId, outcome: 'refused', touched: false },
      error: { code: 'TASK_DIFFERS', context: { expected: 'another-task', found: 'practice-upgrade' } },
    })
  })

  it('tells two leads of each other, and writes nothing of the second', async () => {
    await using bed = await openOrderBed()
    const { orderId, revision } = await bed.arm()
    const first = await bed.client.orders.edit({ ...draft, orderId, revision, quantity: 5 })
    expect(first).toMatchObject({ state: 'ready', quantity: 5, revision: revision + 1 })
    expect(await refused(bed.client.orders.edit({ ...draft, orderId, revision, quantity: 9 }))).toEqual({
      code: 'ORDER_CHANGED',
      context: { name: 'Lot 7' },
    })
    expect(await bed.client.orders.list({ limit: 1 })).toEqual([first])
    expect(await refused(bed.client.jobs.startAll())).toMatchObject({ code: 'ORDER_UNARMED' })
    expect(await bed.client.orders.finish({ orderId })).toMatchObject({ state: 'done' })
    expect(await refused(bed.client.orders.edit({ ...draft, orderId, revision: 1 }))).toMatchObject({
      code: 'ORDER_DONE',
    })
    expect(await refused(bed.client.orders.arm({ orderId: 'none' }))).toMatchObject({ code: 'ORDER_UNKNOWN' })
  })
})

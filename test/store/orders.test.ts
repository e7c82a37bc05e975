// Work orders on disk: their states, and what is counted of their units, over restarts and corrections.
import { describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { OrderBody } from '../../main/store/orders.ts'
import type { Job } from '../../preload/contract/index.ts'
import { job, tempFolder } from './job-fixture.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 8, minute)).toISOString()
const body: OrderBody = {
  ...{ name: 'Lot 7', lot: 'L7', productId: 'p1', profileId: null, part: { type: 'wifi', identify: 0 } },
  ...{ taskId: null, quantity: null, mode: 'manual', slotIds: null, scanFirst: false },
  ...{ taskName: null, toVersion: null, createdBy: 'Ann' },
  ...{ firmwareSha256: null, chips: [], hardwareRevision: null },
  ...{ repeat: 'ask', downgrade: 'refuse', tag: 'formal' },
}
const hand = (by: string, minute: number) => ({ by, at: at(minute) })

async function open() {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const create = (orderId: string, minute = 0, part: Partial<OrderBody> = {}) =>
    store.orders.create({ orderId, createdAt: at(minute), body: { ...body, ...part } })
  return { folder, store, create }
}

let jobs = 0
async function ended(store: Store, part: Partial<Job>, minutes = [0, 1]): Promise<Job> {
  jobs += 1
  const [start = 0, end = 1] = minutes
  const begun = job(`j${jobs}`, { orderId: 'a', lot: 'L7', startedAt: at(start), ...part })
  await store.jobs.begin({ ...begun, outcome: 'running', endedAt: null })
  const done: Job = { ...begun, outcome: 'passed', endedAt: at(end), ...part }
  await store.jobs.save(done, [], [])
  return done
}
const unit = (mac: string, outcome: Job['outcome'], part: Partial<Job> = {}): Partial<Job> => ({
  device: { deviceId: null, mac, sn: null },
  ...{ outcome, touched: true },
  ...part,
})

describe('states', () => {
  it('has one armed order at most, and lists it first, then the newest', async () => {
    const { store, create } = await open()
    for (const [index, orderId] of ['a', 'b', 'c'].entries()) await create(orderId, index)
    await store.orders.arm('a', 'Ann', at(5))
    const armed = await store.orders.arm('b', 'Bob', at(6))
    expect(armed).toMatchObject({ state: 'armed', armedBy: 'Bob', armedAt: at(6), revision: 0 })
    const listed = await store.orders.list(10)
    expect(listed.map(({ orderId, state }) => [orderId, state])).toEqual([
      ['b', 'armed'],
      ['c', 'ready'],
      ['a', 'ready'],
    ])
    expect(await store.orders.disarm(hand('Bob', 7), 'person')).toMatchObject({
      orderId: 'b',
      state: 'ready',
      armedBy: null,
    })
    expect(await store.orders.disarm(hand('Bob', 7), 'person')).toBeNull()
    await store.close()
  })

  it('writes an edit once, and nothing of one that was made over an old revision', async () => {
    const { store, create } = await open()
    await create('a')
    await store.orders.arm('a', 'Ann', at(1))
    const edited = await store.orders.edit('a', 0, { ...body, name: 'Lot 8' }, hand('Ann', 2))
    expect(edited).toMatchObject({ name: 'Lot 8', revision: 1, state: 'ready', armedAt: null })
    await expect(store.orders.edit('a', 0, { ...body, name: 'Lot 9' }, hand('Bob', 3))).rejects.toMatchObject(
      {
        code: 'ORDER_CHANGED',
        context: { name: 'Lot 8' },
      },
    )
    expect(await store.orders.get('a')).toEqual(edited)
    await store.orders.finish('a', hand('Ann', 4), 'person')
    await expect(store.orders.edit('a', 1, body, hand('Ann', 5))).rejects.toMatchObject({
      code: 'ORDER_DONE',
    })
    await expect(store.orders.arm('a', 'Ann', at(2))).rejects.toMatchObject({
      code: 'ORDER_DONE',
      context: { name: 'Lot 8' },
    })
    await expect(store.orders.finish('none', hand('Ann', 4), 'person')).rejects.toMatchObject({
      code: 'ORDER_UNKNOWN',
    })
    await store.close()
  })

  it('arms no order whose units are all made', async () => {
    const { store, create } = await open()
    await create('a', 0, { quantity: 1 })
    await ended(store, unit('01', 'passed'))
    await expect(store.orders.arm('a', 'Ann', at(2))).rejects.toMatchObject({ code: 'ORDER_DONE' })
    await store.close()
  })
})

describe('the log', () => {
  it('has everything that was done to an order, by whom, with every field of an edit before and after', async () => {
    const { folder, store, create } = await open()
    await create('a')
    await create('b')
    await store.orders.arm('a', 'Ann', at(1))
    await store.orders.arm('a', 'Ann', at(2))
    await store.orders.arm('b', 'Bob', at(3))
    await store.orders.arm('a', 'Ann', at(4))
    await store.orders.edit('a', 0, { ...body, quantity: 9, chips: ['esp32'] }, hand('Cy', 5))
    expect(
      await store.orders.pinImage({ orderId: 'a', taskId: 't', sha256: '1'.repeat(64) }, hand('', 6)),
    ).toBe('1'.repeat(64))
    // The second image of a task is not taken.
    expect(
      await store.orders.pinImage({ orderId: 'a', taskId: 't', sha256: '2'.repeat(64) }, hand('', 6)),
    ).toBe('1'.repeat(64))
    await store.orders.repeated('a', 'j1', hand('Dan', 7))
    await store.orders.finish('a', hand('', 8), 'quantity')
    await store.orders.finish('a', hand('Ann', 9), 'person')
    await store.close()
    const again = await openStore(folder)
    const log = await again.orders.log('a')
    const none = { why: null, changes: [], taskId: null, sha256: null, jobId: null }
    expect(log).toEqual([
      { ...none, what: 'created', by: 'Ann', at: at(0), revision: 0 },
      { ...none, what: 'armed', by: 'Ann', at: at(1), revision: 0 },
      { ...none, what: 'disarmed', by: 'Bob', at: at(3), revision: 0, why: 'anotherArmed' },
      { ...none, what: 'armed', by: 'Ann', at: at(4), revision: 0 },
      { ...none, what: 'disarmed', by: 'Cy', at: at(5), revision: 0, why: 'edit' },
      {
        ...{ ...none, what: 'edited', by: 'Cy', at: at(5), revision: 1 },
        changes: [
          { field: 'quantity', before: null, after: 9 },
          { field: 'chips', before: [], after: ['esp32'] },
        ],
      },
      { ...none, what: 'pinned', by: '', at: at(6), revision: 1, taskId: 't', sha256: '1'.repeat(64) },
      { ...none, what: 'repeated', by: 'Dan', at: at(7), revision: 1, jobId: 'j1' },
      { ...none, what: 'finished', by: '', at: at(8), revision: 1, why: 'quantity' },
    ])
    await expect(again.orders.log('none')).rejects.toMatchObject({ code: 'ORDER_UNKNOWN' })
    await again.close()
  })
})

describe('counts', () => {
  it('counts a unit once, however often and however it was tried', async () => {
    const { folder, store, create } = await open()
    await create('a')
    await ended(store, unit('AA:01', 'failed'))
    await ended(store, unit('aa-01', 'passed'))
    await ended(store, unit('02', 'passed'))
    await ended(store, unit('03', 'failed'))
    await ended(store, { ...unit('', 'passed'), device: { deviceId: null, mac: null, sn: 'S1' } })
    await ended(store, { ...unit('', 'failed'), device: { deviceId: '9', mac: null, sn: null } })
    // Nobody knows which unit that was.
    await ended(store, { ...unit('', 'failed'), device: { deviceId: null, mac: null, sn: null } })
    await ended(store, { ...unit('04', 'passed'), orderId: 'another' })
    const counts = { units: 6, passed: 3, failed: 3, passedFirst: 2 }
    expect((await store.orders.get('a')).counts).toMatchObject(counts)
    await store.close()
    const again = await openStore(folder)
    expect((await again.orders.list(1))[0]?.counts).toMatchObject(counts)
    await again.close()
  })

  it('keeps a pass when the finished unit is plugged once more and refused, not when it is flashed badly', async () => {
    const { store, create } = await open()
    await create('a')
    await ended(store, unit('01', 'passed'))
    await ended(store, unit('01', 'refused', { touched: false }))
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 1, passed: 1, failed: 0 })
    await ended(store, unit('01', 'failed'))
    expect((await store.orders.get('a')).counts).toMatchObject({ passed: 0, failed: 1, passedFirst: 1 })
    await store.close()
  })

  it('counts what a dead station left, and a success that came late', async () => {
    const { folder, store, create } = await open()
    await create('a')
    const late = await ended(store, unit('01', 'failed'))
    await store.jobs.begin(job('left', { ...unit('02', 'running'), orderId: 'a' }))
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 1, passed: 0 })
    await store.close()
    const again = await openStore(folder)
    await again.recover({ modelOf: () => 'M', resultsTo: () => undefined })
    expect((await again.orders.get('a')).counts).toMatchObject({ units: 2, passed: 0, failed: 2 })
    await again.jobs.correct(late.jobId, { at: at(9), reason: 'lateSuccess', was: 'failed' }, [])
    expect((await again.orders.get('a')).counts).toMatchObject({ passed: 1, failed: 1, passedFirst: 1 })
    await again.close()
  })

  it('counts no unit for a job that was called off before it touched the device', async () => {
    const { store, create } = await open()
    await create('a')
    await ended(store, unit('01', 'cancelled', { touched: false }))
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 0, failed: 0 })
    await ended(store, unit('01', 'passed'))
    await ended(store, unit('02', 'cancelled'))
    expect((await store.orders.get('a')).counts).toMatchObject({
      units: 2,
      passed: 1,
      failed: 1,
      passedFirst: 1,
    })
    await store.close()
  })

  it('counts no unit that was refused before it was touched', async () => {
    const { store, create } = await open()
    await create('a')
    await ended(store, unit('01', 'refused', { touched: false }))
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 0, failed: 0 })
    await ended(store, unit('01', 'passed'))
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 1, passed: 1, passedFirst: 1 })
    await store.close()
  })

  it('counts two chips without MAC by their unique ids, also behind adapters of one USB serial number', async () => {
    const { store, create } = await open()
    await create('a')
    const slotId = 'usb:0403:6001:SAME'
    for (const sn of ['UID-1', 'UID-2', 'UID-1'])
      await ended(store, { slotId, outcome: 'passed', device: { deviceId: null, mac: null, sn } })
    expect((await store.orders.get('a')).counts).toMatchObject({ units: 2, passed: 2 })
    await store.close()
  })

  it('says units per hour by the last hour of work, when enough was done', async () => {
    const { store, create } = await open()
    await create('a')
    for (const number of [1, 2]) await ended(store, unit(`0${number}`, 'passed'), [0, 10])
    expect((await store.orders.get('a')).counts.unitsPerHour).toBeNull()
    await ended(store, unit('03', 'passed'), [10, 20])
    expect((await store.orders.get('a')).counts.unitsPerHour).toBe(9)
    // Two hours later only what was done since counts.
    for (const number of [4, 5, 6]) await ended(store, unit(`0${number}`, 'passed'), [120, 150])
    expect((await store.orders.get('a')).counts.unitsPerHour).toBe(6)
    await store.close()
  })

  it('knows which serial numbers have passed', async () => {
    const { store, create } = await open()
    await create('a')
    await ended(store, { outcome: 'passed', device: { deviceId: null, mac: '01', sn: 'S1' } })
    await ended(store, { outcome: 'failed', device: { deviceId: null, mac: '02', sn: 'S2' } })
    expect(await store.orders.hasPassed('a', 'S1')).toBe(true)
    expect(await store.orders.hasPassed('a', 'S2')).toBe(false)
    expect(await store.orders.hasPassed('b', 'S1')).toBe(false)
    await store.close()
  })
})

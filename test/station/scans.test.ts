// Serial numbers that are scanned at the bench: which unit they are bound to, and which are stopped.
import { describe, expect, it } from 'vitest'
import { demoDevices, demoProduct } from '../../main/practice/demo.ts'
import { oldImage, openOrderBed, refused } from './order-bed.ts'

describe('scans', () => {
  const [one, two] = demoDevices.map(({ sn }) => sn)
  const sn = (index: number) => demoDevices[index]?.sn ?? ''

  it('waits for the board in an order that wants a scan first, and starts it then', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ scanFirst: true, repeat: 'refuse' })
    expect(await refused(bed.client.jobs.start({ slotId: 'sim:1' }))).toEqual({
      code: 'ORDER_SCAN_FIRST',
      context: { slotName: '1' },
    })
    expect(await bed.client.scans.take({ text: `${one}\r\n`, slotId: 'sim:1' })).toMatchObject({
      sn: one,
      slotId: 'sim:1',
    })
    expect(await bed.end('sim:1')).toMatchObject({ outcome: 'passed', device: { sn: one } })
    expect(bed.slots.get('sim:1').scannedSn).toBe(one)
    await bed.letGo('sim:1')
    await bed.client.slots.acknowledge({ slotId: 'sim:1' })
    expect(bed.slots.get('sim:1').scannedSn).toBeNull()
    await bed.until((event) => event.type === 'orderChanged' && event.order.counts.passed === 1)
    expect(await refused(bed.client.scans.take({ text: sn(0) }))).toEqual({
      code: 'SCAN_DONE',
      context: { sn: one },
    })
  })

  it('keeps a number for the next board, which starts with it', async () => {
    await using bed = await openOrderBed()
    for (const slotId of ['sim:1', 'sim:2']) await bed.client.slots.unplug({ slotId })
    await bed.arm({ scanFirst: true })
    const scan = await bed.client.scans.take({ text: sn(1) })
    expect(scan).toMatchObject({ sn: two, slotId: null })
    await bed.client.slots.replug({ slotId: 'sim:2' })
    expect(await bed.end('sim:2')).toMatchObject({ outcome: 'passed', device: { sn: two } })
    const told = bed.events.flatMap((event) => (event.type === 'scansChanged' ? [event.scans] : []))
    expect(told).toEqual([[scan], []])
  })

  it('refuses a board that says another number than the one that was scanned', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ mode: 'manual' })
    await bed.client.scans.take({ text: sn(1), slotId: 'sim:1' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect(await bed.end('sim:1')).toMatchObject({
      ...{ outcome: 'refused', touched: false },
      error: { code: 'DEVICE_DIFFERS', context: { expected: two, found: one } },
    })
    expect(bed.stored(1).subarray(0, oldImage.length).equals(oldImage)).toBe(true)
  })

  it('stops what cannot be right, and changes nothing by it', async () => {
    await using bed = await openOrderBed({ boards: 3 })
    const { client } = bed
    expect(await refused(client.scans.take({ text: sn(0) }))).toMatchObject({ code: 'ORDER_UNARMED' })
    await bed.addRoster([{ deviceId: '77', sn: 'OTHER-01', productId: 'another' }])
    await bed.arm({ mode: 'manual', slotIds: ['sim:1', 'sim:2'] })
    expect(await refused(client.scans.take({ text: 'x\u0000y' }))).toEqual({
      code: 'SCAN_INVALID',
      context: { text: 'x y', minLength: 4, maxLength: 40, prefix: '' },
    })
    expect(await refused(client.scans.take({ text: 'OTHER-01' }))).toEqual({
      code: 'SCAN_WRONG_PRODUCT',
      context: { sn: 'OTHER-01', expected: demoProduct.productId, found: 'another' },
    })
    expect(await refused(client.scans.take({ text: sn(0), slotId: 'sim:3' }))).toMatchObject({
      code: 'ORDER_SLOT',
    })
    expect(await refused(client.scans.take({ text: sn(0), slotId: 'sim:9' }))).toMatchObject({
      code: 'SLOT_UNKNOWN',
    })
    bed.settings.scanner.mustBeKnown = true
    expect(await refused(client.scans.take({ text: 'NOBODY-01' }))).toMatchObject({ code: 'SCAN_UNKNOWN' })
    await client.scans.take({ text: sn(0), slotId: 'sim:1' })
    expect(await refused(client.scans.take({ text: sn(0), slotId: 'sim:2' }))).toEqual({
      code: 'SCAN_DUPLICATE',
      context: { sn: one, slotName: '1' },
    })
    // The same again is no mistake.
    expect(await client.scans.take({ text: sn(0), slotId: 'sim:1' })).toMatchObject({ slotId: 'sim:1' })
    await client.jobs.start({ slotId: 'sim:1' })
    expect(await refused(client.scans.take({ text: sn(2), slotId: 'sim:1' }))).toEqual({
      code: 'SCAN_BUSY',
      context: { slotName: '1' },
    })
    expect(bed.slots.list().map(({ scannedSn }) => scannedSn)).toEqual([one, null, null])
    expect((await bed.end('sim:1')).outcome).toBe('passed')
  })

  it('takes the first board without a number, forgets on request, and ends with the order', async () => {
    await using bed = await openOrderBed({ boards: 2 })
    const { client } = bed
    await bed.arm({ mode: 'manual' })
    expect((await client.scans.take({ text: sn(0) })).slotId).toBe('sim:1')
    expect((await client.scans.take({ text: sn(1) })).slotId).toBe('sim:2')
    const waiting = await client.scans.take({ text: sn(2) })
    expect(waiting.slotId).toBeNull()
    expect(await refused(client.scans.take({ text: sn(2) }))).toEqual({
      code: 'SCAN_DUPLICATE',
      context: { sn: sn(2) },
    })
    expect(await client.scans.drop({ sn: sn(0) })).toEqual([waiting])
    expect(bed.slots.get('sim:1').scannedSn).toBeNull()
    // Its unit is taken out, and its number with it.
    await client.slots.unplug({ slotId: 'sim:2' })
    expect(bed.slots.get('sim:2').scannedSn).toBeNull()
    await client.scans.take({ text: sn(1), slotId: 'sim:2' })
    expect(bed.slots.get('sim:2').scannedSn).toBe(two)
    await client.orders.disarm()
    expect(bed.slots.list().map(({ scannedSn }) => scannedSn)).toEqual([null, null])
    expect(bed.events.findLast((event) => event.type === 'scansChanged')).toMatchObject({ scans: [] })
  })

  it('keeps a number for a slot whose result is still shown', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ mode: 'manual' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    await bed.end('sim:1')
    await bed.letGo('sim:1')
    await bed.client.scans.take({ text: sn(1), slotId: 'sim:1' })
    expect(bed.slots.get('sim:1').scannedSn).toBeNull()
    await bed.client.slots.unplug({ slotId: 'sim:1' })
    expect(bed.slots.get('sim:1')).toMatchObject({ jobId: null, scannedSn: null })
    await bed.replug('sim:1')
    await bed.until((event) => event.type === 'slotChanged' && event.slot.scannedSn === two)
    expect(bed.events.findLast((event) => event.type === 'scansChanged')).toMatchObject({ scans: [] })
  })
})

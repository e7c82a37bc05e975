// The map of the bench, learned by plugging and named by hand, over restarts.
import { describe, expect, it } from 'vitest'
import { openOrderBed, refused } from './order-bed.ts'

describe('the map of the bench', () => {
  it('numbers the places as boards are plugged, starts nothing meanwhile, and keeps it over a restart', async () => {
    await using bed = await openOrderBed({ boards: 3 })
    const { client } = bed
    await bed.arm()
    expect(await client.slotMap.learn({ on: true })).toEqual({ learning: true })
    for (const slotId of ['sim:3', 'sim:1', 'sim:3']) {
      await client.slots.unplug({ slotId })
      await client.slots.replug({ slotId })
    }
    await bed.until((event) => event.type === 'slotChanged' && event.slot.name === '2')
    expect(await refused(client.jobs.start({ slotId: 'sim:2' }))).toMatchObject({ code: 'SLOTS_LEARNING' })
    expect(await client.slotMap.learn({ on: false })).toEqual({ learning: false })
    const map = [
      ['sim:3', '1'],
      ['sim:1', '2'],
      ['sim:2', '3'],
    ]
    const seen = () => bed.slots.list().map(({ slotId, name }) => [slotId, name])
    expect(seen()).toEqual(map)
    expect(bed.events.findLast((event) => event.type === 'slotMapChanged')).toMatchObject({
      learning: false,
      slotIds: ['sim:3', 'sim:1', 'sim:2'],
    })
    expect(await bed.jobCount()).toBe(0)
    await bed.restart()
    expect(seen()).toEqual(map)
  })

  it('names a place, and forgets only what is empty and comes from a port', async () => {
    await using bed = await openOrderBed()
    const { client } = bed
    expect(await client.slotMap.rename({ slotId: 'sim:2', name: ' Left ' })).toMatchObject({ name: 'Left' })
    await bed.restart()
    expect(bed.slots.get('sim:2').name).toBe('Left')
    expect(await refused(bed.client.slotMap.forget({ slotId: 'sim:2' }))).toMatchObject({
      code: 'INPUT_INVALID',
    })
    const usb = { ...bed.slots.get('sim:1'), slotId: 'usb:1-1', kind: 'usb' } as const
    bed.slots.put(usb, true)
    expect(await refused(bed.client.slotMap.forget({ slotId: 'usb:1-1' }))).toMatchObject({
      code: 'INPUT_INVALID',
    })
    bed.slots.unplugged('usb:1-1')
    expect(await bed.client.slotMap.forget({ slotId: 'usb:1-1' })).toEqual({ forgotten: true })
    expect(bed.slots.list()).toHaveLength(2)
  })

  it('does not begin while a job runs', async () => {
    await using bed = await openOrderBed()
    await bed.arm({ mode: 'manual' })
    await bed.client.jobs.start({ slotId: 'sim:1' })
    expect(await refused(bed.client.slotMap.learn({ on: true }))).toMatchObject({
      code: 'SLOT_BUSY',
      context: { slotId: 'sim:1' },
    })
    await bed.end('sim:1')
  })
})

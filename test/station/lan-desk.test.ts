// Devices of the LAN on the bench: placed, known again by their MAC, kept over a restart, taken off.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Slots } from '../../main/bench/slots.ts'
import { LanDesk } from '../../main/station/lan-desk.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { Sighting } from '../../main/transports/sighting.ts'
import {
  type EventBody,
  type LanPlacement,
  lanPlacementSchema,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { job } from '../renderer/fixtures.ts'

const settings = settingsSchema.parse({
  lan: { ranges: ['10.0.0.0/24'], discover: false },
  bench: { productId: 'p1', profileId: 'bench-profile' },
})
const place = (placement: Partial<LanPlacement>) => lanPlacementSchema.parse(placement)

const lamp: Sighting = {
  origin: 'tasmota',
  name: 'lamp',
  address: 'lan://10.0.0.7',
  mac: 'A0B1C2D3E4F5',
  deviceId: null,
  model: 'Sonoff Basic',
  version: '13.1.0',
  suggested: 'tasmota-web',
  accessPoint: 'eth0',
}

let dataDir = ''
let store: Store
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'flashline-lan-'))
  store = await openStore(dataDir)
})
const desks: LanDesk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop()
  await store.close()
  await rm(dataDir, { recursive: true, force: true })
})

function deskOf() {
  const events: EventBody[] = []
  const slots = new Slots(
    (slot) => events.push({ type: 'slotChanged', slot }),
    (slotId) => events.push({ type: 'slotRemoved', slotId }),
  )
  const desk = new LanDesk({
    settings: () => settings,
    slots,
    stored: store.lanDevices,
    productOf: store.devices.findProductId,
    emit: (event) => events.push(event),
    onError: (error) => {
      throw error
    },
    now: () => new Date('2026-03-01T08:00:00.000Z'),
  })
  desks.push(desk)
  return { desk, slots, events }
}

describe('devices of the LAN on the bench', () => {
  it('makes a slot of a found device, with what is known of it', async () => {
    const { desk, slots } = deskOf()
    desk.sighted(lamp)
    expect(desk.devices()).toMatchObject([{ identity: 'mac:A0B1C2D3E4F5', slotId: null, inRange: true }])
    expect(slots.list()).toEqual([])
    const [slot] = await desk.place([place({ identity: 'mac:A0B1C2D3E4F5', name: 'Hall' })])
    expect(slot).toMatchObject({
      slotId: 'lan:mac:A0B1C2D3E4F5',
      name: 'Hall',
      kind: 'lan',
      address: 'lan://10.0.0.7',
      profileId: 'tasmota-web',
      productId: 'p1',
      lan: { model: 'Sonoff Basic', version: '13.1.0', accessPoint: 'eth0', mac: 'A0B1C2D3E4F5' },
    })
    expect(desk.devices()[0]?.slotId).toBe('lan:mac:A0B1C2D3E4F5')
  })

  it('takes the product from the roster, by id or MAC, before the one of the bench', async () => {
    const { desk, slots } = deskOf()
    await store.devices.addRoster([
      { deviceId: 'd7', mac: 'a0:b1:c2:d3:e4:f5', sn: null, productId: 'lamps' },
      { deviceId: 'd8', mac: null, sn: null, productId: 'doors' },
    ])
    desk.sighted(lamp)
    desk.sighted({ ...lamp, address: 'lan://10.0.0.8', mac: null, deviceId: 'd8' })
    desk.sighted({ ...lamp, address: 'lan://10.0.0.9', mac: 'A0B1C2D3E4F6' })
    await desk.place(desk.devices().map(({ identity }) => place({ identity })))
    expect(slots.list().map(({ productId }) => productId)).toEqual(['lamps', 'doors', 'p1'])
    await desk.place([place({ identity: 'id:d8', productId: 'gates' })])
    expect(slots.get('lan:id:d8').productId).toBe('gates')
  })

  it('keeps the slot when the device gets another address', async () => {
    const { desk, slots } = deskOf()
    desk.sighted(lamp)
    await desk.place([place({ identity: 'mac:A0B1C2D3E4F5' })])
    desk.sighted({ ...lamp, address: 'lan://10.0.0.99' })
    expect(slots.list()).toMatchObject([{ slotId: 'lan:mac:A0B1C2D3E4F5', address: 'lan://10.0.0.99' }])
  })

  it('keeps the slot of a typed address when its device turns out to be a known one', async () => {
    const { desk, slots } = deskOf()
    const [typed] = await desk.place([place({ address: 'lan://10.0.0.7', profileId: 'mine' })])
    expect(typed).toMatchObject({ slotId: 'lan:at:lan://10.0.0.7', profileId: 'mine' })
    desk.sighted(lamp)
    expect(slots.list()).toMatchObject([
      { slotId: 'lan:at:lan://10.0.0.7', profileId: 'mine', lan: { mac: 'A0B1C2D3E4F5' } },
    ])
    expect(desk.devices()).toHaveLength(1)
  })

  it('learns MAC and version from a job', async () => {
    const { desk, slots } = deskOf()
    const [typed] = await desk.place([place({ address: 'lan://10.0.0.7' })])
    desk.learned(
      job(1, {
        slotId: typed?.slotId ?? '',
        device: { deviceId: null, mac: 'a0:b1:c2:d3:e4:f5', sn: null },
        bootedVersion: { number: 2, text: '2.0.0' },
        deviceState: 'confirmed',
      }),
    )
    expect(slots.list()).toMatchObject([{ lan: { mac: 'A0B1C2D3E4F5', version: '2.0.0' } }])
  })

  it('has them again after a restart, where they were last', async () => {
    const before = deskOf()
    before.desk.sighted(lamp)
    await before.desk.place([
      place({ identity: 'mac:A0B1C2D3E4F5', name: 'Hall', productId: 'p2', accessPoint: 'AP 2' }),
    ])
    before.desk.sighted({ ...lamp, address: 'lan://10.0.0.50' })
    await before.desk.stop()

    const after = deskOf()
    await after.desk.start()
    expect(after.slots.list()).toMatchObject([
      {
        slotId: 'lan:mac:A0B1C2D3E4F5',
        name: 'Hall',
        address: 'lan://10.0.0.50',
        productId: 'p2',
        profileId: 'tasmota-web',
        lan: { accessPoint: 'AP 2' },
      },
    ])
    await after.desk.stop()
  })

  it('takes them off, but not while a job runs', async () => {
    const { desk, slots } = deskOf()
    desk.sighted(lamp)
    const [slot] = await desk.place([place({ identity: 'mac:A0B1C2D3E4F5' })])
    const slotId = slot?.slotId ?? ''
    slots.take(slotId, 'j1')
    await expect(desk.remove([slotId])).rejects.toMatchObject({ code: 'SLOT_BUSY' })
    slots.release(slotId)
    expect(await desk.remove([slotId])).toEqual([slotId])
    expect(slots.list()).toEqual([])
    expect(await store.lanDevices.list()).toEqual([])
    expect(desk.devices()).toMatchObject([{ identity: 'mac:A0B1C2D3E4F5', slotId: null }])
  })

  it('places nothing when one of several cannot be placed', async () => {
    const { desk, slots } = deskOf()
    desk.sighted(lamp)
    const wanted = [place({ identity: 'mac:A0B1C2D3E4F5' }), place({ address: '/dev/ttyUSB0' })]
    await expect(desk.place(wanted)).rejects.toMatchObject({ code: 'LINK_ADDRESS' })
    await expect(desk.place([place({ identity: 'mac:000000000001' })])).rejects.toMatchObject({
      code: 'SLOT_UNKNOWN',
    })
    expect(slots.list()).toEqual([])
  })

  it('scans inside the allowed ranges only', () => {
    const { desk } = deskOf()
    expect(() => desk.scan('10.0.1.0/24')).toThrow(expect.objectContaining({ code: 'LAN_OUTSIDE' }))
    expect(() => desk.scan('10.0.0.9-10.0.0.1')).toThrow(expect.objectContaining({ code: 'LAN_RANGE' }))
    expect(desk.scanned).toBeNull()
  })
})

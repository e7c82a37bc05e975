// The places of a real bench as they are learned: there from the start, in their order, also while they are empty.
import { expect, it, onTestFinished } from 'vitest'
import { Places } from '../../main/bench/places.ts'
import { Slots } from '../../main/bench/slots.ts'
import { feedFromPorts } from '../../main/station/slot-sources.ts'
import { settingsSchema } from '../../preload/contract/index.ts'

it('shows learned places that are empty, in their order, with the product of the bench', () => {
  const place = (slotId: string, name: string, position: number | null) => ({
    ...{ slotId, name, position, address: `/dev/${slotId}` },
  })
  const places = new Places([
    place('usb:1-2', '1', 1),
    place('usb:1-9', '9', null),
    place('addr:tcp://127.0.0.1:9', 'Typed', 2),
    place('usb:1-1', '3', 3),
  ])
  const slots = new Slots(
    () => undefined,
    () => undefined,
    (slotId) => places.positionOf(slotId),
  )
  const feed = feedFromPorts(slots, places, { nameOf: (slotId) => places.find(slotId)?.name ?? '' })
  onTestFinished(() => feed.stop())
  const settings = settingsSchema.parse({
    watchUsb: false,
    bench: { productId: 'p1', profileId: 'u-boot' },
    slots: [{ address: 'tcp://127.0.0.1:9' }],
  })
  feed.apply(settings)
  const seen = slots.list().map(({ slotId, name, present }) => [slotId, name, present])
  expect(seen).toEqual([
    ['usb:1-2', '1', false],
    ['addr:tcp://127.0.0.1:9', 'Typed', true],
    ['usb:1-1', '3', false],
  ])
  expect(slots.get('usb:1-2')).toMatchObject({ productId: 'p1', profileId: 'u-boot', kind: 'usb' })
})

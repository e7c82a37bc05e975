// A slow adapter is told on its slot, once a link was opened there, until it is removed.
import { expect, test } from 'vitest'
import { Slots } from '../../main/bench/slots.ts'
import { adviseLatency } from '../../main/station/advise-latency.ts'
import { createLinkPair } from '../../main/transports/memory.ts'
import type { Slot } from '../../preload/contract/index.ts'

const options = { baudRate: 115_200, signal: new AbortController().signal }
const address = '/dev/ttyUSB0'
const source = {
  slotId: 'usb:1-1',
  name: '1',
  kind: 'usb' as const,
  address,
  profileId: null,
  productId: null,
  hint: null,
}

/** The slot after a link was opened on an adapter with this timer. */
async function afterOpen(timerMs: number | null): Promise<{ slots: Slots; slot: Slot; opened: string }> {
  const slots = new Slots(
    () => {},
    () => {},
  )
  slots.put(source, true)
  const { host } = createLinkPair({ address })
  const read = Promise.resolve(timerMs)
  const link = await adviseLatency(
    async () => host,
    slots,
    () => read,
  )(address, options)
  await read
  await link.close()
  return { slots, slot: slots.get(source.slotId), opened: link.address }
}

test.each([
  [16, 'ftdiLatency'],
  [2, 'ftdiLatency'],
  [1, null],
  [0, null],
  [null, null],
])('a timer of %s ms gives the advice %s', async (timerMs, advice) => {
  const { slot, opened } = await afterOpen(timerMs)
  expect(opened).toBe(address)
  expect(slot.advice).toBe(advice)
})

test('stays while the port is seen again, and goes with the unit', async () => {
  const { slots } = await afterOpen(16)
  slots.put(source, true)
  expect(slots.get(source.slotId).advice).toBe('ftdiLatency')
  slots.unplugged(source.slotId)
  expect(slots.get(source.slotId).advice).toBeNull()
  slots.put(source, true)
  expect(slots.get(source.slotId).advice).toBeNull()
})

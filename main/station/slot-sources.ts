// Where slots come from: USB ports as they are plugged, addresses typed by hand, simulated boards. Feeds the bench;
// knows nothing of jobs.
import { existsSync } from 'node:fs'
import type { Settings } from '../../preload/contract/index.ts'
import type { Places } from '../bench/places.ts'
import type { SlotSource, Slots } from '../bench/slots.ts'
import type { PracticeBench, PracticePosition } from '../practice/bench.ts'
import type { LanBench } from '../practice/lan/lan-bench.ts'
import { mdnsServices, readSighting } from '../transports/mdns-sighting.ts'
import type { PortInfo, PortSources } from '../transports/usb.ts'
import { watchPorts } from '../transports/watch-ports.ts'
import type { LanDesk } from './lan-desk.ts'
import type { SlotMap } from './slot-map.ts'

/** Device files typed by hand (a PTY, an on-board port) tell nobody when they come; they are looked for this often. */
const lookAgainMs = 1000
/** What announces itself is heard within this. */
const unheardMs = 5000

type SlotNames = Pick<SlotMap, 'nameOf'>

export interface SlotFeed {
  /** Takes up changed settings: addresses added and taken away, another product or profile. */
  apply(settings: Settings): void
  stop(): Promise<void>
}

/**
 * Slots of a real bench. Places that were learned are there from the start, empty or not. `sources`: where ports are looked
 * for; left out: on this machine.
 */
export function feedFromPorts(
  slots: Slots,
  places: Places,
  names: SlotNames,
  sources: Partial<PortSources> = {},
): SlotFeed {
  let settings: Settings | null = null
  let ports: readonly PortInfo[] = []
  let watching: { controller: AbortController; ended: Promise<void> } | null = null
  let timer: NodeJS.Timeout | undefined

  const source = (slotId: string, name: string, address: string): Omit<SlotSource, 'kind' | 'hint'> => ({
    slotId,
    name,
    address,
    profileId: settings?.bench?.profileId ?? null,
    productId: settings?.bench?.productId ?? null,
  })
  const putPort = (port: PortInfo, present: boolean) => {
    const slotId = `usb:${port.topology}`
    slots.put(
      {
        ...source(slotId, names.nameOf(slotId, port.path), port.path),
        kind: 'usb',
        hint: hintOf(port),
      },
      present,
    )
  }
  const putLearned = () => {
    const present = new Set(slots.list().flatMap((slot) => (slot.present ? [slot.slotId] : [])))
    for (const { slotId, name, address } of places.learned())
      if (slotId.startsWith('usb:') && !present.has(slotId))
        slots.put({ ...source(slotId, name, address), kind: 'usb', hint: null }, false)
  }
  const putTyped = () => {
    for (const { address, productId, profileId } of settings?.slots ?? []) {
      const slotId = `addr:${address}`
      const present = !address.startsWith('/') || existsSync(address)
      slots.put(
        {
          ...source(slotId, names.nameOf(slotId, address), address),
          ...(productId === null ? {} : { productId }),
          ...(profileId === null ? {} : { profileId }),
          kind: 'address',
          hint: null,
        },
        present,
      )
    }
  }
  const watch = () => {
    const controller = new AbortController()
    const ended = watchPorts({
      ...sources,
      signal: controller.signal,
      onChange: (change) => {
        for (const port of change.removed) slots.unplugged(`usb:${port.topology}`)
        for (const port of change.added) putPort(port, true)
        ports = change.ports
      },
    })
    return { controller, ended }
  }

  return {
    apply(next) {
      settings = next
      const typed = new Set(next.slots.map(({ address }) => `addr:${address}`))
      for (const slot of slots.list())
        if (slot.kind === 'address' && !typed.has(slot.slotId) && !slots.isRunning(slot.slotId))
          slots.remove(slot.slotId)
      putLearned()
      putTyped()
      for (const port of ports) putPort(port, true)
      if (next.watchUsb) watching ??= watch()
      else {
        watching?.controller.abort()
        watching = null
      }
      timer ??= setInterval(putTyped, lookAgainMs).unref()
    },
    async stop() {
      clearInterval(timer)
      watching?.controller.abort()
      await watching?.ended
    },
  }
}

/** Slots of the practice bench: one per simulated unit. `products`: of each position, from 1. */
export function feedFromPractice(
  slots: Slots,
  names: SlotNames,
  bench: PracticeBench,
  products: readonly { readonly productId: string; readonly profileId: string; readonly model: string }[],
): SlotFeed {
  const isMixed = new Set(products.map(({ productId }) => productId)).size > 1
  const put = ({ position, address, device, isPresent }: PracticePosition) => {
    const product = products[position - 1]
    const slotId = `sim:${position}`
    slots.put(
      {
        slotId,
        name: names.nameOf(slotId, address),
        kind: 'simulated',
        address,
        hint: isMixed && product ? `${product.model} · SN ${device.sn}` : `SN ${device.sn}`,
        productId: product?.productId ?? null,
        profileId: product?.profileId ?? null,
      },
      isPresent,
    )
  }
  for (const position of bench.positions) put(position)
  const stop = bench.onPresence(put)
  return { apply: () => undefined, stop: async () => stop() }
}

/** Simulated devices of the LAN announce themselves; where nobody hears that on the loopback, they are told of here. */
export function feedLanFromPractice(desk: Pick<LanDesk, 'devices' | 'sighted'>, bench: LanBench): () => void {
  const tell = () => {
    const here = new Set(desk.devices().flatMap(({ address, present }) => (present ? [address] : [])))
    for (const { service, name, port, address: ip, txt } of bench.announcements()) {
      const known = mdnsServices.find((one) => one === service)
      if (!known) continue
      const raw = { name, port, ip, interfaceName: '', txt: new Map(Object.entries(txt)) }
      const sighting = readSighting(known, raw)
      if (!here.has(sighting.address)) desk.sighted(sighting)
    }
  }
  const timer = setInterval(tell, unheardMs).unref()
  return () => clearInterval(timer)
}

/** What a person at the bench knows the adapter by; null when it says nothing. */
export function hintOf({ manufacturer, vendorId, productId, serialNumber }: PortInfo): string | null {
  const facts = [manufacturer, vendorId && `${vendorId}:${productId}`, serialNumber]
  return facts.filter(Boolean).join(' ') || null
}

// Where slots come from: USB ports as they are plugged, addresses typed by hand, simulated boards. Feeds the bench;
// knows nothing of jobs.
import { existsSync } from 'node:fs'
import type { Settings } from '../../preload/contract/index.ts'
import type { SlotSource, Slots } from '../bench/slots.ts'
import type { PracticeBench, PracticePosition } from '../practice/bench.ts'
import type { LanBench } from '../practice/lan/lan-bench.ts'
import type { Slots as LearnedSlots } from '../store/slots.ts'
import { mdnsServices, readSighting } from '../transports/mdns-sighting.ts'
import type { PortInfo } from '../transports/usb.ts'
import { watchPorts } from '../transports/watch-ports.ts'
import type { LanDesk } from './lan-desk.ts'

/** Device files typed by hand (a PTY, an on-board port) tell nobody when they come; they are looked for this often. */
const lookAgainMs = 1000
/** What announces itself is heard within this. */
const unheardMs = 5000

export interface SlotFeed {
  /** Takes up changed settings: addresses added and taken away, another product or profile. */
  apply(settings: Settings): void
  stop(): Promise<void>
}

/** Slots of a real bench. `learned` keeps the name of each place over restarts. */
export async function feedFromPorts(slots: Slots, learned: LearnedSlots): Promise<SlotFeed> {
  const names = new Map((await learned.list()).map(({ slotId, name }) => [slotId, name]))
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
  const nameOf = (slotId: string, address: string): string => {
    const known = names.get(slotId)
    const name = known ?? nextName(new Set(names.values()))
    if (known === undefined) {
      names.set(slotId, name)
      // A forgotten name is made anew; it is no reason to stop.
      learned.remember({ slotId, name, address }).catch(() => undefined)
    }
    return name
  }
  const putPort = (port: PortInfo, present: boolean) => {
    const slotId = `usb:${port.topology}`
    const hint = [port.manufacturer, port.vendorId && `${port.vendorId}:${port.productId}`, port.serialNumber]
    slots.put(
      {
        ...source(slotId, nameOf(slotId, port.path), port.path),
        kind: 'usb',
        hint: hint.filter(Boolean).join(' ') || null,
      },
      present,
    )
  }
  const putTyped = () => {
    for (const { address, name, productId, profileId } of settings?.slots ?? []) {
      const slotId = `addr:${address}`
      const present = !address.startsWith('/') || existsSync(address)
      slots.put(
        {
          ...source(slotId, name || nameOf(slotId, address), address),
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
  bench: PracticeBench,
  products: readonly { readonly productId: string; readonly profileId: string; readonly model: string }[],
): SlotFeed {
  const isMixed = new Set(products.map(({ productId }) => productId)).size > 1
  const put = ({ position, address, device, isPresent }: PracticePosition) => {
    const product = products[position - 1]
    slots.put(
      {
        slotId: `sim:${position}`,
        name: String(position),
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

/** The screens say a number in their language. */
function nextName(taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) if (!taken.has(String(number))) return String(number)
}

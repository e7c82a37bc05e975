// Work orders, scans and the map of the bench, put together: who is told when a board is plugged in, and in which order. The
// map first, then the number that was scanned for the board, then its start.
import { lanPlacementSchema, type Settings } from '../../preload/contract/index.ts'
import type { Places } from '../bench/places.ts'
import { PlugWatch } from '../bench/plug-watch.ts'
import type { Slots } from '../bench/slots.ts'
import { AutoStart } from './auto-start.ts'
import type { Core } from './core.ts'
import type { LanDesk } from './lan-desk.ts'
import { OrderDesk } from './order-desk.ts'
import { storedImage } from './orders-once.ts'
import { ScanDesk } from './scan-desk.ts'
import { SlotMap } from './slot-map.ts'

export interface OrderBenchOptions {
  readonly slots: Slots
  readonly places: Places
  /** As they are in force. */
  readonly settings: () => Settings
  /** Replaces the settings, of which only the names of slots are changed. */
  readonly saveNames: (settings: Settings) => Promise<void>
  readonly lan: Pick<LanDesk, 'devices' | 'place'>
  readonly startJob: (slotId: string) => Promise<unknown>
  readonly settleMs?: number
  /** A clock that nobody sets. */
  readonly nowMs?: () => number
}

export interface OrderBench {
  readonly orders: OrderDesk
  readonly scans: ScanDesk
  readonly slotMap: SlotMap
  /** Nothing starts by itself any more. */
  halt(): void
  /** Jobs have ended: nothing is armed any more. */
  stop(): Promise<void>
}

const usualSettleMs = 500
/** How often ports are looked at decides how long a unit that left for a moment seems to be gone. */
const bounceMs = process.platform === 'linux' ? 1500 : 2500

/** STORE_* */
export async function openOrderBench(core: Core, options: OrderBenchOptions): Promise<OrderBench> {
  const { slots, places, settings, startJob } = options
  const { hub, store, log } = core
  const now = () => new Date()
  const onError = (what: string) => (error: { code: string; context: object }) =>
    log.error({ code: error.code, ...error.context }, what)
  const orders = await OrderDesk.open({
    rows: store.orders,
    task: async (taskId) => (await store.tasks.get(taskId)) ?? core.kits.task(taskId),
    storedImage: (task) => storedImage(store, task),
    onDisarmed: () => scans.clear(),
    onRoom: (slotId) => autoStart.room(slotId),
    emit: hub.emit,
    onError: onError('work order'),
    now,
  })
  const scans = new ScanDesk({
    slots,
    armed: () => orders.armed,
    settings,
    productsOf: (sn) => store.devices.productsOfSn(sn),
    hasPassed: (orderId, sn) => store.orders.hasPassed(orderId, sn),
    onBound: (slot) => autoStart.bound(slot),
    emit: hub.emit,
    now,
  })
  const slotMap = new SlotMap({
    slots,
    places,
    rows: store.slots,
    typedName: (slotId) => typedSlot(settings(), slotId)?.name ?? '',
    renameElsewhere: (slot, name) => renameElsewhere(options, slot.slotId, name),
    emit: hub.emit,
    onError: onError('map of the bench'),
  })
  const autoStart = new AutoStart({
    slots,
    armed: () => (slotMap.learning ? null : orders.armed),
    startJob,
    onRefused: (slotId, error) => log.info({ slotId, err: error }, 'did not start by itself'),
    settleMs: options.settleMs ?? usualSettleMs,
  })
  const plugWatch = new PlugWatch({
    // Later: the event that tells of it has to reach everybody before what follows from it.
    onPlugged: (slot, goneMs) =>
      queueMicrotask(() => {
        slotMap.plugged(slot)
        scans.plugged(slot)
        autoStart.plugged(slot, goneMs)
      }),
    onBack: ({ slotId }, jobId) => queueMicrotask(() => slots.show(slotId, jobId)),
    bounceMs,
    now: options.nowMs ?? (() => performance.now()),
  })
  hub.listen((event) => {
    plugWatch.observe(event)
    autoStart.observe(event)
    orders.observe(event)
  })
  return {
    orders,
    scans,
    slotMap,
    halt: () => autoStart.stop(),
    stop: () => orders.stop(),
  }
}

function typedSlot({ slots }: Settings, slotId: string): Settings['slots'][number] | undefined {
  return slots.find(({ address }) => `addr:${address}` === slotId)
}

async function renameElsewhere(
  { settings, saveNames, lan }: OrderBenchOptions,
  slotId: string,
  name: string,
): Promise<boolean> {
  const device = lan.devices().find((one) => one.slotId === slotId)
  if (device) {
    await lan.place([lanPlacementSchema.parse({ identity: device.identity, name })])
    return true
  }
  const own = settings()
  const typed = typedSlot(own, slotId)
  if (!typed) return false
  await saveNames({ ...own, slots: own.slots.map((slot) => (slot === typed ? { ...typed, name } : slot)) })
  return true
}

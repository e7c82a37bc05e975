// The people at the bench of the campaign: they flash every unit, change it and flash it again, as long as the station lives.
import { setTimeout as pause } from 'node:timers/promises'
import type { StationClient } from '../../../main/station/router.ts'
import { orderDraftSchema, type StationEvent } from '../../../preload/contract/index.ts'
import type { WatchedUnit } from './watched-unit.ts'

export interface BenchWork {
  /** The slots that are started. */
  readonly units: readonly WatchedUnit[]
  /** Null: a new order is made. */
  readonly orderId: string | null
  /** Asked before a unit is flashed again. Left out: always. */
  readonly goesOn?: () => boolean
}

/** As people at the bench would: arm the order, start every slot, and each again when its unit was changed. */
export function keepFlashing(
  client: StationClient,
  { units, orderId, goesOn = () => true }: BenchWork,
  onEvent: (event: StationEvent) => void,
): { orderId: Promise<string | null> } {
  // Whatever is asked of a station that dies fails: nobody waits for it.
  const made = (async () => {
    const id = orderId ?? (await client.orders.create(order)).orderId
    await client.orders.arm({ orderId: id })
    return id
  })()
  const known = made.catch(() => orderId)
  void (async () => {
    const { seq } = await client.station.snapshot()
    const events = await client.station.events({ afterSeq: seq })
    await made
    for (const { slotId } of units) void client.jobs.start({ slotId }).catch(() => {})
    for await (const event of events) {
      onEvent(event as StationEvent)
      if (event.type !== 'jobFinished' || !goesOn()) continue
      const unit = units.find(({ slotId }) => slotId === event.job.slotId)
      if (unit) void again(client, unit).catch(() => {})
    }
  })().catch(() => {})
  return { orderId: Promise.race([known, pause(200).then(() => orderId)]) }
}

async function again(client: StationClient, unit: WatchedUnit): Promise<void> {
  if (unit.kind.needsPower) unit.renew()
  await client.jobs.start({ slotId: unit.slotId })
}

/** Units come back again and again, to and fro. */
const order = orderDraftSchema.parse({
  ...{ name: 'Campaign', productId: null, mode: 'manual', lot: 'CAMPAIGN' },
  ...{ repeat: 'allow', downgrade: 'allow' },
})

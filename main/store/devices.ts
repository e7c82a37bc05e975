// Devices that were seen, so that one that says its MAC or SN only is known again by its cloud id.
import type { Generated } from 'kysely'
import type { Version } from '../../preload/contract/index.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface DevicesTable {
  device_no: Generated<number>
  device_id: string | null
  /** Lower-case hex without separators. */
  mac: string | null
  sn: string | null
  product_id: string | null
  version_number: number | null
  version_text: string | null
  last_seen: string
}

/** What is known of a device now; null keeps what was known before. */
export interface SeenDevice {
  readonly deviceId: string | null
  readonly mac: string | null
  readonly sn: string | null
  readonly productId: string | null
  readonly version: Version
}

export interface Devices {
  /** A MAC or SN belongs to the device that said it last. Nothing is kept of a device without id, MAC and SN. */
  remember(seen: SeenDevice): Promise<void>
  /** Null when never seen, or when MAC and SN (or one SN of two products) point at different devices. */
  findDeviceId(known: { mac: string | null; sn: string | null }): Promise<string | null>
}

/** One spelling of a MAC: devices print it with colons, dashes, dots or nothing, in either case. */
function plainMac(mac: string | null): string | null {
  const plain = mac?.replace(/[:\-.\s]/g, '').toLowerCase() ?? ''
  return plain === '' ? null : plain
}

export function createDevices(db: StoreDb, now: () => Date): Devices {
  return {
    remember: (seen) =>
      withStoreErrors(async () => {
        const mac = plainMac(seen.mac)
        const { deviceId, sn, productId } = seen
        if (deviceId === null && mac === null && sn === null) return
        await db.transaction().execute(async (trx) => {
          const deviceNo = await findRow(trx, deviceId, mac, sn)
          if (mac !== null) {
            const others = trx.updateTable('devices').set({ mac: null }).where('mac', '=', mac)
            await (deviceNo === null ? others : others.where('device_no', '!=', deviceNo)).execute()
          }
          if (sn !== null) {
            // A serial number is unique within its product only.
            let others = trx.updateTable('devices').set({ sn: null }).where('sn', '=', sn)
            others = others.where('product_id', productId === null ? 'is' : '=', productId)
            await (deviceNo === null ? others : others.where('device_no', '!=', deviceNo)).execute()
          }
          const facts = {
            ...(deviceId === null ? {} : { device_id: deviceId }),
            ...(mac === null ? {} : { mac }),
            ...(sn === null ? {} : { sn }),
            ...(productId === null ? {} : { product_id: productId }),
            ...(seen.version.number === null && seen.version.text === null
              ? {}
              : { version_number: seen.version.number, version_text: seen.version.text }),
            last_seen: now().toISOString(),
          }
          if (deviceNo === null) await trx.insertInto('devices').values(facts).execute()
          else await trx.updateTable('devices').set(facts).where('device_no', '=', deviceNo).execute()
          await trx
            .deleteFrom('devices')
            .where('device_id', 'is', null)
            .where('mac', 'is', null)
            .where('sn', 'is', null)
            .execute()
        })
      }),

    findDeviceId: (known) =>
      withStoreErrors(async () => {
        const mac = plainMac(known.mac)
        const ids = new Set<string>()
        for (const [column, value] of [
          ['mac', mac],
          ['sn', known.sn],
        ] as const) {
          if (value === null) continue
          const rows = await db.selectFrom('devices').select('device_id').where(column, '=', value).execute()
          for (const { device_id } of rows) if (device_id !== null) ids.add(device_id)
        }
        const [id, another] = ids
        return another === undefined ? (id ?? null) : null
      }),
  }
}

/** The row of this device: by id; else one that had no other id and the same MAC, else the same SN. */
async function findRow(
  trx: StoreDb,
  deviceId: string | null,
  mac: string | null,
  sn: string | null,
): Promise<number | null> {
  for (const [column, value] of [
    ['device_id', deviceId],
    ['mac', mac],
    ['sn', sn],
  ] as const) {
    if (value === null) continue
    let rows = trx.selectFrom('devices').select('device_no').where(column, '=', value)
    if (column !== 'device_id' && deviceId !== null) rows = rows.where('device_id', 'is', null)
    const row = await rows.orderBy('last_seen', 'desc').executeTakeFirst()
    if (row !== undefined) return row.device_no
  }
  return null
}

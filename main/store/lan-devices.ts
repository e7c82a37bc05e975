// Devices of the LAN that were put on the bench: who they are, where they were last, and what the bench decided for them.
// Not here: devices that were merely found, and whether one is there now (bench/lan-roster.ts).
import type { Selectable } from 'kysely'
import type { LanOrigin } from '../../preload/contract/index.ts'
import type { GroupedWrites } from './grouped-writes.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface LanDevicesTable {
  identity: string
  address: string
  name: string
  product_id: string | null
  profile_id: string | null
  access_point: string
  mac: string | null
  device_id: string | null
  model: string | null
  version: string | null
  origin: LanOrigin
  last_seen_at: string | null
}

export interface PlacedLanDevice {
  readonly identity: string
  readonly address: string
  readonly name: string
  readonly productId: string | null
  readonly profileId: string | null
  /** As it was typed; "": the interface it is heard on. */
  readonly accessPoint: string
  readonly mac: string | null
  readonly deviceId: string | null
  readonly model: string | null
  readonly version: string | null
  readonly origin: LanOrigin
  readonly lastSeenAt: string | null
}

export interface LanDevices {
  /** Adds or replaces it; `formerly`: the identity it had before more was known of it, which goes in the same step. */
  put(device: PlacedLanDevice, formerly?: string): Promise<void>
  /** In the order of their identities. */
  list(): Promise<PlacedLanDevice[]>
  remove(identity: string): Promise<void>
}

export function createLanDevices(db: StoreDb, writes: GroupedWrites): LanDevices {
  return {
    put: (device, formerly) =>
      withStoreErrors(() =>
        writes.run(async (trx) => {
          if (formerly !== undefined)
            await trx.deleteFrom('lan_devices').where('identity', '=', formerly).execute()
          const { identity, ...facts } = toRow(device)
          await trx
            .insertInto('lan_devices')
            .values({ identity, ...facts })
            .onConflict((conflict) => conflict.column('identity').doUpdateSet(facts))
            .execute()
        }),
      ),

    list: () =>
      withStoreErrors(async () => {
        const rows = await db.selectFrom('lan_devices').selectAll().orderBy('identity').execute()
        return rows.map(fromRow)
      }),

    remove: (identity) =>
      withStoreErrors(() =>
        writes.run(async (trx) => {
          await trx.deleteFrom('lan_devices').where('identity', '=', identity).execute()
        }),
      ),
  }
}

const toRow = (device: PlacedLanDevice): Selectable<LanDevicesTable> => ({
  identity: device.identity,
  address: device.address,
  name: device.name,
  product_id: device.productId,
  profile_id: device.profileId,
  access_point: device.accessPoint,
  mac: device.mac,
  device_id: device.deviceId,
  model: device.model,
  version: device.version,
  origin: device.origin,
  last_seen_at: device.lastSeenAt,
})

const fromRow = (row: Selectable<LanDevicesTable>): PlacedLanDevice => ({
  identity: row.identity,
  address: row.address,
  name: row.name,
  productId: row.product_id,
  profileId: row.profile_id,
  accessPoint: row.access_point,
  mac: row.mac,
  deviceId: row.device_id,
  model: row.model,
  version: row.version,
  origin: row.origin,
  lastSeenAt: row.last_seen_at,
})

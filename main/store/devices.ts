// Devices that were seen or listed, so that one that says its MAC or SN only is known by its cloud id.
import { setImmediate } from 'node:timers/promises'
import { type Generated, sql } from 'kysely'
import type { Version } from '../../preload/contract/index.ts'
import type { GroupedWrites } from './grouped-writes.ts'
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
  /** "": listed, and never seen. */
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

/** A device as a list of a plant or a cloud has it; null: not told, what is known stays. */
export interface RosterEntry {
  readonly deviceId: string
  readonly mac: string | null
  readonly sn: string | null
  readonly productId: string | null
}

/** Written at once, so that jobs in between wait milliseconds. */
const ENTRIES_AT_ONCE = 1000

export interface Devices {
  /** A MAC or SN belongs to the device that said it last. Nothing is kept of a device without id, MAC and SN. */
  remember(seen: SeenDevice): Promise<void>
  /** Adds and completes devices. A MAC, and an SN within its product, belongs to the device that was listed last. */
  addRoster(entries: readonly RosterEntry[]): Promise<void>
  /** Those that have an id, in its order; `productId` null: of all products. */
  list(query: { readonly productId: string | null; readonly limit: number }): Promise<RosterEntry[]>
  /** Null when never seen, or when MAC and SN (or one SN of two products) point at different devices. */
  findDeviceId(known: { mac: string | null; sn: string | null }): Promise<string | null>
  /** Of each listed device with this serial number; null: without a product. */
  productsOfSn(sn: string): Promise<(string | null)[]>
  /** By its id, else by its MAC; null when it is not listed, or without a product. */
  findProductId(known: { deviceId: string | null; mac: string | null }): Promise<string | null>
  /** What the device was last known to run; null when nothing is known. */
  lastVersion(deviceId: string): Promise<Version | null>
}

/** One spelling of a MAC: devices print it with colons, dashes, dots or nothing, in either case. */
export function plainMac(mac: string | null): string | null {
  const plain = mac?.replace(/[:\-.\s]/g, '').toLowerCase() ?? ''
  return plain === '' ? null : plain
}

export function createDevices(db: StoreDb, writes: GroupedWrites, now: () => Date): Devices {
  return {
    remember: (seen) =>
      withStoreErrors(async () => {
        const mac = plainMac(seen.mac)
        const { deviceId, sn, productId } = seen
        if (deviceId === null && mac === null && sn === null) return
        await writes.run(async (trx) => {
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
          await dropNameless(trx)
        })
      }),

    addRoster: (entries) =>
      withStoreErrors(async () => {
        for (let start = 0; start < entries.length; start += ENTRIES_AT_ONCE) {
          const part = withoutRepeats(entries.slice(start, start + ENTRIES_AT_ONCE))
          await db.transaction().execute((trx) => putEntries(trx, part))
          // The driver is synchronous: without this nothing else would run until the last one is written.
          await setImmediate()
        }
      }),

    list: ({ productId, limit }) =>
      withStoreErrors(async () => {
        let rows = db
          .selectFrom('devices')
          .select(['device_id as deviceId', 'mac', 'sn', 'product_id as productId'])
          .where('device_id', 'is not', null)
          .$narrowType<{ deviceId: string }>()
        if (productId !== null) rows = rows.where('product_id', '=', productId)
        return rows.orderBy('device_id').limit(limit).execute()
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

    productsOfSn: (sn) =>
      withStoreErrors(async () => {
        const listed = db.selectFrom('devices').select('product_id').where('device_id', 'is not', null)
        return (await listed.where('sn', '=', sn).execute()).map(({ product_id }) => product_id)
      }),

    findProductId: ({ deviceId, mac }) =>
      withStoreErrors(async () => {
        for (const [column, value] of [
          ['device_id', deviceId],
          ['mac', plainMac(mac)],
        ] as const) {
          if (value === null) continue
          const rows = db.selectFrom('devices').select('product_id').where(column, '=', value)
          const row = await rows.where('product_id', 'is not', null).executeTakeFirst()
          if (row !== undefined) return row.product_id
        }
        return null
      }),

    lastVersion: (deviceId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('devices')
          .select(['version_number as number', 'version_text as text'])
          .where('device_id', '=', deviceId)
          .executeTakeFirst()
        return row === undefined || (row.number === null && row.text === null) ? null : row
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

/** Nothing is left of a row whose MAC and SN went to others. */
async function dropNameless(trx: StoreDb): Promise<void> {
  await trx
    .deleteFrom('devices')
    .where('device_id', 'is', null)
    .where('mac', 'is', null)
    .where('sn', 'is', null)
    .execute()
}

/** One spelling of MACs; of two entries with the same MAC, or SN in a product, the later has it. */
function withoutRepeats(entries: readonly RosterEntry[]): RosterEntry[] {
  const owners = new Map<string, string>()
  const own = (key: string | null, deviceId: string) => key === null || owners.get(key) === deviceId
  const plain = entries.map((entry) => ({ ...entry, mac: plainMac(entry.mac) }))
  const keys = ({ mac, sn, productId }: RosterEntry) => ({
    mac: mac === null ? null : `mac ${mac}`,
    sn: sn === null ? null : `sn ${JSON.stringify([productId, sn])}`,
  })
  for (const entry of plain) {
    for (const key of Object.values(keys(entry))) if (key !== null) owners.set(key, entry.deviceId)
  }
  return plain.map((entry) => {
    const { mac, sn } = keys(entry)
    return {
      ...entry,
      mac: own(mac, entry.deviceId) ? entry.mac : null,
      sn: own(sn, entry.deviceId) ? entry.sn : null,
    }
  })
}

async function putEntries(trx: StoreDb, entries: readonly RosterEntry[]): Promise<void> {
  const listed = JSON.stringify(entries)
  await sql`
    UPDATE devices SET mac = NULL FROM json_each(${listed}) AS entry
    WHERE devices.mac = entry.value ->> 'mac'
      AND devices.device_id IS NOT entry.value ->> 'deviceId'`.execute(trx)
  await sql`
    UPDATE devices SET sn = NULL FROM json_each(${listed}) AS entry
    WHERE devices.sn = entry.value ->> 'sn' AND devices.product_id IS entry.value ->> 'productId'
      AND devices.device_id IS NOT entry.value ->> 'deviceId'`.execute(trx)
  await sql`
    INSERT INTO devices (device_id, mac, sn, product_id, last_seen)
    SELECT value ->> 'deviceId', value ->> 'mac', value ->> 'sn', value ->> 'productId', ''
    FROM json_each(${listed}) WHERE true
    ON CONFLICT (device_id) DO UPDATE SET mac = coalesce(excluded.mac, mac), sn = coalesce(excluded.sn, sn),
      product_id = coalesce(excluded.product_id, product_id)`.execute(trx)
  await dropNameless(trx)
}

// Products and devices of the local cloud, and which version each part of a device has. No HTTP, no validation.
import { sql } from 'kysely'
import type { CloudDb } from './cloud-database.ts'
import { keptQuery } from './database/kept-query.ts'
import { readRows } from './database/read-rows.ts'
import { type Page, pageFromNearerEnd } from './paging.ts'
import { allOf, type Condition, conditionSql, type OrderTerm, orderSql } from './search-query.ts'

export interface ProductRow {
  readonly product_id: string
  readonly name: string
  readonly corp_id: string
  /** "": nobody can activate devices of it. */
  readonly active_code_sha256: string
}

/** A device and, of its product, the corp. */
export interface DeviceRow {
  readonly device_id: string
  readonly product_id: string
  readonly corp_id: string
  readonly mac: string
  readonly sn: string
  /** "": it cannot log in. */
  readonly authorize_code_sha256: string
}

export interface NewDeviceRow {
  readonly device_id: string
  readonly product_id: string
  readonly mac: string
  readonly sn: string
}

export interface VersionRow {
  readonly device_id: string
  readonly type: number
  readonly identify: number
  readonly product_id: string
  readonly version: number
}

/** A device of a list, with the version of its wifi part; null when it never said. */
export interface ListedDevice extends NewDeviceRow {
  readonly version: number | null
}

export interface DeviceTable {
  /** Adding the same id again replaces the name. */
  putProduct(productId: string, name: string, corpId: string): Promise<void>
  findProduct(productId: string): Promise<ProductRow | undefined>
  setActiveCode(productId: string, sha256: string): Promise<void>
  /** Adding the same id again replaces what is given. Inside a transaction. */
  putDevice(device: NewDeviceRow): Promise<void>
  find(deviceId: string): Promise<DeviceRow | undefined>
  findByMac(productId: string, mac: string): Promise<DeviceRow | undefined>
  /** A device of the product and the corp whose id the name is, else whose SN it is. */
  findByName(corpId: string, productId: string, name: string): Promise<DeviceRow | undefined>
  setAuthorizeCode(deviceId: string, sha256: string): Promise<void>
  /** The first of these ids that is no device of the product, and whose it is. */
  findForeign(
    productId: string,
    deviceIds: readonly string[],
  ): Promise<{ readonly device_id: string; readonly corp_id: string | null } | undefined>
  search(
    productId: string,
    search: { conditions: readonly Condition[]; order: readonly OrderTerm[] },
    page: Page,
  ): Promise<{ total: number; rows: ListedDevice[] }>
  setVersion(deviceId: string, type: number, identify: number, version: number): Promise<void>
  version(deviceId: string, type: number, identify: number): Promise<number | undefined>
}

const putProduct = keptQuery(
  ({ queries }, { productId, name, corpId }: { productId: string; name: string; corpId: string }) =>
    queries
      .insertInto('products')
      .values({ product_id: productId, name, corp_id: corpId })
      .onConflict((on) => on.column('product_id').doUpdateSet((set) => ({ name: set.ref('excluded.name') }))),
)
const product = keptQuery(({ queries }, { productId }: { productId: string }) =>
  queries.selectFrom('products').selectAll().where('product_id', '=', productId),
)
const setActiveCode = keptQuery(({ queries }, { productId, sha256 }: { productId: string; sha256: string }) =>
  queries.updateTable('products').set({ active_code_sha256: sha256 }).where('product_id', '=', productId),
)
const putDevice = keptQuery(({ queries }, { device_id, product_id, mac, sn }: NewDeviceRow) =>
  queries
    .insertInto('devices')
    .values({ device_id, product_id, mac, sn })
    .onConflict((on) =>
      on.column('device_id').doUpdateSet((set) => ({
        product_id: set.ref('excluded.product_id'),
        mac: set.ref('excluded.mac'),
        sn: set.ref('excluded.sn'),
      })),
    ),
)
const moveVersions = keptQuery(({ queries }, { device_id, product_id }: NewDeviceRow) =>
  queries
    .updateTable('device_versions')
    .set({ product_id })
    .where('device_id', '=', device_id)
    .where('product_id', '<>', product_id),
)
// Not as a join: statements with joins or an order are compiled anew by SQLite whenever something is bound to them, which
// takes ten times as long as the search.
const withCorp = sql`SELECT devices.*,
    (SELECT corp_id FROM products p WHERE p.product_id = devices.product_id) AS corp_id
  FROM devices`
const device = keptQuery(
  (_, { deviceId }: { deviceId: string }) => sql<DeviceRow>`${withCorp} WHERE device_id = ${deviceId}`,
)
const deviceByMac = keptQuery(
  (_, { productId, mac }: { productId: string; mac: string }) =>
    sql<DeviceRow>`${withCorp} WHERE mac = ${mac} AND product_id = ${productId} LIMIT 1`,
)
const deviceByName = keptQuery(
  (_, { corpId, productId, name }: { corpId: string; productId: string; name: string }) =>
    sql<DeviceRow>`SELECT devices.*, corp_id FROM devices JOIN products ON products.product_id = devices.product_id
      WHERE corp_id = ${corpId} AND devices.product_id = ${productId} AND (device_id = ${name} OR sn = ${name})
      ORDER BY device_id <> ${name}, device_id LIMIT 1`,
)
const setAuthorizeCode = keptQuery(
  ({ queries }, { deviceId, sha256 }: { deviceId: string; sha256: string }) =>
    queries.updateTable('devices').set({ authorize_code_sha256: sha256 }).where('device_id', '=', deviceId),
)
const foreign = keptQuery(
  ({ words }, { productId, deviceIds }: { productId: string; deviceIds: readonly string[] }) =>
    sql<{ device_id: string; corp_id: string | null }>`SELECT asked.value AS device_id, products.corp_id
      FROM ${words.texts(deviceIds)} LEFT JOIN devices ON devices.device_id = asked.value
        LEFT JOIN products ON products.product_id = devices.product_id
      WHERE devices.product_id IS DISTINCT FROM ${productId} ORDER BY asked.key LIMIT 1`,
)
type SaidVersion = Omit<VersionRow, 'product_id'>
const setVersion = keptQuery(
  (_, { device_id, type, identify, version }: SaidVersion) =>
    sql`INSERT INTO device_versions (device_id, product_id, type, identify, version)
      SELECT device_id, product_id, CAST(${type} AS BIGINT), CAST(${identify} AS BIGINT), CAST(${version} AS BIGINT)
        FROM devices WHERE device_id = ${device_id}
      ON CONFLICT (device_id, type, identify) DO UPDATE SET version = excluded.version
        WHERE device_versions.version <> excluded.version`,
)
const version = keptQuery(({ queries }, { device_id, type, identify }: Omit<SaidVersion, 'version'>) =>
  queries
    .selectFrom('device_versions')
    .select('version')
    .where('device_id', '=', device_id)
    .where('type', '=', type)
    .where('identify', '=', identify),
)

export function createDeviceTable(db: CloudDb): DeviceTable {
  return {
    putProduct: async (productId, name, corpId) =>
      void (await putProduct.run(db, { productId, name, corpId })),
    findProduct: (productId) => product.first(db, { productId }),
    setActiveCode: async (productId, sha256) => void (await setActiveCode.run(db, { productId, sha256 })),
    async putDevice(row) {
      await putDevice.run(db, row)
      await moveVersions.run(db, row)
    },
    find: (deviceId) => device.first(db, { deviceId }),
    findByMac: (productId, mac) => deviceByMac.first(db, { productId, mac }),
    findByName: (corpId, productId, name) => deviceByName.first(db, { corpId, productId, name }),
    setAuthorizeCode: async (deviceId, sha256) => void (await setAuthorizeCode.run(db, { deviceId, sha256 })),
    findForeign: (productId, deviceIds) => foreign.first(db, { productId, deviceIds }),
    async search(productId, { conditions, order }, page) {
      const where = allOf([
        sql`product_id = ${productId}`,
        ...conditions.map((one) => conditionSql(db.words, one)),
      ])
      const [counted] = await readRows(
        db,
        sql<{ n: number }>`SELECT count(*) AS n FROM devices WHERE ${where}`,
      )
      const total = counted?.n ?? 0
      const { offset, limit, reversed } = pageFromNearerEnd(page, total)
      const rows = await readRows(
        db,
        sql<ListedDevice>`SELECT device_id, product_id, mac, sn, (SELECT version FROM device_versions v
            WHERE v.device_id = devices.device_id AND type = 1 AND identify = 0) AS version
          FROM devices WHERE ${where}
          ORDER BY ${orderSql(order, 'device_id', { reversed })} LIMIT ${limit} OFFSET ${offset}`,
      )
      return { total, rows: reversed ? rows.reverse() : rows }
    },
    setVersion: async (device_id, type, identify, value) =>
      void (await setVersion.run(db, { device_id, type, identify, version: value })),
    version: async (device_id, type, identify) =>
      (await version.first(db, { device_id, type, identify }))?.version,
  }
}

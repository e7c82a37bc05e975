// Products and devices of the local cloud, and which version each part of a device has. No HTTP, no validation.
import type { CloudDatabase } from './cloud-database.ts'
import { type Page, pageFromNearerEnd } from './paging.ts'
import { type Condition, type OrderTerm, orderSql, whereSql } from './search-query.ts'
import { createStatementCache } from './statement-cache.ts'

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

/** A device of a list, with the version of its wifi part; null when it never said. */
export interface ListedDevice extends NewDeviceRow {
  readonly version: number | null
}

export interface DeviceTable {
  /** Adding the same id again replaces the name. */
  putProduct(productId: string, name: string, corpId: string): void
  findProduct(productId: string): ProductRow | undefined
  setActiveCode(productId: string, sha256: string): void
  /** Adding the same id again replaces what is given. */
  putDevice(device: NewDeviceRow): void
  find(deviceId: string): DeviceRow | undefined
  findByMac(productId: string, mac: string): DeviceRow | undefined
  setAuthorizeCode(deviceId: string, sha256: string): void
  /** The first of these ids that is no device of the product, and whose it is. */
  findForeign(
    productId: string,
    deviceIds: readonly string[],
  ): { readonly device_id: string; readonly corp_id: string | null } | undefined
  search(
    productId: string,
    search: { conditions: readonly Condition[]; order: readonly OrderTerm[] },
    page: Page,
  ): { total: number; rows: ListedDevice[] }
  setVersion(deviceId: string, type: number, identify: number, version: number): void
  version(deviceId: string, type: number, identify: number): number | undefined
}

// Not as a join: statements with joins or an order are compiled anew by SQLite whenever something is bound to them, which
// takes ten times as long as the search.
const WITH_CORP = `SELECT *, (SELECT corp_id FROM products p WHERE p.product_id = devices.product_id) AS corp_id
  FROM devices`

export function createDeviceTable(db: CloudDatabase): DeviceTable {
  const statement = createStatementCache(db)
  const putProduct = db.prepare(
    `INSERT INTO products (product_id, name, corp_id) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name`,
  )
  const product = db.prepare<[string], ProductRow>('SELECT * FROM products WHERE product_id = ?')
  const setActiveCode = db.prepare('UPDATE products SET active_code_sha256 = ? WHERE product_id = ?')
  const putDevice = db.prepare<NewDeviceRow>(
    `INSERT INTO devices (device_id, product_id, mac, sn) VALUES (@device_id, @product_id, @mac, @sn)
     ON CONFLICT DO UPDATE SET product_id = excluded.product_id, mac = excluded.mac, sn = excluded.sn`,
  )
  const moveVersions = db.prepare(
    'UPDATE device_versions SET product_id = @product_id WHERE device_id = @device_id AND product_id <> @product_id',
  )
  const device = db.prepare<[string], DeviceRow>(`${WITH_CORP} WHERE device_id = ?`)
  const deviceByMac = db.prepare<[string, string], DeviceRow>(
    `${WITH_CORP} WHERE mac = ? AND product_id = ? LIMIT 1`,
  )
  const setAuthorizeCode = db.prepare('UPDATE devices SET authorize_code_sha256 = ? WHERE device_id = ?')
  const foreign = db.prepare<[string, string], { device_id: string; corp_id: string | null }>(
    `SELECT asked.value AS device_id, products.corp_id
     FROM json_each(?) asked LEFT JOIN devices ON devices.device_id = asked.value
       LEFT JOIN products ON products.product_id = devices.product_id
     WHERE devices.product_id IS NOT ? ORDER BY asked.key LIMIT 1`,
  )
  const setVersion = db.prepare(
    `INSERT INTO device_versions (device_id, product_id, type, identify, version)
     SELECT device_id, product_id, ?, ?, ? FROM devices WHERE device_id = ?
     ON CONFLICT DO UPDATE SET version = excluded.version WHERE version <> excluded.version`,
  )
  const version = db
    .prepare<[string, number, number], number>(
      'SELECT version FROM device_versions WHERE device_id = ? AND type = ? AND identify = ?',
    )
    .pluck()
  const putWithVersions = db.transaction((row: NewDeviceRow) => {
    putDevice.run(row)
    moveVersions.run(row)
  })
  return {
    putProduct: (productId, name, corpId) => void putProduct.run(productId, name, corpId),
    findProduct: (productId) => product.get(productId),
    setActiveCode: (productId, sha256) => void setActiveCode.run(sha256, productId),
    putDevice: (row) => putWithVersions(row),
    find: (deviceId) => device.get(deviceId),
    findByMac: (productId, mac) => deviceByMac.get(mac, productId),
    setAuthorizeCode: (deviceId, sha256) => void setAuthorizeCode.run(sha256, deviceId),
    findForeign: (productId, deviceIds) => foreign.get(JSON.stringify(deviceIds), productId),
    search(productId, { conditions, order }, page) {
      const where = `product_id = ? AND ${whereSql(conditions)}`
      const values = [productId, ...conditions.map(({ value }) => value)]
      const count = statement<{ n: number }>(`SELECT count(*) AS n FROM devices WHERE ${where}`)
      const total = count.get(...values)?.n ?? 0
      const { offset, limit, reversed } = pageFromNearerEnd(page, total)
      const rows = statement<ListedDevice>(
        `SELECT device_id, product_id, mac, sn, (SELECT version FROM device_versions v
           WHERE v.device_id = devices.device_id AND type = 1 AND identify = 0) AS version
         FROM devices WHERE ${where} ORDER BY ${orderSql(order, 'device_id', reversed)} LIMIT ? OFFSET ?`,
      ).all(...values, limit, offset)
      return { total, rows: reversed ? rows.reverse() : rows }
    },
    setVersion: (deviceId, type, identify, value) => void setVersion.run(type, identify, value, deviceId),
    version: (deviceId, type, identify) => version.get(deviceId, type, identify),
  }
}

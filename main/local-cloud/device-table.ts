// Products and devices of the local cloud, and which version each part of a device has.
import type { CloudDatabase } from './cloud-database.ts'

export interface DeviceRow {
  readonly device_id: string
  readonly product_id: string
  readonly mac: string
  readonly sn: string
}

export interface DeviceTable {
  putProduct(productId: string, name: string): void
  hasProduct(productId: string): boolean
  putDevice(device: DeviceRow): void
  find(deviceId: string): DeviceRow | undefined
  setVersion(deviceId: string, type: number, identify: number, version: number): void
  version(deviceId: string, type: number, identify: number): number | undefined
}

export function createDeviceTable(db: CloudDatabase): DeviceTable {
  const putProduct = db.prepare(
    'INSERT INTO products (product_id, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
  )
  const product = db.prepare('SELECT 1 FROM products WHERE product_id = ?')
  const putDevice = db.prepare<DeviceRow>(
    `INSERT INTO devices (device_id, product_id, mac, sn) VALUES (@device_id, @product_id, @mac, @sn)
     ON CONFLICT DO UPDATE SET product_id = excluded.product_id, mac = excluded.mac, sn = excluded.sn`,
  )
  const device = db.prepare<[string], DeviceRow>('SELECT * FROM devices WHERE device_id = ?')
  const setVersion = db.prepare(
    `INSERT INTO device_versions (device_id, type, identify, version) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET version = excluded.version`,
  )
  const version = db.prepare<[string, number, number], { version: number }>(
    'SELECT version FROM device_versions WHERE device_id = ? AND type = ? AND identify = ?',
  )
  return {
    putProduct: (productId, name) => void putProduct.run(productId, name),
    hasProduct: (productId) => product.get(productId) !== undefined,
    putDevice: (row) => void putDevice.run(row),
    find: (deviceId) => device.get(deviceId),
    setVersion: (deviceId, type, identify, value) => void setVersion.run(deviceId, type, identify, value),
    version: (deviceId, type, identify) => version.get(deviceId, type, identify)?.version,
  }
}

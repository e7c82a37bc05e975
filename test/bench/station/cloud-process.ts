// A program that is the local cloud of the station benchmark: a product, its units and one upgrade for each kind of chip.
// Told its folder by its only argument (JSON). Says its address and a token, and answers `results` with what arrived.
import { createInterface } from 'node:readline'
import { startLocalCloud } from '../../../main/local-cloud/server.ts'
import { buildFirmware } from '../chips/bench-images.ts'
import { kinds, serialNumberOf, units, versions } from './units.ts'

export interface CloudSaid {
  readonly baseUrl: string
  readonly token: string
}

/** By device id. */
export interface CloudResults {
  readonly otaLogs: readonly string[]
  readonly reports: readonly string[]
}

const dataDir: string = JSON.parse(process.argv[2] ?? '')
const cloud = await startLocalCloud({ dataDir, journal: false })
const { admin } = cloud
for (const { kind, productId, sizeBytes } of kinds) {
  const own = units.filter((unit) => unit.kind === kind)
  await admin.addProduct({ productId })
  for (const unit of own) {
    const { deviceId, mac } = unit.device
    await admin.addDevice({ deviceId, productId, mac, sn: serialNumberOf(unit) })
  }
  const firmware = await admin.addFirmwareFile(buildFirmware({ kind, version: versions.to, sizeBytes }))
  await admin.addTask({
    taskId: `upgrade-${kind}`,
    productId,
    fromVersion: versions.fromNumber,
    toVersion: versions.toNumber,
    firmware,
    deviceIds: own.map(({ device }) => device.deviceId),
  })
}
const say = (data: CloudSaid | CloudResults): void => console.log(JSON.stringify(data))
say({ baseUrl: cloud.baseUrl, token: await admin.issueToken(['corp', 'user', 'platform']) })
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'results') continue
  const deviceIds = (rows: readonly { readonly device_id: string }[]) => rows.map((row) => row.device_id)
  say({ otaLogs: deviceIds(await admin.listOtaLogs()), reports: deviceIds(await admin.listReports()) })
}
await cloud.close()

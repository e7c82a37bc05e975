// A program that is the local cloud of the LAN benchmark: for each fleet a product, its devices and one upgrade. Told its
// folder and the fleets by its only argument (JSON). Says its address and a token, and answers `reports` with how many
// results arrived.
import { createInterface } from 'node:readline'
import { startLocalCloud } from '../../../main/local-cloud/server.ts'
import { type Fleet, versions } from './fleet.ts'

export interface LanCloudArgument {
  readonly dataDir: string
  readonly fleets: readonly Fleet[]
}

export interface LanCloudSaid {
  readonly baseUrl: string
  readonly token: string
}

const { dataDir, fleets }: LanCloudArgument = JSON.parse(process.argv[2] ?? '')
const cloud = await startLocalCloud({ dataDir, journal: false })
const { admin } = cloud
for (const { productId, devices, to } of fleets) {
  await admin.addProduct({ productId })
  for (const { deviceId, mac, sn } of devices) await admin.addDevice({ deviceId, productId, mac, sn })
  await admin.addTask({
    taskId: `upgrade-${productId}`,
    productId,
    fromVersion: versions.fromNumber,
    toVersion: versions.toNumber,
    firmware: await admin.addFirmwareFile(to.file),
    deviceIds: devices.map(({ deviceId }) => deviceId),
  })
}
const token = await admin.issueToken(['corp', 'user', 'platform'])
console.log(JSON.stringify({ baseUrl: cloud.baseUrl, token } satisfies LanCloudSaid))
for await (const _ of createInterface({ input: process.stdin }))
  console.log(JSON.stringify((await admin.listReports()).length))
await cloud.close()

// What a script needs to drive a local cloud: the demo product, two members, and a fresh credential of every kind.
import type { LocalCloud } from '../../local-cloud/server.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../practice/demo.ts'
import { seedDemo } from '../../station/practice.ts'
import { usualCorpId } from './cloud-options.ts'
import type { CloudDemo } from './local-cloud-parts.ts'

/** What a station calls with: tasks, results and the gateway's own. */
export const stationKinds = ['corp', 'user', 'platform'] as const

/** On the same data again: the same product, devices and members, with new credentials. */
export async function openDemo(cloud: LocalCloud): Promise<CloudDemo> {
  await seedDemo(cloud)
  await listDemoFirmware(cloud)
  const { admin } = cloud
  const corpId = usualCorpId
  const deviceIds = demoDevices.map(({ deviceId }) => deviceId)
  const [deviceId = ''] = deviceIds
  // The members are called by their tokens. A member for people is made by hand.
  const member = (name: string) =>
    admin.addMember({
      corpId,
      name,
      account: `${name.toLowerCase()}@demo.invalid`,
      password: null,
      role: 'admin',
    })
  const memberId = await member('Member')
  const reviewerId = await member('Reviewer')
  return {
    productId: demoProduct.productId,
    deviceIds,
    corpId,
    memberId,
    reviewerId,
    tokens: {
      member: await admin.issueToken(['corp'], { corpId, memberId }),
      reviewer: await admin.issueToken(['corp'], { corpId, memberId: reviewerId }),
      platform: await admin.issueToken(['platform'], { corpId }),
      device: await admin.issueToken(['device'], { corpId, deviceId }),
      user: await admin.issueToken(['user'], { corpId }),
      station: await admin.issueToken(stationKinds, { corpId, memberId }),
    },
    living: { ...(await admin.addAppKey()), iotToken: await admin.issueIotToken({ corpId }) },
    iotRpc: await admin.addAccessKeyPair(corpId),
  }
}

/** The catalogue names both versions, once. */
async function listDemoFirmware({ admin }: LocalCloud): Promise<void> {
  const { productId, name } = demoProduct
  const listed = await admin.listCatalogueEntries(productId)
  for (const version of [demoVersions.from, demoVersions.to]) {
    if (listed.some(({ dest_version }) => dest_version === version.text)) continue
    const firmware = await admin.addFirmwareFile(demoImage(version), version.fileName)
    await admin.addCatalogueEntry({
      productId,
      name: `${name} ${version.text}`,
      version: version.text,
      firmware,
    })
  }
}

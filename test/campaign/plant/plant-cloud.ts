// The cloud of the campaign: a local cloud with the products, units and tasks of the bench, there and back for each, and a
// switch for everything that a cloud can do wrong.
import { join } from 'node:path'
import type { InterceptedRequest, Interception } from '../../../main/local-cloud/request-journal.ts'
import { type LocalCloud, startLocalCloud } from '../../../main/local-cloud/server.ts'
import type { PlantKind, VersionName } from './kinds.ts'
import { versions } from './kinds.ts'
import type { WatchedUnit } from './watched-unit.ts'

export interface PlantCloud extends AsyncDisposable {
  readonly baseUrl: string
  readonly token: string
  readonly admin: LocalCloud['admin']
  /** Asked for every request; null lets it through. */
  intercept: (request: InterceptedRequest) => Interception | null
}

/** Of the task that leads to this version. */
export const taskIdOf = ({ name }: PlantKind, to: VersionName): string => `${name}-to-${to}`

export async function openPlantCloud(folder: string, units: readonly WatchedUnit[]): Promise<PlantCloud> {
  const switches: Pick<PlantCloud, 'intercept'> = { intercept: () => null }
  const cloud = await startLocalCloud({
    dataDir: join(folder, 'cloud'),
    journal: false,
    intercept: (request) => switches.intercept(request),
  })
  const { admin } = cloud
  for (const kind of new Set(units.map((unit) => unit.kind))) {
    const { name, productId, images } = kind
    await admin.addProduct({ productId, name })
    const own = units.filter((unit) => unit.kind === kind)
    // By the number that it says itself.
    for (const { device, sn } of own) await admin.addDevice({ ...device, sn, productId })
    for (const [from, to] of [
      ['old', 'next'],
      ['next', 'old'],
    ] as const) {
      const firmware = await admin.addFirmwareFile(images[to], `${name}-${versions[to].text}.bin`)
      await admin.addTask({
        ...{ taskId: taskIdOf(kind, to), productId, firmware },
        fromVersion: versions[from].number,
        toVersion: versions[to].number,
        deviceIds: own.map(({ device }) => device.deviceId),
      })
    }
  }
  const token = await admin.issueToken(['corp', 'user', 'platform'])
  return Object.assign(switches, {
    ...{ admin, token, baseUrl: cloud.baseUrl },
    [Symbol.asyncDispose]: () => cloud.close(),
  })
}

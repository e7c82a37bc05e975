// The bench of the campaign: devices behind TCP ports, their cloud, and a data folder whose settings know both. Stations
// come and go on it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { kinds, type PlantKind } from './kinds.ts'
import { openPlantCloud, type PlantCloud } from './plant-cloud.ts'
import { WatchedUnit } from './watched-unit.ts'

export interface Plant extends AsyncDisposable {
  readonly folder: string
  /** Of the station. */
  readonly dataDir: string
  readonly units: readonly WatchedUnit[]
  readonly cloud: PlantCloud
}

/** Of every two slots one has a board with a console; the other kinds take turns on the rest. */
export async function openPlant(slots: number, usedKinds: readonly PlantKind[] = kinds): Promise<Plant> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-campaign-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const [board, ...others] = usedKinds
    if (!board) throw new Error('no kinds')
    const kindAt = (index: number) =>
      index % 2 === 0 ? board : (others[(index >> 1) % others.length] ?? board)
    const units = Array.from({ length: slots }, (_, index) => {
      const kind = kindAt(index)
      return stack.use(new WatchedUnit(kind, identityOf(index + 1)))
    })
    await Promise.all(units.map((unit) => unit.serve()))
    const cloud = stack.use(await openPlantCloud(folder, units))
    const dataDir = join(folder, 'station')
    await writeStationFolder({ dataDir, units, typed: units, cloud, watchUsb: false })
    const owned = stack.move()
    return { folder, dataDir, units, cloud, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

export const identityOf = (number: number): UnitIdentity => ({
  deviceId: String(1_500_000 + number),
  mac: `02F1A544${number.toString(16).toUpperCase().padStart(4, '0')}`,
  sn: `CAMPAIGN-${number}`,
})

export interface StationFolder {
  readonly dataDir: string
  /** On the plant's list. */
  readonly units: readonly WatchedUnit[]
  /** In slots of their own, by their addresses. */
  readonly typed: readonly WatchedUnit[]
  readonly cloud: PlantCloud
  readonly watchUsb: boolean
}

/** Settings, secrets, profiles and the list of the plant's units, as a station finds them. */
export async function writeStationFolder({
  dataDir,
  units,
  typed,
  cloud,
  watchUsb,
}: StationFolder): Promise<void> {
  await mkdir(join(dataDir, 'profiles'), { recursive: true })
  for (const { profile, profileId } of kinds)
    if (profile) await writeFile(join(dataDir, 'profiles', `${profileId}.json`), JSON.stringify(profile))
  const slots = typed.map(({ address, kind }) => ({
    ...{ address, productId: kind.productId, profileId: kind.profileId },
  }))
  const connections = [{ kind: 'xlink', connectionId: 'cloud', baseUrl: cloud.baseUrl, corpId: 'flashline' }]
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ watchUsb, connections, slots }))
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ cloudToken: cloud.token }), { mode: 0o600 })
  const store = await openStore(dataDir)
  try {
    await store.devices.addRoster(
      units.map(({ device: { deviceId, mac }, sn, kind: { productId } }) => ({
        deviceId,
        mac,
        sn,
        productId,
      })),
    )
  } finally {
    await store.close()
  }
}

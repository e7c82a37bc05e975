// A plant's own station with a local cloud and simulated devices on the LAN, each with a profile of its own, all through the
// contract: placed by their address and pushed in one rollout.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { type LocalCloud, startLocalCloud } from '../../main/local-cloud/server.ts'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import type { DemoProduct } from '../../main/practice/demo-set.ts'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import { announceTasmota } from '../../main/practice/lan/announcements.ts'
import type { SimulatedLanUnit } from '../../main/practice/lan/lan-unit.ts'
import type { UnitIdentity } from '../../main/practice/unit.ts'
import { createCaller } from '../../main/station/caller.ts'
import { seedDemo } from '../../main/station/practice.ts'
import { createStation } from '../../main/station/station.ts'
import {
  type Job,
  profileSecretOwner,
  type RolloutItem,
  type SecretChanges,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { resourcesDir } from './one-device.ts'

export interface LanCase {
  readonly name: string
  /** Of the program, on which the device's own is based. */
  readonly profileId: string
  /** Of the station; "": none is stored. */
  readonly password?: string
  readonly create: (device: UnitIdentity, firmware: Uint8Array) => SimulatedLanUnit
  /** Over those of the profile; asked when the device runs. */
  readonly options: (unit: SimulatedLanUnit) => Record<string, unknown>
  /** Over the profile itself. */
  readonly profile?: Record<string, unknown>
}

export interface LanOutcome {
  readonly item: RolloutItem
  /** Null: none was begun. */
  readonly job: Job | null
  readonly unit: SimulatedLanUnit
}

export interface LanBed extends AsyncDisposable {
  readonly cloud: LocalCloud
  /** Pushes all of them at once, and again after that where it is called again; by name. */
  push(): Promise<ReadonlyMap<string, LanOutcome>>
  /** Everything that was kept or printed: where a password must not be. */
  kept(): Promise<string>
}

const productOf = (isEsp: boolean): DemoProduct => {
  const productId = `f1a5411ede30000000000000000003${isEsp ? '02' : '01'}`
  const version = (text: string, number: number) => ({
    ...{ text, number, fileName: `${text}.bin` },
    sizeBytes: 200_000,
  })
  return {
    productId,
    name: isEsp ? 'ESP' : 'Plain',
    part: { type: 'wifi', identify: 0 },
    model: 'LAN',
    profileId: 'none',
    taskName: 'upgrade',
    versions: { from: version('1.0.0', 10_000), to: version('2.0.1', 20_001) },
    image: ({ text, sizeBytes }) =>
      isEsp
        ? buildEspApp({ model: 'esp32', version: text, sizeBytes })
        : buildDemoImage({ productId, version: text }, sizeBytes),
  }
}
const products = { plain: productOf(false), esp: productOf(true) }
export const newImage = ({ profileId }: LanCase): Uint8Array => {
  const { image, versions } = productFor(profileId)
  return image(versions.to)
}
const productFor = (profileId: string) => (profileId.startsWith('arduino') ? products.esp : products.plain)

export async function openLanBed(cases: readonly LanCase[]): Promise<LanBed> {
  await using stack = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-lan-bed-'))
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud') })
  stack.defer(() => cloud.close())
  const profiles = join(dataDir, 'profiles')
  await mkdir(profiles)
  const places = cases.map((one, index) => {
    const device = { deviceId: `14000${10 + index}`, mac: `02F1A54300${10 + index}`, sn: `F-${index}` }
    const product = productFor(one.profileId)
    const unit = one.create(device, product.image(product.versions.from))
    return { one, device, product, unit, ownProfileId: `case-${index}` }
  })
  for (const { one, unit, ownProfileId } of places) {
    await unit.start()
    stack.defer(() => unit.close())
    const shipped = JSON.parse(
      await readFile(join(resourcesDir, 'profiles', `${one.profileId}.json`), 'utf8'),
    )
    const options = { ...shipped.options, ...one.options(unit) }
    const own = { ...shipped, ...one.profile, profileId: ownProfileId, options }
    await writeFile(join(profiles, `${ownProfileId}.json`), JSON.stringify(own))
  }
  const lanUnits = places.map(({ device, product, unit }) => ({
    ...{ device, product, announce: announceTasmota },
    create: () => unit,
  }))
  await seedDemo(cloud, { folder: '', units: [], lanUnits })
  const settings = settingsSchema.parse({
    watchUsb: false,
    connections: [{ kind: 'xlink', connectionId: 'plant', baseUrl: cloud.baseUrl, corpId: 'test' }],
    bench: { productId: products.plain.productId, profileId: 'ymodem' },
    lan: { interfaces: ['lo'], ranges: ['127.0.0.0/8'], discover: false },
  })
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings))
  const station = await createStation({
    ...{ dataDir, resourcesDir, practice: false, version: 'test' },
    keychain: async () => null,
  })
  stack.defer(() => station.close())
  const client = createRouterClient(station.router, { context: { caller: createCaller() } })
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'])
  const secrets: SecretChanges = {
    plant: { token },
    ...Object.fromEntries(
      places.flatMap(({ one: { password = '' }, ownProfileId }) =>
        password === '' ? [] : [[profileSecretOwner(ownProfileId), { password }]],
      ),
    ),
  }
  await client.settings.set({ settings, secrets })
  const opened = stack.move()
  return {
    cloud,
    async push() {
      const slots = await client.lan.place({
        devices: places.map(({ one, unit, product, ownProfileId }) => ({
          address: unit.address,
          name: one.name.slice(0, 40),
          productId: product.productId,
          profileId: ownProfileId,
        })),
      })
      const plan = { firstCount: 0, maxFailed: null, limit: 64, limitPerAccessPoint: 64 }
      const { seq } = await client.station.snapshot()
      const news = await client.station.events({ afterSeq: seq })
      const { rolloutId } = await client.rollouts.start({ slotIds: slots.map(({ slotId }) => slotId), plan })
      const items: RolloutItem[] = []
      for await (const event of news) {
        if (event.type !== 'rolloutChanged' || event.rollout.rolloutId !== rolloutId) continue
        if (event.rollout.endedAt === null) continue
        items.push(...event.rollout.items)
        break
      }
      const { jobs } = await client.history.list({ limit: 500 })
      const outcomes = new Map<string, LanOutcome>()
      for (const [index, { one, unit }] of places.entries()) {
        const item = items[index]
        if (item)
          outcomes.set(one.name, { item, unit, job: jobs.find(({ jobId }) => jobId === item.jobId) ?? null })
      }
      return outcomes
    },
    async kept() {
      const { jobs } = await client.history.list({ limit: 500 })
      const records = await Promise.all(jobs.map(({ jobId }) => client.history.get({ jobId })))
      const log = await readFile(join(dataDir, 'station.log'), 'utf8')
      return JSON.stringify([records, await client.station.snapshot(), await client.rollouts.list(), log])
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

// A practice bench, composed: an embedded local cloud with the demo products, firmware and running tasks, and the
// simulated units. All of it lives in its own folder, so that practice never mixes with real records.
import { join } from 'node:path'
import {
  type Connection,
  connectionSchema,
  FlashlineError,
  type LanSettings,
  lanSettingsSchema,
  orderDraftSchema,
  type SecretName,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import { defaultCorpId } from '../local-cloud/accounts/credentials.ts'
import { type LocalCloud, startLocalCloud } from '../local-cloud/server.ts'
import { createPracticeBench, type PracticeBench } from '../practice/bench.ts'
import { type DemoLanUnit, type DemoProduct, type DemoSet, demoBoards } from '../practice/demo-set.ts'
import { type LanBench, openLanBench } from '../practice/lan/lan-bench.ts'
import type { RosterEntry } from '../store/devices.ts'
import { listInterfaces } from '../transports/interfaces.ts'
import type { OrderDesk } from './order-desk.ts'
import type { StationParts } from './parts.ts'

/** `boards`: eight of one product. `chips`: one of each kind of chip. `lan`: two dozen devices on the LAN. */
export type PracticeKind = 'boards' | 'chips' | 'lan'

export interface Practice {
  /** The cloud of tasks and results, and its catalogue. */
  readonly connections: readonly Connection[]
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>
  readonly bench: PracticeBench
  /** Null: there is none on this bench. */
  readonly lan: LanBench | null
  /** In force instead of what is set: practice stays on this machine. */
  readonly lanSettings: LanSettings
  /** By position, from 1; then those on the LAN. */
  readonly products: readonly DemoProduct[]
  /** What a plant would have imported: boot loaders know a MAC or a UID and no id of a cloud. */
  readonly roster: readonly RosterEntry[]
  close(): Promise<void>
}

export async function demoSetOf(kind: PracticeKind): Promise<DemoSet> {
  switch (kind) {
    case 'boards':
      return demoBoards
    case 'chips':
      return (await import('../practice/demo-chips.ts')).demoChips
    case 'lan':
      return (await import('../practice/demo-lan.ts')).demoLan
  }
}

export async function openPractice(dataDir: string, set: DemoSet): Promise<Practice> {
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud'), journal: false })
  await seedDemo(cloud, set)
  await seedCatalogue(cloud, set)
  const memberId = await seedReviewer(cloud)
  const token = await cloud.admin.issueToken(['corp', 'user', 'platform'], { memberId })
  const { accessKeyId, accessKeySecret } = await cloud.admin.addAccessKeyPair()
  const { baseUrl } = cloud
  const bench = createPracticeBench(set.units.map(({ create }) => create()))
  const { lanUnits = [] } = set
  const all = [...set.units, ...lanUnits]
  const lan = lanUnits.length > 0 ? await openLanBench(lanUnits.map(placeOf)) : null
  return {
    connections: [
      connectionSchema.parse({ kind: 'xlink', connectionId: 'practice', baseUrl, corpId: defaultCorpId }),
      connectionSchema.parse({ kind: 'iot-rpc', connectionId: 'practice-catalogue', baseUrl, accessKeyId }),
    ],
    secrets: { token, accessKeySecret },
    bench,
    lan,
    lanSettings: lanSettingsSchema.parse(lan ? { interfaces: loopbackNames(), ranges: ['127.0.0.0/8'] } : {}),
    products: all.map(({ product }) => product),
    roster: all.map(({ device, product: { productId } }) => ({ ...device, productId })),
    async close() {
      await lan?.close()
      await bench.close()
      await cloud.close()
    },
  }
}

const placeOf = ({ create, announce }: DemoLanUnit) => ({ unit: create(), announce })

function loopbackNames(): string[] {
  const own = listInterfaces().filter(({ internal, address }) => internal && address.startsWith('127.'))
  return [...new Set(own.map(({ name }) => name))]
}

/** The station itself is the one member, so that a review can be practised from its submission to its verdict. Repeatable. */
const seedReviewer = ({ admin }: LocalCloud): Promise<string> =>
  admin.addMember({
    name: 'Practice lead',
    account: 'lead@practice.invalid',
    password: null,
    role: 'admin',
  })

/** The products, their units, and a task each way, so that a practised bench can be used again. Repeatable. */
export async function seedDemo(
  cloud: LocalCloud,
  { units, lanUnits = [] }: DemoSet = demoBoards,
): Promise<void> {
  const all = [...units, ...lanUnits]
  for (const product of new Set(all.map(({ product }) => product))) {
    const devices = all.filter((unit) => unit.product === product).map(({ device }) => device)
    await seedProduct(cloud, product, devices)
  }
}

async function seedProduct(
  { admin }: LocalCloud,
  product: DemoProduct,
  devices: readonly { deviceId: string; mac: string; sn: string }[],
): Promise<void> {
  const { productId, name, part, taskName } = product
  const { from, to } = product.versions
  // The first product's tasks keep the names that scripts know.
  const prefix = product.profileId === 'practice' ? 'practice' : `practice-${productId.slice(-2)}`
  await admin.addProduct({ productId, name })
  for (const { deviceId, mac, sn } of devices) await admin.addDevice({ deviceId, productId, mac, sn })
  const old = await admin.addFirmwareFile(product.image(from), from.fileName)
  const next = await admin.addFirmwareFile(product.image(to), to.fileName)
  const task = { productId, part, deviceIds: devices.map(({ deviceId }) => deviceId) }
  await admin.addTask({
    ...task,
    taskId: `${prefix}-upgrade`,
    name: taskName,
    fromVersion: from.number,
    toVersion: to.number,
    firmware: next,
  })
  await admin.addTask({
    ...task,
    taskId: `${prefix}-return`,
    name: `Practice return ${to.text} to ${from.text}`,
    fromVersion: to.number,
    toVersion: from.number,
    firmware: old,
  })
}

/**
 * Practice begins with an armed work order: nothing real can be written. It goes on with the same one until that is finished.
 */
export async function armPracticeOrder(orders: OrderDesk): Promise<void> {
  const begun = new Map((await orders.list(500)).map((order) => [order.orderId, order]))
  const isOver = (order: WorkOrder | undefined) =>
    order?.state === 'done' || (order?.quantity ? order.counts.passed >= order.quantity : false)
  let number = 1
  while (isOver(begun.get(`practice-${number}`))) number += 1
  const orderId = `practice-${number}`
  if (!begun.has(orderId)) {
    // A practised bench goes there and back, with the same units.
    const allowed = { repeat: 'allow', downgrade: 'allow', tag: 'test' } as const
    const draft = {
      name: 'Practice',
      lot: orderId.toUpperCase(),
      productId: null,
      mode: 'manual',
      ...allowed,
    }
    await orders.create(orderDraftSchema.parse(draft), '', orderId)
  }
  await orders.arm(orderId, '')
}

/** Both versions of each product, verified, and a package that is not yet. Repeatable. */
async function seedCatalogue({ admin }: LocalCloud, { units, lanUnits = [] }: DemoSet): Promise<void> {
  for (const product of new Set([...units, ...lanUnits].map((unit) => unit.product))) {
    const { productId, name, versions } = product
    if ((await admin.listCatalogueEntries(productId)).length > 0) continue
    for (const version of [versions.from, versions.to]) {
      const firmware = await admin.addFirmwareFile(product.image(version), version.fileName)
      await admin.addCatalogueEntry({ productId, name, version: version.text, firmware })
    }
    const trial = new Uint8Array([...product.image(versions.to), 0])
    const firmware = await admin.addFirmwareFile(trial, `trial-${versions.to.fileName}`)
    await admin.addCatalogueEntry({
      productId,
      name,
      version: `${versions.to.text}-trial`,
      firmware,
      status: 0,
    })
  }
}

/** Only simulated boards have cables that can be pulled from here: SLOT_UNKNOWN for everything else. */
export function cablesOf(slots: Slots, practice: Practice | null): StationParts['cables'] {
  const pull = async (slotId: string, how: 'unplug' | 'replug') => {
    const { slotId: known } = slots.get(slotId)
    const match = /^sim:(\d+)$/.exec(known)
    if (!match || !practice) throw new FlashlineError('SLOT_UNKNOWN', { slotId })
    practice.bench[how](Number(match[1]))
    return slots.get(slotId)
  }
  return { unplug: (slotId) => pull(slotId, 'unplug'), replug: (slotId) => pull(slotId, 'replug') }
}

// A practice bench, composed: an embedded local cloud with the demo products, firmware and running tasks, and the
// simulated units. All of it lives in its own folder, so that practice never mixes with real records.
import { join } from 'node:path'
import { type Connection, connectionSchema, FlashlineError } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import { type LocalCloud, startLocalCloud } from '../local-cloud/server.ts'
import { createPracticeBench, type PracticeBench } from '../practice/bench.ts'
import { type DemoProduct, type DemoSet, demoBoards } from '../practice/demo-set.ts'
import type { RosterEntry } from '../store/devices.ts'
import type { StationParts } from './parts.ts'

const practiceCorpId = 'practice'

/** `boards`: eight of one product. `chips`: one of each kind of chip. */
export type PracticeKind = 'boards' | 'chips'

export interface Practice {
  readonly connection: Connection
  readonly token: string
  readonly bench: PracticeBench
  /** By position, from 1. */
  readonly products: readonly DemoProduct[]
  /** What a plant would have imported: boot loaders know a MAC or a UID and no id of a cloud. */
  readonly roster: readonly RosterEntry[]
  close(): Promise<void>
}

export async function demoSetOf(kind: PracticeKind): Promise<DemoSet> {
  return kind === 'boards' ? demoBoards : (await import('../practice/demo-chips.ts')).demoChips
}

export async function openPractice(dataDir: string, set: DemoSet): Promise<Practice> {
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud'), journal: false })
  await seedDemo(cloud, set)
  const token = cloud.admin.issueToken(['corp', 'user', 'platform'])
  const bench = createPracticeBench(set.units.map(({ create }) => create()))
  return {
    connection: connectionSchema.parse({
      kind: 'xlink',
      connectionId: 'practice',
      baseUrl: cloud.baseUrl,
      corpId: practiceCorpId,
    }),
    token,
    bench,
    products: set.units.map(({ product }) => product),
    roster: set.units.map(({ device, product: { productId } }) => ({ ...device, productId })),
    async close() {
      await bench.close()
      await cloud.close()
    },
  }
}

/** The products, their units, and a task each way, so that a practised bench can be used again. Repeatable. */
export async function seedDemo(cloud: LocalCloud, { units }: DemoSet = demoBoards): Promise<void> {
  for (const product of new Set(units.map(({ product }) => product))) {
    const devices = units.filter((unit) => unit.product === product).map(({ device }) => device)
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
  admin.addProduct({ productId, name })
  for (const { deviceId, mac, sn } of devices) admin.addDevice({ deviceId, productId, mac, sn })
  const old = await admin.addFirmwareFile(product.image(from), from.fileName)
  const next = await admin.addFirmwareFile(product.image(to), to.fileName)
  const task = { productId, part, deviceIds: devices.map(({ deviceId }) => deviceId) }
  admin.addTask({
    ...task,
    taskId: `${prefix}-upgrade`,
    name: taskName,
    fromVersion: from.number,
    toVersion: to.number,
    firmware: next,
  })
  admin.addTask({
    ...task,
    taskId: `${prefix}-return`,
    name: `Practice return ${to.text} to ${from.text}`,
    fromVersion: to.number,
    toVersion: from.number,
    firmware: old,
  })
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

// The practice bench, composed: an embedded local cloud with the demo product, firmware and running tasks, and the
// simulated boards. All of it lives in its own folder, so that practice never mixes with real records.
import { join } from 'node:path'
import { type Connection, connectionSchema, FlashlineError } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import { type LocalCloud, startLocalCloud } from '../local-cloud/server.ts'
import { createPracticeBench, type PracticeBench } from '../practice/bench.ts'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../practice/demo.ts'
import type { StationParts } from './parts.ts'

const practiceCorpId = 'practice'

export interface Practice {
  readonly connection: Connection
  readonly token: string
  readonly bench: PracticeBench
  close(): Promise<void>
}

export async function openPractice(dataDir: string): Promise<Practice> {
  const cloud = await startLocalCloud({ dataDir: join(dataDir, 'cloud'), journal: false })
  await seedDemo(cloud)
  const token = cloud.admin.issueToken(['corp', 'user', 'platform'])
  const bench = createPracticeBench({ devices: demoDevices, image: demoImage(demoVersions.from) })
  return {
    connection: connectionSchema.parse({
      kind: 'xlink',
      connectionId: 'practice',
      baseUrl: cloud.baseUrl,
      corpId: practiceCorpId,
    }),
    token,
    bench,
    async close() {
      await bench.close()
      await cloud.close()
    },
  }
}

/** The demo product, its units, and a task each way, so that a practised bench can be used again. Repeatable. */
export async function seedDemo({ admin }: LocalCloud): Promise<void> {
  const { productId, name, part } = demoProduct
  const { from, to } = demoVersions
  admin.addProduct({ productId, name })
  for (const { deviceId, mac, sn } of demoDevices) admin.addDevice({ deviceId, productId, mac, sn })
  const old = await admin.addFirmwareFile(demoImage(from), from.fileName)
  const next = await admin.addFirmwareFile(demoImage(to), to.fileName)
  const task = { productId, part, deviceIds: demoDevices.map(({ deviceId }) => deviceId) }
  admin.addTask({
    ...task,
    taskId: 'practice-upgrade',
    name: demoProduct.taskName,
    fromVersion: from.number,
    toVersion: to.number,
    firmware: next,
  })
  admin.addTask({
    ...task,
    taskId: 'practice-return',
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

// A small kit on disk, whole and signed, and folders for it that are removed with the test.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createKeyPair, type KeyPair } from '../../../main/firmware/kits/ed25519.ts'
import { type KitBody, kitContent, kitRules } from '../../../main/firmware/kits/kit.ts'
import { writeSealed } from '../../../main/firmware/kits/write-sealed.ts'
import { type KitAbout, orderDraftSchema, taskSchema } from '../../../preload/contract/index.ts'

export const never = new AbortController().signal

export async function kitFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-kit-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const about: KitAbout = {
  kitId: '11111111-1111-4111-8111-111111111111',
  series: 'Summer',
  sequence: 7,
  name: 'Summer',
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: 'Ann',
  stationName: 'Head office',
  validFrom: '2026-03-01T00:00:00.000Z',
  validTo: '2026-04-01T00:00:00.000Z',
  station: null,
}

const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex')

export function bodyOf(image: Uint8Array): KitBody {
  const facts = { sha256: hash('sha256', image), md5: hash('md5', image), sizeBytes: image.length }
  const task = taskSchema.parse({
    ...{ taskId: 't1', productId: 'p1', name: 'To 2', description: '', part: { type: 'wifi', identify: 0 } },
    ...{ fromVersion: 1, toVersion: 2, status: 'running', mode: 'manual', tag: 'formal' },
    image: { url: 'http://cloud.invalid/app.bin', md5: facts.md5, sizeBytes: facts.sizeBytes },
    ...{ scope: { category: 'all', deviceIds: [] }, upgradedCount: 0, remainingCount: null, createdAt: null },
  })
  const order = orderDraftSchema.parse({ name: 'Lot 7', productId: 'p1', taskId: 't1', mode: 'manual' })
  return {
    tasks: [task],
    orders: [{ ...order, orderId: 'o1' }],
    roster: [{ deviceId: 'd1', mac: '02f1a5000001', sn: 'SN-1', productId: 'p1' }],
    profiles: [{ profileId: 'board', name: 'Board' }],
    images: [{ ...facts, name: 'app.bin' }],
  }
}

export interface WrittenKit {
  readonly path: string
  readonly folder: string
  readonly keys: KeyPair
  readonly body: KitBody
}

export async function writeKit(
  image: Uint8Array = Buffer.from('image'),
  facts: Partial<KitAbout> = {},
  keys = createKeyPair(),
): Promise<WrittenKit> {
  const folder = await kitFolder()
  const source = join(folder, 'image.bin')
  await writeFile(source, image)
  const body = bodyOf(image)
  const path = join(folder, 'a.flkit')
  const content = kitContent({ ...about, ...facts }, body, () => source)
  await writeSealed(path, content, keys, kitRules.limitBytes, never)
  return { path, folder, keys, body }
}

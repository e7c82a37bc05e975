// What is in a kit besides its manifest: tasks, work orders, roster, profiles and images, and how they are told from a
// file. A kit hangs together: each task has its image, each order its task and profile.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  FlashlineError,
  type KitAbout,
  type KitSummary,
  kitAboutSchema,
  kitImageSchema,
  largestKitBytes,
  orderDraftSchema,
  orderIdSchema,
  taskSchema,
} from '../../../preload/contract/index.ts'
import { fingerprintOf } from './ed25519.ts'
import type { Sealed, SealedRules } from './read-sealed.ts'
import type { SealedContent } from './write-sealed.ts'

const rosterEntrySchema = z.strictObject({
  deviceId: z.string().min(1).max(200),
  mac: z.string().max(40).nullable(),
  sn: z.string().max(100).nullable(),
  productId: z.string().max(64).nullable(),
})
/** As its file has it; whether it is right for this program is checked where it is kept. */
const profileSchema = z.looseObject({
  profileId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  name: z.string(),
})

const bodySchema = z.object({
  tasks: z.array(taskSchema).max(10_000),
  orders: z.array(orderDraftSchema.extend({ orderId: orderIdSchema })).max(50),
  roster: z.array(rosterEntrySchema).max(1_000_000),
  profiles: z.array(profileSchema).max(100),
  images: z.array(kitImageSchema).max(200),
})
export type KitBody = z.infer<typeof bodySchema>
/** What is put where it belongs when a kit is taken in; its tasks stay with the kit. */
export const kitPartsSchema = bodySchema.omit({ tasks: true })
export type KitParts = z.infer<typeof kitPartsSchema>
export type KitOrder = KitBody['orders'][number]
export type KitProfile = KitBody['profiles'][number]

/** The manifest also names the images: their files are named after their digests alone. */
const manifestAboutSchema = kitAboutSchema.extend({ images: bodySchema.shape.images })

const lists = { tasks: 'tasks.json', orders: 'orders.json', roster: 'roster.json' } as const
const limits: Readonly<Record<string, number>> = {
  [lists.tasks]: 32 * 1024 * 1024,
  [lists.orders]: 1024 * 1024,
  [lists.roster]: 128 * 1024 * 1024,
}
const maxProfileFileBytes = 1024 * 1024
const maxImageBytes = 256 * 1024 * 1024

export const kitRules: SealedRules = {
  format: 'flashline-kit',
  limitBytes: largestKitBytes,
  limitOf(path) {
    if (/^firmware\/[0-9a-f]{64}$/.test(path)) return maxImageBytes
    if (/^profiles\/[a-z0-9][a-z0-9-]{0,63}\.json$/.test(path)) return maxProfileFileBytes
    return Object.hasOwn(limits, path) ? (limits[path] ?? null) : null
  },
}

/** `fileOf`: where the bytes of an image are. */
export function kitContent(
  about: KitAbout,
  body: KitBody,
  fileOf: (sha256: string) => string,
): SealedContent {
  const text = (path: string, value: unknown) => ({ path, bytes: Buffer.from(`${JSON.stringify(value)}\n`) })
  return {
    format: kitRules.format,
    about: { ...about, images: body.images },
    parts: [
      text(lists.tasks, body.tasks),
      text(lists.orders, body.orders),
      text(lists.roster, body.roster),
      ...body.profiles.map((profile) => text(`profiles/${profile.profileId}.json`, profile)),
      ...body.images.map(({ sha256, sizeBytes }) => ({
        ...{ path: `firmware/${sha256}`, file: fileOf(sha256), sizeBytes, sha256 },
      })),
    ],
  }
}

export interface Kit {
  readonly about: KitAbout
  readonly publicKey: string
  readonly body: KitBody
  /** Where the bytes of its images are, by SHA-256. */
  readonly files: ReadonlyMap<string, string>
}

/** KIT_UNREADABLE {path} for contents that are not what a kit has. */
export async function readKit({ about, publicKey, entries }: Sealed): Promise<Kit> {
  const { images, ...facts } = parse(manifestAboutSchema, about, 'manifest.json')
  const list = async (path: string) => {
    const entry = entries.get(path)
    if (!entry) throw new FlashlineError('KIT_UNREADABLE', { path })
    return readJson(entry.file, path)
  }
  const profiles = await Promise.all(
    [...entries.keys()].filter((path) => path.startsWith('profiles/')).map(async (path) => list(path)),
  )
  const body = parse(
    bodySchema,
    {
      ...{ images, profiles },
      tasks: await list(lists.tasks),
      orders: await list(lists.orders),
      roster: await list(lists.roster),
    },
    'tasks.json',
  )
  const files = new Map(
    images.flatMap(({ sha256, sizeBytes }) => {
      const entry = entries.get(`firmware/${sha256}`)
      return entry?.sha256 === sha256 && entry.sizeBytes === sizeBytes ? [[sha256, entry.file] as const] : []
    }),
  )
  const named = 3 + body.profiles.length + images.length
  if (files.size !== images.length || entries.size !== named)
    throw new FlashlineError('KIT_UNREADABLE', { path: 'firmware' })
  for (const { profileId } of body.profiles)
    if (!entries.has(`profiles/${profileId}.json`))
      throw new FlashlineError('KIT_UNREADABLE', { path: `profiles/${profileId}.json` })
  requireWhole(body)
  return { about: facts, publicKey, body, files }
}

/** Every unit would be refused at its check otherwise; so the kit is. */
function requireWhole({ tasks, orders, images }: KitBody): void {
  const bytes = new Set(images.map(({ md5, sizeBytes }) => `${md5} ${sizeBytes}`))
  for (const { taskId, image } of tasks)
    if (!bytes.has(`${image.md5.toLowerCase()} ${image.sizeBytes}`))
      throw new FlashlineError('KIT_UNREADABLE', { path: 'tasks.json', taskId })
  const known = new Set(tasks.map(({ taskId }) => taskId))
  for (const { orderId, taskId } of orders)
    if (taskId !== null && !known.has(taskId))
      throw new FlashlineError('KIT_UNREADABLE', { path: 'orders.json', orderId })
}

export function summaryOf({ about, publicKey, body }: Pick<Kit, 'about' | 'publicKey' | 'body'>): KitSummary {
  return {
    ...{ ...about, publicKey, fingerprint: fingerprintOf(publicKey) },
    tasks: body.tasks.map(({ taskId, name, productId, toVersion }) => ({
      taskId,
      name,
      productId,
      toVersion,
    })),
    orders: body.orders.map(({ orderId, name, lot }) => ({ orderId, name, lot })),
    profiles: body.profiles.map(({ profileId, name }) => ({ profileId, name })),
    images: body.images,
    devices: body.roster.length,
  }
}

async function readJson(file: string, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw new FlashlineError('KIT_UNREADABLE', { path }, { cause })
  }
}

function parse<Value>(schema: z.ZodType<Value>, value: unknown, path: string): Value {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const place = read.error.issues[0]?.path.join('.') ?? ''
  throw new FlashlineError('KIT_UNREADABLE', { path, place })
}

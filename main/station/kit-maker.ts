// Makes a kit: what a lead chose, with everything that a laptop without a network needs to do it. Images that are not here
// yet are fetched.
import { randomUUID } from 'node:crypto'
import {
  FlashlineError,
  type KitAbout,
  type KitDraft,
  orderDraftSchema,
  type Settings,
  type Task,
} from '../../preload/contract/index.ts'
import { type KitBody, type KitOrder, kitContent, kitRules } from '../firmware/kits/kit.ts'
import { writeSealed } from '../firmware/kits/write-sealed.ts'
import type { Core } from './core.ts'
import type { KitKeys } from './kit-keys.ts'
import { routesOf } from './routes.ts'

export interface KitMakerParts {
  readonly core: Pick<Core, 'store' | 'firmware' | 'clouds' | 'profiles'>
  readonly keys: KitKeys
  /** As they are in force. */
  readonly settings: () => Settings
  readonly now: () => Date
}

/** Devices of one product; those of more are not needed to flash them, only to name them. */
const mostDevices = 200_000

/**
 * Writes the kit to `fileOf(about)`. ORDER_UNKNOWN, ORDER_DONE, TASK_NOT_FOUND, TASK_NONE (a product without a running
 * task), PROFILE_UNKNOWN, IMAGE_*, CLOUD_*, KIT_TOO_LARGE, STORE_*
 */
export async function makeKit(
  parts: KitMakerParts,
  draft: KitDraft,
  by: string,
  fileOf: (about: KitAbout) => string,
  signal: AbortSignal,
): Promise<{ about: KitAbout; path: string; sizeBytes: number }> {
  const { core, keys, settings, now } = parts
  const tasks = await tasksOf(parts, draft)
  const images = await imagesOf(parts, tasks, signal)
  const orders = await ordersOf(parts, draft, tasks, images)
  const products = new Set([...tasks.map(({ productId }) => productId), ...draft.productIds])
  const body: KitBody = {
    ...{ tasks, orders, profiles: profilesOf(parts, draft, orders, products) },
    images: [...new Map([...images.values()].map((image) => [image.sha256, image])).values()],
    roster: [],
  }
  for (const productId of products)
    body.roster.push(...(await core.store.devices.list({ productId, limit: mostDevices })))
  const series = seriesOf(draft)
  const createdAt = now()
  const about: KitAbout = {
    ...{ kitId: randomUUID(), series, sequence: await core.store.kits.nextSequence(series, createdAt) },
    ...{ name: draft.name, createdAt: createdAt.toISOString(), createdBy: by },
    ...{ stationName: settings().stationName, station: draft.station },
    ...{ validFrom: draft.validFrom, validTo: draft.validTo },
  }
  const path = fileOf(about)
  const content = kitContent(about, body, (sha256) => core.firmware.fileOf(sha256))
  const sizeBytes = await writeSealed(path, content, await keys.own(), kitRules.limitBytes, signal)
  return { about, path, sizeBytes }
}

/** Kits of one order follow each other whatever they are called; others by their name. */
function seriesOf({ orderIds, productIds, name }: KitDraft): string {
  const [orderId, another] = orderIds
  return orderId !== undefined && another === undefined && productIds.length === 0
    ? `order ${orderId}`
    : `name ${name}`
}

async function tasksOf({ core }: KitMakerParts, draft: KitDraft): Promise<Task[]> {
  const { store } = core
  const tasks = new Map<string, Task>()
  const products = new Set(draft.productIds)
  for (const orderId of draft.orderIds) {
    const { taskId, productId, state, name } = await store.orders.get(orderId)
    if (state === 'done') throw new FlashlineError('ORDER_DONE', { name })
    if (taskId === null) {
      if (productId !== null) products.add(productId)
      continue
    }
    const task = await store.tasks.get(taskId)
    if (task === null) throw new FlashlineError('TASK_NOT_FOUND', { taskId })
    tasks.set(taskId, task)
  }
  for (const productId of products) {
    const running = (await store.tasks.list(productId)).filter(({ status }) => status === 'running')
    if (running.length === 0) throw new FlashlineError('TASK_NONE', { productId })
    for (const task of running) tasks.set(task.taskId, task)
  }
  return [...tasks.values()]
}

/** By task. */
async function imagesOf(
  { core, settings }: KitMakerParts,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<Map<string, KitBody['images'][number]>> {
  const images = new Map<string, KitBody['images'][number]>()
  for (const { taskId, productId, image } of tasks) {
    const way = core.clouds.get(routesOf(settings(), productId).tasks)?.dispatcher
    const wanted = { ...image, md5: image.md5.toLowerCase() }
    const { sha256, md5, sizeBytes, fileName } = await core.firmware.fetch(wanted, () => {}, signal, way)
    images.set(taskId, { sha256, md5, sizeBytes, name: fileName.slice(0, 200) })
  }
  return images
}

/** As a laptop needs them: slots of this bench mean nothing there, and what is only set for this bench is said. */
async function ordersOf(
  { core, settings }: KitMakerParts,
  { orderIds }: KitDraft,
  tasks: readonly Task[],
  images: ReadonlyMap<string, { sha256: string }>,
): Promise<KitOrder[]> {
  const { bench } = settings()
  const orders: KitOrder[] = []
  for (const orderId of orderIds) {
    const order = await core.store.orders.get(orderId)
    const productId =
      order.productId ?? tasks.find(({ taskId }) => taskId === order.taskId)?.productId ?? null
    const usual = bench && productId === bench.productId ? bench.profileId : null
    const image = order.taskId === null ? null : (images.get(order.taskId)?.sha256 ?? null)
    orders.push({
      ...orderDraftSchema.parse(order),
      ...{ orderId, productId, profileId: order.profileId ?? usual, slotIds: null },
      firmwareSha256: order.firmwareSha256 ?? image,
    })
  }
  return orders
}

function profilesOf(
  { core, settings }: KitMakerParts,
  draft: KitDraft,
  orders: readonly KitOrder[],
  products: ReadonlySet<string>,
): KitBody['profiles'] {
  const { bench, slots } = settings()
  const used = [...slots, ...(bench ? [bench] : [])]
    .filter(({ productId }) => productId !== null && products.has(productId))
    .map(({ profileId }) => profileId)
  const ids = new Set([...draft.profileIds, ...orders.map(({ profileId }) => profileId), ...used])
  return [...ids]
    .filter((profileId) => profileId !== null)
    .map((profileId) => {
      const { profile, name } = core.profiles.get(profileId)
      return { ...profile, profileId, name }
    })
}

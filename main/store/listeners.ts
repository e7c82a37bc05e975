// Whoever is told of finished records: webhooks and the folder that records are put into. Read in the transaction that
// writes the end of a job, so that a record and what is owed for it are on disk together. Also the folder that orders come
// in by. Secrets are not here, and nothing is sent from here.
import { z } from 'zod'
import type { Job, RecordChoice } from '../../preload/contract/index.ts'
import type { OutboxMessage } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface ListenersTable {
  /** `webhook:<id>`, `drop:out` */
  listener_id: string
  active: number
  which: RecordChoice['which']
  order_id: string | null
  body_json: string
  created_at: string
}

export interface DropInTable {
  only_one: number
  folder: string
}

const webhookBody = z.object({
  name: z.string(),
  url: z.string(),
  plainHttp: z.boolean(),
  goneAt: z.string().nullable(),
})
const dropOutBody = z.object({ folder: z.string(), json: z.boolean(), csv: z.boolean() })

interface Listening extends RecordChoice {
  readonly listenerId: string
  readonly active: boolean
  readonly createdAt: string
}
export type KeptWebhook = Listening & z.infer<typeof webhookBody>
export type KeptDropOut = Listening & z.infer<typeof dropOutBody>

export const dropOutId = 'drop:out'
const webhookPrefix = 'webhook:'
export const webhookListenerId = (webhookId: string): string => `${webhookPrefix}${webhookId}`

export interface Listeners {
  /** Oldest first. */
  webhooks(): Promise<KeptWebhook[]>
  /** Adds it, or replaces the one of this id. */
  putWebhook(webhook: KeptWebhook): Promise<void>
  /** Null: there is none. */
  dropOut(): Promise<KeptDropOut | null>
  putDropOut(dropOut: KeptDropOut): Promise<void>
  remove(listenerId: string): Promise<void>
  /** Null: orders come in nowhere. */
  dropIn(): Promise<string | null>
  setDropIn(folder: string | null): Promise<void>
}

export function createListeners(db: StoreDb): Listeners {
  const put = ({ listenerId, active, which, orderId, createdAt, ...body }: KeptWebhook | KeptDropOut) =>
    withStoreErrors(async () => {
      const what = { active: active ? 1 : 0, which, order_id: orderId, body_json: JSON.stringify(body) }
      await db
        .insertInto('listeners')
        .values({ listener_id: listenerId, created_at: createdAt, ...what })
        .onConflict((conflict) => conflict.column('listener_id').doUpdateSet(what))
        .execute()
    })
  const read = () => db.selectFrom('listeners').selectAll().orderBy('created_at').orderBy('listener_id')
  return {
    webhooks: () =>
      withStoreErrors(async () => {
        const rows = await read().where('listener_id', 'like', `${webhookPrefix}%`).execute()
        return rows.map((row) => ({ ...listeningOf(row), ...webhookBody.parse(JSON.parse(row.body_json)) }))
      }),
    putWebhook: put,
    dropOut: () =>
      withStoreErrors(async () => {
        const row = await read().where('listener_id', '=', dropOutId).executeTakeFirst()
        return row ? { ...listeningOf(row), ...dropOutBody.parse(JSON.parse(row.body_json)) } : null
      }),
    putDropOut: put,
    remove: (listenerId) =>
      withStoreErrors(async () => {
        await db.deleteFrom('listeners').where('listener_id', '=', listenerId).execute()
      }),
    dropIn: () =>
      withStoreErrors(async () => {
        const row = await db.selectFrom('drop_in').select('folder').executeTakeFirst()
        return row?.folder ?? null
      }),
    setDropIn: (folder) =>
      withStoreErrors(async () => {
        await db.deleteFrom('drop_in').execute()
        if (folder !== null) await db.insertInto('drop_in').values({ only_one: 1, folder }).execute()
      }),
  }
}

/**
 * What is owed for a record that ended, or was put right: one message for each listener who wants it. Of a record that was
 * put right also those hear who wanted it as it was. Part of a transaction of the caller.
 */
export async function recordsOwed(trx: StoreDb, job: Job): Promise<OutboxMessage[]> {
  const listeners = await trx
    .selectFrom('listeners')
    .select(['listener_id', 'which', 'order_id'])
    .where('active', '=', 1)
    .orderBy('created_at')
    .orderBy('listener_id')
    .execute()
  const { jobId, device } = job
  return listeners
    .filter((one) => wants({ which: one.which, orderId: one.order_id }, job))
    .map(({ listener_id }) => ({
      kind: 'record',
      deviceId: device.deviceId ?? device.mac ?? device.sn ?? jobId,
      connectionId: listener_id,
      body: { jobId },
    }))
}

/** Pure. A job that was refused or cancelled made nothing: only who wants all hears of it. */
export function wants({ which, orderId }: RecordChoice, job: Job): boolean {
  if (orderId !== null && orderId !== job.orderId) return false
  const outcomes = [job.outcome, ...(job.correction ? [job.correction.was] : [])]
  if (which === 'passed') return outcomes.includes('passed')
  if (which === 'failed') return outcomes.includes('failed') || outcomes.includes('interrupted')
  return true
}

function listeningOf(row: ListenersTable): Listening {
  const { listener_id, active, which, order_id, created_at } = row
  return { listenerId: listener_id, active: active === 1, which, orderId: order_id, createdAt: created_at }
}

// What still has to reach a cloud, and what has: rows are never removed. A row is written only together with its job.
import type { Generated } from 'kysely'
import { z } from 'zod'
import {
  type ErrorCode,
  type FlashlineError,
  type OutboxKind,
  type OutboxRow,
  type OutboxSummary,
  partSchema,
} from '../../preload/contract/index.ts'
import { storedContext } from './job-row.ts'
import type { OutboxMessage } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import type { StoreDb } from './tables.ts'

export interface OutboxTable {
  outbox_id: Generated<number>
  job_id: string
  device_id: string
  kind: OutboxKind
  body_json: string
  state: OutboxRow['state']
  attempts: Generated<number>
  created_at: string
  attempted_at: string | null
  next_attempt_at: string | null
  sent_at: string | null
  error_code: ErrorCode | null
  error_context_json: string | null
}

/** The first waiting row of a device; later ones of the same device wait for it. */
export interface OutboxHead {
  readonly outboxId: number
  readonly deviceId: string
  readonly attempts: number
  /** Null: now. */
  readonly nextAttemptAt: string | null
}

export interface Outbox {
  /** At most `limit` heads, those that are due first. */
  heads(limit: number): Promise<OutboxHead[]>
  message(outboxId: number): Promise<OutboxMessage>
  markSent(outboxId: number, at: Date): Promise<void>
  markRetry(outboxId: number, at: Date, nextAttemptAt: Date, error: FlashlineError): Promise<void>
  /** Will never be sent; the reason stays with it. */
  markDead(outboxId: number, at: Date, error: FlashlineError): Promise<void>
  /** Waiting and dead rows, oldest first, then sent ones, newest first. */
  list(query: { limit: number }): Promise<OutboxRow[]>
  summary(): Promise<OutboxSummary>
}

const otaLogBody = z.object({ deviceId: z.string(), taskId: z.string() })
const reportBody = z.object({
  deviceId: z.string(),
  part: partSchema,
  model: z.string(),
  fromVersion: z.number(),
  toVersion: z.number(),
  succeeded: z.boolean(),
  description: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
})

/** Part of a transaction of the caller. A kind of message that the job has already is left as it is. */
export async function addMessages(
  trx: StoreDb,
  jobId: string,
  messages: readonly OutboxMessage[],
  at: string,
): Promise<void> {
  for (const { kind, deviceId, body } of messages) {
    const row = { job_id: jobId, device_id: deviceId, kind, body_json: JSON.stringify(body) }
    await trx
      .insertInto('outbox')
      .values({ ...row, state: 'waiting', created_at: at })
      .onConflict((conflict) => conflict.columns(['job_id', 'kind']).doNothing())
      .execute()
  }
}

export function createOutbox(db: StoreDb): Outbox {
  /** Only a waiting row changes: what was sent stays sent. */
  const settle = (
    outboxId: number,
    at: Date,
    change: Pick<OutboxTable, 'state' | 'next_attempt_at' | 'sent_at'>,
    error: FlashlineError | null,
  ) =>
    withStoreErrors(async () => {
      await db
        .updateTable('outbox')
        .set((eb) => ({
          ...change,
          attempts: eb('attempts', '+', 1),
          attempted_at: at.toISOString(),
          error_code: error?.code ?? null,
          error_context_json: error === null ? null : JSON.stringify(error.context),
        }))
        .where('outbox_id', '=', outboxId)
        .where('state', '=', 'waiting')
        .execute()
    })

  return {
    heads: (limit) =>
      withStoreErrors(async () => {
        const first = db
          .selectFrom('outbox')
          .select((eb) => eb.fn.min('outbox_id').as('outbox_id'))
          .where('state', '=', 'waiting')
          .groupBy('device_id')
        const rows = await db
          .selectFrom('outbox')
          .select(['outbox_id', 'device_id', 'attempts', 'next_attempt_at'])
          .where('outbox_id', 'in', first)
          .orderBy('next_attempt_at') // NULL, which is now, sorts first
          .orderBy('outbox_id')
          .limit(limit)
          .execute()
        return rows.map((row) => ({
          outboxId: row.outbox_id,
          deviceId: row.device_id,
          attempts: row.attempts,
          nextAttemptAt: row.next_attempt_at,
        }))
      }),

    message: (outboxId) =>
      withStoreErrors(async () => {
        const row = await db
          .selectFrom('outbox')
          .select(['kind', 'device_id', 'body_json'])
          .where('outbox_id', '=', outboxId)
          .executeTakeFirstOrThrow()
        const body: unknown = JSON.parse(row.body_json)
        return row.kind === 'otaLog'
          ? { kind: row.kind, deviceId: row.device_id, body: otaLogBody.parse(body) }
          : { kind: row.kind, deviceId: row.device_id, body: reportBody.parse(body) }
      }),

    markSent: (outboxId, at) =>
      settle(outboxId, at, { state: 'sent', next_attempt_at: null, sent_at: at.toISOString() }, null),

    markRetry: (outboxId, at, nextAttemptAt, error) =>
      settle(
        outboxId,
        at,
        { state: 'waiting', next_attempt_at: nextAttemptAt.toISOString(), sent_at: null },
        error,
      ),

    markDead: (outboxId, at, error) =>
      settle(outboxId, at, { state: 'dead', next_attempt_at: null, sent_at: null }, error),

    list: ({ limit }) =>
      withStoreErrors(async () => {
        const all = db.selectFrom('outbox').selectAll()
        const open = await all
          .where('state', 'in', ['waiting', 'dead'])
          .orderBy('outbox_id')
          .limit(limit)
          .execute()
        const sent = await all
          .where('state', '=', 'sent')
          .orderBy('outbox_id', 'desc')
          .limit(limit - open.length)
          .execute()
        return [...open, ...sent].map((row) => ({
          outboxId: row.outbox_id,
          jobId: row.job_id,
          deviceId: row.device_id,
          kind: row.kind,
          state: row.state,
          attempts: row.attempts,
          createdAt: row.created_at,
          nextAttemptAt: row.next_attempt_at,
          sentAt: row.sent_at,
          lastError:
            row.error_code === null
              ? null
              : { code: row.error_code, context: storedContext.parse(row.error_context_json ?? '{}') },
        }))
      }),

    summary: () =>
      withStoreErrors(async () => {
        const counts = await db
          .selectFrom('outbox')
          .select((eb) => [
            'state',
            eb.fn.countAll<number>().as('rows'),
            eb.fn.min('created_at').as('oldest'),
          ])
          .where('state', 'in', ['waiting', 'dead'])
          .groupBy('state')
          .execute()
        const latest = await db
          .selectFrom('outbox')
          .select('error_code')
          .where('state', 'in', ['waiting', 'dead'])
          .where('error_code', 'is not', null)
          .orderBy('attempted_at', 'desc')
          .limit(1)
          .executeTakeFirst()
        const waiting = counts.find((row) => row.state === 'waiting')
        const dead = counts.find((row) => row.state === 'dead')
        return {
          waiting: waiting?.rows ?? 0,
          dead: dead?.rows ?? 0,
          oldestAt: waiting?.oldest ?? null,
          lastError: latest?.error_code ?? null,
        }
      }),
  }
}

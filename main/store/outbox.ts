// What still has to reach a cloud, and what has: rows are never removed. A row is written only together with its job.
import { sql } from 'kysely'
import {
  type Delivery,
  FlashlineError,
  type OutboxRow,
  type OutboxSummary,
} from '../../preload/contract/index.ts'
import type { GroupedWrites, Write } from './grouped-writes.ts'
import type { OutboxMessage } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import { fromOutboxRow, type OutboxTable, toMessage } from './outbox-row.ts'
import type { StoreDb } from './tables.ts'

/** The first waiting row of a device at its cloud; later ones of the same device there wait for it. */
export interface OutboxHead {
  readonly outboxId: number
  readonly deviceId: string
  readonly attempts: number
  /** Null: now. */
  readonly nextAttemptAt: string | null
  /** An attempt began and its outcome is not known: the cloud may have it. */
  readonly doubtful: boolean
}

export interface Outbox {
  /** The connections that rows wait for. */
  waitingFor(): Promise<(string | null)[]>
  /** At most `limit` heads of one connection, those that are due first. */
  heads(connectionId: string | null, limit: number): Promise<OutboxHead[]>
  message(outboxId: number): Promise<OutboxMessage>
  /** Written before the cloud is called: should everything stop now, the row is doubtful. */
  markBegun(outboxId: number, at: Date): Promise<void>
  markSent(outboxId: number, at: Date, delivery: Delivery): Promise<void>
  /** `doubtful`: the cloud may have it all the same. */
  markRetry(
    outboxId: number,
    at: Date,
    retry: { nextAttemptAt: Date; error: FlashlineError; doubtful: boolean },
  ): Promise<void>
  /** Will never be sent by itself; the reason stays with it. `doubtful`: the cloud may have it from an earlier attempt. */
  markDead(outboxId: number, at: Date, dead: { error: FlashlineError; doubtful: boolean }): Promise<void>
  /**
   * A dead row waits again, to be tried at once; one that waits stays as it is. Whether the cloud may have it is not
   * forgotten, so it is asked before anything is sent twice. OUTBOX_UNKNOWN for one that was sent or is not there.
   */
  retry(outboxId: number): Promise<OutboxRow>
  /** Waiting and dead rows, oldest first, then sent ones, newest first. */
  list(query: { limit: number }): Promise<OutboxRow[]>
  summary(): Promise<OutboxSummary>
}

/**
 * Part of a transaction of the caller. A kind of message that the job has already is left as it is. Those of a record that
 * was put right (`corrects` 1) stand beside those of its end, and come after them.
 */
export async function addMessages(
  trx: StoreDb,
  jobId: string,
  messages: readonly OutboxMessage[],
  at: string,
  corrects: 0 | 1 = 0,
): Promise<void> {
  for (const { kind, deviceId, connectionId, body } of messages) {
    const row = { device_id: deviceId, connection_id: connectionId, kind, body_json: JSON.stringify(body) }
    await trx
      .insertInto('outbox')
      .values({ job_id: jobId, ...row, state: 'waiting', created_at: at, corrects })
      .onConflict((conflict) => conflict.columns(['job_id', 'kind', 'corrects']).doNothing())
      .execute()
  }
}

/** What a job owes or owed, in the order it came up. */
export async function readMessages(db: StoreDb, jobId: string): Promise<OutboxRow[]> {
  const rows = db.selectFrom('outbox').selectAll().where('job_id', '=', jobId).orderBy('outbox_id')
  return (await rows.execute()).map(fromOutboxRow)
}

export function createOutbox(db: StoreDb, writes: GroupedWrites): Outbox {
  type Outcome = Pick<OutboxTable, 'state' | 'next_attempt_at' | 'sent_at'> &
    Partial<Pick<OutboxTable, 'delivery' | 'attempt_began_at'>>
  const write = (work: Write) => withStoreErrors(() => writes.run(work))
  /** Only a waiting row changes: what was sent stays sent. */
  const settle = (outboxId: number, at: Date, outcome: Outcome, error: FlashlineError | null) =>
    write(async (trx) => {
      await trx
        .updateTable('outbox')
        .set((eb) => ({
          ...outcome,
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
    waitingFor: () =>
      withStoreErrors(async () => {
        const rows = db.selectFrom('outbox').select('connection_id').distinct().where('state', '=', 'waiting')
        return (await rows.execute()).map((row) => row.connection_id)
      }),

    heads: (connectionId, limit) =>
      withStoreErrors(async () => {
        const first = db
          .selectFrom('outbox')
          .select((eb) => eb.fn.min('outbox_id').as('outbox_id'))
          .where('state', '=', 'waiting')
          .where(sql<boolean>`connection_id IS ${connectionId}`)
          .groupBy('device_id')
        const rows = await db
          .selectFrom('outbox')
          .select(['outbox_id', 'device_id', 'attempts', 'next_attempt_at', 'attempt_began_at'])
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
          doubtful: row.attempt_began_at !== null,
        }))
      }),

    message: (outboxId) =>
      withStoreErrors(async () => {
        const columns = ['kind', 'device_id', 'connection_id', 'body_json'] as const
        const row = db.selectFrom('outbox').select(columns).where('outbox_id', '=', outboxId)
        return toMessage(await row.executeTakeFirstOrThrow())
      }),

    markBegun: (outboxId, at) =>
      write(async (trx) => {
        await trx
          .updateTable('outbox')
          .set({ attempt_began_at: at.toISOString() })
          .where('outbox_id', '=', outboxId)
          .where('state', '=', 'waiting')
          .execute()
      }),

    markSent: (outboxId, at, delivery) => {
      const sent = { state: 'sent', next_attempt_at: null, sent_at: at.toISOString(), delivery } as const
      return settle(outboxId, at, sent, null)
    },

    markRetry: (outboxId, at, { nextAttemptAt, error, doubtful }) => {
      const waiting = {
        state: 'waiting',
        next_attempt_at: nextAttemptAt.toISOString(),
        sent_at: null,
      } as const
      return settle(outboxId, at, doubtful ? waiting : { ...waiting, attempt_began_at: null }, error)
    },

    markDead: (outboxId, at, { error, doubtful }) => {
      const dead = { state: 'dead', next_attempt_at: null, sent_at: null } as const
      return settle(outboxId, at, doubtful ? dead : { ...dead, attempt_began_at: null }, error)
    },

    retry: async (outboxId) => {
      await write(async (trx) => {
        await trx
          .updateTable('outbox')
          .set({ state: 'waiting', next_attempt_at: null })
          .where('outbox_id', '=', outboxId)
          .where('state', '=', 'dead')
          .execute()
      })
      return withStoreErrors(async () => {
        const row = await db
          .selectFrom('outbox')
          .selectAll()
          .where('outbox_id', '=', outboxId)
          .where('state', '=', 'waiting')
          .executeTakeFirst()
        if (!row) throw new FlashlineError('OUTBOX_UNKNOWN', { outboxId })
        return fromOutboxRow(row)
      })
    },

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
        return [...open, ...sent].map(fromOutboxRow)
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

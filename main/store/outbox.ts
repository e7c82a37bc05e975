// What still has to reach a cloud or other software, and what has: rows are never removed. A row is written only together
// with its job, or with the file that a result came in.
import { type Selectable, sql } from 'kysely'
import {
  type Delivery,
  FlashlineError,
  type OutboxDecision,
  type OutboxOrigin,
  type OutboxRow,
  type OutboxState,
  type OutboxSummary,
} from '../../preload/contract/index.ts'
import type { OtherResults } from '../clouds/cloud.ts'
import type { GroupedWrites, Write } from './grouped-writes.ts'
import type { OutboxMessage } from './job-store.ts'
import { withStoreErrors } from './open.ts'
import { readOthers } from './other-results.ts'
import { fromOutboxRow, type OutboxTable, toMessage } from './outbox-row.ts'
import { listOutbox, type OutboxQuery, summarizeOutbox } from './outbox-view.ts'
import type { StoreDb } from './tables.ts'

/** The first waiting row of a device at its cloud, or for its listener; later ones of the same device there wait for it. */
export interface OutboxHead {
  readonly outboxId: number
  readonly jobId: string
  readonly deviceId: string
  /** It tells of a record that was put right. */
  readonly corrects: boolean
  readonly attempts: number
  /** Failures for a reason of its own, and since when. */
  readonly ownFailures: { readonly count: number; readonly since: string | null }
  /** Null: now. */
  readonly nextAttemptAt: string | null
  /** An attempt began and its outcome is not known: the cloud may have it. */
  readonly doubtful: boolean
}

/** Whom rows wait for: a cloud by its connection (null: whichever takes the results), or other software. */
export type OutboxDestination =
  | { readonly to: 'cloud'; readonly connectionId: string | null }
  | { readonly to: 'listener'; readonly connectionId: string }

export interface Outbox {
  waitingFor(): Promise<OutboxDestination[]>
  /** At most `limit` heads of one destination, those that are due first. Several connections count as one destination. */
  heads(connectionIds: readonly (string | null)[], limit: number): Promise<OutboxHead[]>
  message(outboxId: number): Promise<OutboxMessage>
  /**
   * Later results of the same device for the same cloud, none of which goes before this one is settled, and those by the same
   * task that went before. No later ones when somebody decided about this one: they may have gone meanwhile.
   */
  others(outboxId: number): Promise<OtherResults>
  /** Written before the cloud is called: should everything stop now, the row is doubtful. */
  markBegun(outboxId: number, at: Date): Promise<void>
  /** Also of one that was exported or dismissed while it was under way: it did arrive. */
  markSent(outboxId: number, at: Date, delivery: Delivery): Promise<void>
  /** `doubtful`: the cloud may have it all the same. `ownFailures`: left out, they stay as they are. */
  markRetry(
    outboxId: number,
    at: Date,
    retry: {
      nextAttemptAt: Date
      error: FlashlineError
      doubtful: boolean
      ownFailures?: OutboxHead['ownFailures']
    },
  ): Promise<void>
  /** Will never be sent by itself; the reason stays with it. `doubtful`: the cloud may have it from an earlier attempt. */
  markDead(outboxId: number, at: Date, dead: { error: FlashlineError; doubtful: boolean }): Promise<void>
  /** The rows went into a file for another station, which sends them. Only waiting ones change; returns how many. */
  markExported(outboxIds: readonly number[], decision: OutboxDecision): Promise<number>
  /**
   * A dead or dismissed row waits again, to be tried at once; one that waits stays as it is. Whether the cloud may have it
   * is not forgotten, so it is asked before anything is sent twice. It goes before all of its device that wait still; those
   * that have gone meanwhile have gone. OUTBOX_UNKNOWN for one that is not there, OUTBOX_STATE for one in another state.
   */
  retry(outboxId: number, decision: OutboxDecision): Promise<OutboxRow>
  /** A dead or waiting row stays unsent. OUTBOX_UNKNOWN, OUTBOX_STATE. */
  dismiss(outboxId: number, decision: OutboxDecision): Promise<OutboxRow>
  /** What waits for a listener who is no more, or was refused by it, stays unsent. */
  giveUp(listenerId: string, decision: OutboxDecision): Promise<void>
  /** An exported row waits here again; whoever got the file may have sent it, so the cloud is asked first. As retry. */
  takeBack(outboxId: number, decision: OutboxDecision): Promise<OutboxRow>
  list(query: OutboxQuery): Promise<OutboxRow[]>
  summary(): Promise<OutboxSummary>
}

export interface AddOptions {
  /** 1: owed since the record was put right; stands beside those of its end, and comes after them. */
  readonly corrects?: 0 | 1
  /** Of a result that came from another station. */
  readonly origin?: OutboxOrigin
  /** It may have arrived already: whoever is told is asked before anything is sent. */
  readonly isDoubtful?: boolean
}

/**
 * Part of a transaction of the caller, also for jobs that are not in this database. A message that the job has already is
 * left as it is, whatever became of it. Returns how many are new.
 */
export async function addMessages(
  trx: StoreDb,
  jobId: string,
  messages: readonly OutboxMessage[],
  at: string,
  { corrects = 0, origin, isDoubtful = false }: AddOptions = {},
): Promise<number> {
  const shared = {
    job_id: jobId,
    state: 'waiting',
    created_at: at,
    corrects,
    origin_json: origin === undefined ? null : JSON.stringify(origin),
    attempt_began_at: isDoubtful ? at : null,
  } as const
  let added = 0
  for (const { kind, deviceId, connectionId, body } of messages) {
    const row = { device_id: deviceId, connection_id: connectionId, kind, body_json: JSON.stringify(body) }
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('outbox')
      .values({ ...shared, ...row })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    added += Number(numInsertedOrUpdatedRows ?? 0)
  }
  return added
}

/** What a job owes or owed, in the order it came up. */
export async function readMessages(db: StoreDb, jobId: string): Promise<OutboxRow[]> {
  const rows = db.selectFrom('outbox').selectAll().where('job_id', '=', jobId).orderBy('outbox_id')
  return (await rows.execute()).map(fromOutboxRow)
}

export function createOutbox(db: StoreDb, writes: GroupedWrites): Outbox {
  type Changes = Partial<Selectable<OutboxTable>>
  const write = (work: Write) => withStoreErrors(() => writes.run(work))
  /** Only a row in one of these states changes. Returns how many were. */
  const change = async (outboxIds: readonly number[], from: readonly OutboxState[], changes: Changes) => {
    let changed = 0
    await write(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('outbox')
        .set(changes)
        .where('outbox_id', 'in', outboxIds)
        .where('state', 'in', from)
        .executeTakeFirst()
      changed = Number(numUpdatedRows)
    })
    return changed
  }
  const settle = (
    outboxId: number,
    at: Date,
    from: readonly OutboxState[],
    outcome: Changes,
    error: FlashlineError | null,
  ) =>
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
        .where('state', 'in', from)
        .execute()
    })
  const row = (outboxId: number) =>
    withStoreErrors(async () => {
      const found = db.selectFrom('outbox').selectAll().where('outbox_id', '=', outboxId)
      const row = await found.executeTakeFirst()
      if (row === undefined) throw new FlashlineError('OUTBOX_UNKNOWN', { outboxId })
      return row
    })
  /** A person's decision; the row must be in one of these states, or in the wanted one already. */
  const decide = async (
    outboxId: number,
    decision: OutboxDecision,
    from: readonly OutboxState[],
    changes: Changes & { state: OutboxState },
  ) => {
    const changed = await change([outboxId], from, { ...changes, decision_json: JSON.stringify(decision) })
    const after = await row(outboxId)
    if (changed === 0 && after.state !== changes.state)
      throw new FlashlineError('OUTBOX_STATE', { outboxId, state: after.state })
    return fromOutboxRow(after)
  }

  return {
    waitingFor: () =>
      withStoreErrors(async () => {
        const rows = await db
          .selectFrom('outbox')
          .select(['connection_id', (eb) => eb('kind', '=', 'record').as('is_record')])
          .distinct()
          .where('state', '=', 'waiting')
          .execute()
        return rows.map(({ connection_id, is_record }) =>
          connection_id !== null && is_record
            ? { to: 'listener', connectionId: connection_id }
            : { to: 'cloud', connectionId: connection_id },
        )
      }),

    heads: (connectionIds, limit) =>
      withStoreErrors(async () => {
        const first = db
          .selectFrom('outbox')
          .select((eb) => eb.fn.min('outbox_id').as('outbox_id'))
          .where('state', '=', 'waiting')
          .where((eb) => eb.or(connectionIds.map((id) => sql<boolean>`connection_id IS ${id}`)))
          .groupBy('device_id')
        const rows = await db
          .selectFrom('outbox')
          .selectAll()
          .where('outbox_id', 'in', first)
          .orderBy('next_attempt_at') // NULL, which is now, sorts first
          .orderBy('outbox_id')
          .limit(limit)
          .execute()
        return rows.map((row) => ({
          outboxId: row.outbox_id,
          jobId: row.job_id,
          deviceId: row.device_id,
          corrects: row.corrects === 1,
          attempts: row.attempts,
          ownFailures: { count: row.own_failures, since: row.own_failing_since },
          nextAttemptAt: row.next_attempt_at,
          doubtful: row.attempt_began_at !== null,
        }))
      }),

    message: async (outboxId) => toMessage(await row(outboxId)),

    others: (outboxId) => withStoreErrors(async () => readOthers(db, await row(outboxId))),

    markBegun: async (outboxId, at) => {
      await change([outboxId], ['waiting'], { attempt_began_at: at.toISOString() })
    },

    markSent: (outboxId, at, delivery) =>
      settle(
        outboxId,
        at,
        ['waiting', 'exported', 'dismissed'],
        { state: 'sent', next_attempt_at: null, sent_at: at.toISOString(), delivery },
        null,
      ),

    markRetry: (outboxId, at, { nextAttemptAt, error, doubtful, ownFailures }) =>
      settle(
        outboxId,
        at,
        ['waiting'],
        {
          next_attempt_at: nextAttemptAt.toISOString(),
          ...(doubtful ? {} : { attempt_began_at: null }),
          ...(ownFailures && { own_failures: ownFailures.count, own_failing_since: ownFailures.since }),
        },
        error,
      ),

    markDead: (outboxId, at, { error, doubtful }) =>
      settle(
        outboxId,
        at,
        ['waiting'],
        { state: 'dead', next_attempt_at: null, ...(doubtful ? {} : { attempt_began_at: null }) },
        error,
      ),

    markExported: (outboxIds, decision) =>
      change(outboxIds, ['waiting'], {
        state: 'exported',
        next_attempt_at: null,
        decision_json: JSON.stringify(decision),
      }),

    retry: (outboxId, decision) => decide(outboxId, decision, ['dead', 'dismissed'], { ...anew }),

    dismiss: (outboxId, decision) =>
      decide(outboxId, decision, ['dead', 'waiting'], { state: 'dismissed', next_attempt_at: null }),

    giveUp: (listenerId, decision) =>
      write(async (trx) => {
        await trx
          .updateTable('outbox')
          .set({ state: 'dismissed', next_attempt_at: null, decision_json: JSON.stringify(decision) })
          .where('connection_id', '=', listenerId)
          .where('kind', '=', 'record')
          .where('state', 'in', ['dead', 'waiting'])
          .execute()
      }),

    takeBack: (outboxId, decision) =>
      decide(outboxId, decision, ['exported'], { ...anew, attempt_began_at: decision.at }),

    list: (query) => listOutbox(db, query),

    summary: () => summarizeOutbox(db),
  }
}

/** To be tried at once, and for as long as a new one. */
const anew = { state: 'waiting', next_attempt_at: null, own_failures: 0, own_failing_since: null } as const

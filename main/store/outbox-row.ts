// An outbox row as it is in the table, as the contract shows it, and the message in it. Pure.
import type { Generated, Selectable } from 'kysely'
import { z } from 'zod'
import {
  type Delivery,
  type ErrorCode,
  type OutboxKind,
  type OutboxRow,
  outboxDecisionSchema,
  outboxOriginSchema,
  partSchema,
} from '../../preload/contract/index.ts'
import { storedContext } from './job-row.ts'
import type { OutboxMessage } from './job-store.ts'

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
  connection_id: string | null
  delivery: Delivery | null
  /** Of a waiting row: the cloud may have it since then. */
  attempt_began_at: string | null
  /** 1: owed since the record was put right. */
  corrects: Generated<number>
  /** Of a result of another station. */
  origin_json: string | null
  decision_json: string | null
  /** Failed attempts for a reason of its own, and since when. */
  own_failures: Generated<number>
  own_failing_since: string | null
}

const json = z.string().transform((text): unknown => JSON.parse(text))
const otaLogBody = json.pipe(
  z.object({ deviceId: z.string(), taskId: z.string(), startedAt: z.string().nullable().default(null) }),
)
const reportBody = json.pipe(
  z.object({
    deviceId: z.string(),
    // Not in rows from before connections.
    taskId: z.string().nullable().default(null),
    part: partSchema,
    model: z.string(),
    fromVersion: z.number(),
    toVersion: z.number(),
    succeeded: z.boolean(),
    description: z.string(),
    startedAt: z.string(),
    endedAt: z.string(),
  }),
)

const recordBody = json.pipe(z.object({ jobId: z.string() }))
const storedOrigin = json.pipe(outboxOriginSchema)
const storedDecision = json.pipe(outboxDecisionSchema)

type MessageColumns = Pick<OutboxTable, 'kind' | 'device_id' | 'connection_id' | 'body_json'>

export function toMessage({ kind, device_id, connection_id, body_json }: MessageColumns): OutboxMessage {
  const to = { deviceId: device_id, connectionId: connection_id }
  if (kind === 'otaLog') return { kind, ...to, body: otaLogBody.parse(body_json) }
  if (kind === 'report') return { kind, ...to, body: reportBody.parse(body_json) }
  const { deviceId } = to
  return { kind, deviceId, connectionId: connection_id ?? '', body: recordBody.parse(body_json) }
}

export function fromOutboxRow(row: Selectable<OutboxTable>): OutboxRow {
  return {
    outboxId: row.outbox_id,
    jobId: row.job_id,
    deviceId: row.device_id,
    connectionId: row.connection_id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at,
    sentAt: row.sent_at,
    delivery: row.delivery,
    lastError:
      row.error_code === null
        ? null
        : { code: row.error_code, context: storedContext.parse(row.error_context_json ?? '{}') },
    origin: row.origin_json === null ? null : storedOrigin.parse(row.origin_json),
    decision: row.decision_json === null ? null : storedDecision.parse(row.decision_json),
  }
}

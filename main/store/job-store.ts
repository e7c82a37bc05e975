// What the flow needs from the database: each method is one transaction.
import type { Device, Job, LogLine, OutboxKind } from '../../preload/contract/index.ts'
import type { OtaLog, Report } from '../clouds/cloud.ts'

interface Addressed {
  readonly deviceId: string
  /** Null: whichever connection takes the results when it is sent. */
  readonly connectionId: string | null
}

/** Which record: it is read when it is sent. */
export interface RecordNotice {
  readonly jobId: string
}

/** A message for a cloud or for other software, before it has a row. */
export type OutboxMessage =
  | (Addressed & { readonly kind: Extract<OutboxKind, 'otaLog'>; readonly body: OtaLog })
  | (Addressed & { readonly kind: Extract<OutboxKind, 'report'>; readonly body: Report })
  | {
      readonly kind: Extract<OutboxKind, 'record'>
      /** What keeps the records of one unit in order: its device id, or what else it is known by. */
      readonly deviceId: string
      /** The listener: `webhook:<id>`, `drop:out`. */
      readonly connectionId: string
      readonly body: RecordNotice
    }

export interface JobStore {
  /** The job exists from here on, with outcome `running`. STORE_FULL, STORE_BROKEN. */
  begin(job: Job): Promise<void>
  /** Writes the job's state and steps as they are now, the new log lines, and what is owed to the cloud. */
  save(job: Job, log: readonly LogLine[], messages: readonly OutboxMessage[]): Promise<void>
}

export interface PassedBefore {
  /** In the order; null: it counts for none, or is not asked about. Asked first. */
  readonly orderId: string | null
  /** With this version, as the upgrade service counts it; null: not asked about. */
  readonly toVersion: number | null
  readonly productId: string | null
  readonly unit: Device
}

/** When its last such pass ended; null: it has not passed. */
export type FindPassed = (query: PassedBefore) => Promise<string | null>

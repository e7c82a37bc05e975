// What the flow needs from the database: each method is one transaction.
import type { Job, LogLine, OutboxKind } from '../../preload/contract/index.ts'
import type { OtaLog, Report } from '../clouds/cloud.ts'

/** A message for a cloud, before it has a row. */
export type OutboxMessage =
  | { readonly kind: Extract<OutboxKind, 'otaLog'>; readonly deviceId: string; readonly body: OtaLog }
  | { readonly kind: Extract<OutboxKind, 'report'>; readonly deviceId: string; readonly body: Report }

export interface JobStore {
  /** The job exists from here on, with outcome `running`. STORE_FULL, STORE_BROKEN. */
  begin(job: Job): Promise<void>
  /** Writes the job's state and steps as they are now, the new log lines, and what is owed to the cloud. */
  save(job: Job, log: readonly LogLine[], messages: readonly OutboxMessage[]): Promise<void>
}

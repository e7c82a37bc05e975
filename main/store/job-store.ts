// What the flow needs from the database: each method is one transaction.
import type { Job, LogLine, OutboxKind } from '../../preload/contract/index.ts'
import type { OtaLog, Report } from '../clouds/cloud.ts'

interface Addressed {
  readonly deviceId: string
  /** Null: whichever connection takes the results when it is sent. */
  readonly connectionId: string | null
}

/** A message for a cloud, before it has a row. */
export type OutboxMessage = Addressed &
  (
    | { readonly kind: Extract<OutboxKind, 'otaLog'>; readonly body: OtaLog }
    | { readonly kind: Extract<OutboxKind, 'report'>; readonly body: Report }
  )

export interface JobStore {
  /** The job exists from here on, with outcome `running`. STORE_FULL, STORE_BROKEN. */
  begin(job: Job): Promise<void>
  /** Writes the job's state and steps as they are now, the new log lines, and what is owed to the cloud. */
  save(job: Job, log: readonly LogLine[], messages: readonly OutboxMessage[]): Promise<void>
}

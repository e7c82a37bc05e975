// Whoever is told of finished records: a webhook, a folder. Implemented by the factory's side; the sender keeps the order,
// the back-off and the end.

export interface RecordRow {
  /** Stable: told again it is the same number, by which a listener knows what it has. */
  readonly outboxId: number
  readonly jobId: string
  /** It tells of a record that was put right after its end. */
  readonly corrects: boolean
}

export interface RecordSink {
  /**
   * Reads the record and hands it over; resolves when the listener has it. Rejects with the code of the failure: those that
   * outbox/schedule.ts lists as pausing hold back this listener only; JOB_UNKNOWN and CLOUD_REFUSED end the row.
   */
  send(row: RecordRow, signal: AbortSignal): Promise<void>
}

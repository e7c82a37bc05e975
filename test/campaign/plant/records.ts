// What the station's database says, read from its file while no station runs.
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { z } from 'zod'

const bit = z.union([z.literal(0), z.literal(1)]).transform(Boolean)

const recordSchema = z.object({
  job_no: z.int(),
  job_id: z.string(),
  slot_id: z.string(),
  device_id: z.string().nullable(),
  order_id: z.string().nullable(),
  task_id: z.string().nullable(),
  outcome: z.string(),
  error_code: z.string().nullable(),
  touched: bit,
  to_number: z.int().nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
})
export type StoredRecord = z.infer<typeof recordSchema>

const messageSchema = z.object({
  job_id: z.string(),
  kind: z.string(),
  state: z.string(),
  delivery: z.string().nullable(),
  error_code: z.string().nullable(),
})
export type StoredMessage = z.infer<typeof messageSchema>

export interface StoredRecords {
  /** In the order in which they began. */
  readonly records: readonly StoredRecord[]
  readonly messages: readonly StoredMessage[]
  /** What SQLite says of its file; `ok`. */
  readonly integrity: string
}

export function readRecords(dataDir: string): StoredRecords {
  const db = new BetterSqlite3(join(dataDir, 'station.sqlite'), { readonly: true })
  try {
    const all = <Row>(schema: z.ZodType<Row>, sql: string) => z.array(schema).parse(db.prepare(sql).all())
    const columns = Object.keys(recordSchema.shape).join(', ')
    return {
      records: all(recordSchema, `SELECT ${columns} FROM jobs ORDER BY job_no`),
      messages: all(
        messageSchema,
        `SELECT ${Object.keys(messageSchema.shape).join(', ')} FROM outbox ORDER BY outbox_id`,
      ),
      integrity: z.string().parse(db.pragma('integrity_check', { simple: true })),
    }
  } finally {
    db.close()
  }
}

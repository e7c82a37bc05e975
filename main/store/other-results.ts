// Results in the outbox that go around one of the same device to the same cloud: by them it is told apart from what the cloud
// keeps of others.
import { type Selectable, sql } from 'kysely'
import type { OtherResults } from '../clouds/cloud.ts'
import type { OutboxTable } from './outbox-row.ts'
import type { StoreDb } from './tables.ts'

export async function readOthers(db: StoreDb, row: Selectable<OutboxTable>): Promise<OtherResults> {
  const reports = db
    .selectFrom('outbox')
    .where('device_id', '=', row.device_id)
    .where('kind', '=', 'report')
    .where(sql<boolean>`connection_id IS ${row.connection_id}`)
  const later = await reports.select('job_id').distinct().where('outbox_id', '>', row.outbox_id).execute()
  const endedAt = sql<string>`body_json ->> '$.endedAt'`
  const earlier = await reports
    .select(endedAt.as('ended_at'))
    .where('state', '=', 'sent')
    .where('outbox_id', '<', row.outbox_id)
    .where(sql<boolean>`body_json ->> '$.taskId' = ${row.body_json} ->> '$.taskId'`)
    .where(sql<boolean>`body_json ->> '$.succeeded'`)
    .execute()
  return {
    laterJobs: row.decision_json === null ? later.map(({ job_id }) => job_id) : [],
    earlierEnds: earlier.map(({ ended_at }) => ended_at),
  }
}

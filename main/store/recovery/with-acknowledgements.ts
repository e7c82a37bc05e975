// An outbox that also keeps beside the database what was acknowledged, before the database says so.
import { withStoreErrors } from '../open.ts'
import type { Outbox } from '../outbox.ts'
import type { StoreDb } from '../tables.ts'
import { noteAcknowledged } from './acknowledgements.ts'

export function withAcknowledgements(outbox: Outbox, db: StoreDb, dataDir: string): Outbox {
  return {
    ...outbox,
    async markSent(outboxId, at, delivery) {
      const row = await withStoreErrors(() =>
        db
          .selectFrom('outbox')
          .select(['job_id as jobId', 'kind', 'corrects', 'connection_id as connectionId'])
          .where('outbox_id', '=', outboxId)
          .executeTakeFirst(),
      )
      if (row) await noteAcknowledged(dataDir, { ...row, at: at.toISOString(), delivery })
      await outbox.markSent(outboxId, at, delivery)
    },
  }
}

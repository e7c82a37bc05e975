// What happened, and what waits for a cloud.
import { z } from 'zod'
import { historyChoicesSchema, historyFilterSchema, lotReportSchema } from '../history.ts'
import { jobRecordSchema, jobSchema, outboxRowSchema, outboxStateSchema } from '../model.ts'
import { chainReportSchema } from '../record-chain.ts'
import { statisticsQuerySchema, statisticsSchema } from '../statistics.ts'
import { unitSchema, unitStorySchema } from '../unit-story.ts'
import { call } from './call.ts'

export const historyCalls = {
  list: call
    .route({ method: 'GET', path: '/jobs', summary: 'Ended jobs, newest first' })
    .input(
      historyFilterSchema.extend({
        limit: z.coerce.number().int().min(1).max(500).default(50),
        /** Only jobs that ended before this job. */
        beforeJobId: z.string().max(64).optional(),
      }),
    )
    .output(
      z.object({
        /** Of the filter; counted to 10,000 and no further. */
        total: z.number().int(),
        isTotalExact: z.boolean(),
        jobs: z.array(jobSchema),
      }),
    ),
  get: call
    .route({ method: 'GET', path: '/jobs/{jobId}', summary: 'One job with its console log' })
    .input(z.object({ jobId: z.string().max(64) }))
    .output(jobRecordSchema),
  choices: call
    .route({ method: 'GET', path: '/history/choices', summary: 'What a filter may choose from' })
    .output(historyChoicesSchema),
  export: call
    .route({
      method: 'GET',
      path: '/history/export',
      summary: 'A part of the history as text, newest first; `next` asks for the part behind it',
    })
    .input(
      historyFilterSchema.extend({
        format: z.enum(['csv', 'json']),
        next: z.string().max(200).optional(),
        /** With a proof of each part: `flashline history verify --proof`. */
        proof: z.stringbool().or(z.boolean()).optional(),
      }),
    )
    .output(
      z.object({
        /** Parts joined are one file: the first has the head of a table, JSON has one object a line. */
        text: z.string(),
        rows: z.number().int(),
        /** Null: this was the last part. */
        next: z.string().nullable(),
        /** One line; lines joined are the file beside the export. Null: not asked for. */
        proof: z.string().nullable(),
      }),
    ),
  chain: call
    .route({
      method: 'GET',
      path: '/history/chain',
      summary: 'How many records are chained, and the last check',
    })
    .output(
      z.object({
        entries: z.number().int().nonnegative(),
        /** Null: not checked since the start. */
        report: chainReportSchema.nullable(),
      }),
    ),
  verify: call
    .route({
      method: 'POST',
      path: '/history/verify',
      summary: 'Check every record against the chain: which were edited, removed, added or moved',
    })
    .output(chainReportSchema),
  lot: call
    .route({ method: 'GET', path: '/lots/{lot}', summary: 'What became of a lot' })
    .input(z.object({ lot: z.string().min(1).max(60) }))
    .output(lotReportSchema),
}

const outboxId = z.coerce.number().int()

export const outboxCalls = {
  list: call
    .route({
      method: 'GET',
      path: '/outbox',
      summary: 'What waits for a cloud or other software, and why: dead ones first',
    })
    .input(
      z.object({
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        /** Left out: all. */
        state: outboxStateSchema.optional(),
      }),
    )
    .output(z.array(outboxRowSchema)),
  retry: call
    .route({
      method: 'POST',
      path: '/outbox/{outboxId}/retry',
      summary: 'Send a message again that was refused for good or left unsent',
    })
    .input(z.object({ outboxId, note: z.string().trim().max(500).default('') }))
    .output(outboxRowSchema),
  dismiss: call
    .route({
      method: 'POST',
      path: '/outbox/{outboxId}/dismiss',
      summary: 'Leave a message unsent, with the reason',
    })
    .input(z.object({ outboxId, note: z.string().trim().min(1).max(500) }))
    .output(outboxRowSchema),
  takeBack: call
    .route({
      method: 'POST',
      path: '/outbox/{outboxId}/take-back',
      summary: 'Send a message from here after all that went into a file for another station',
    })
    .input(z.object({ outboxId, note: z.string().trim().max(500).default('') }))
    .output(outboxRowSchema),
}

export const statisticsCalls = {
  read: call
    .route({ method: 'GET', path: '/statistics', summary: 'What the records add up to' })
    .input(statisticsQuerySchema)
    .output(statisticsSchema),
}

export const unitsCalls = {
  search: call
    .route({ method: 'GET', path: '/units', summary: 'Units by a part of their id, MAC or serial number' })
    .input(
      z.object({
        text: z.string().trim().max(100),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(unitSchema)),
  story: call
    .route({
      method: 'GET',
      path: '/units/story',
      summary: 'What was done to a unit, here and in its clouds',
    })
    .input(
      z
        .object({
          deviceId: z.string().min(1).max(100).optional(),
          mac: z.string().min(1).max(100).optional(),
          sn: z.string().min(1).max(100).optional(),
        })
        .refine((unit) => unit.deviceId ?? unit.mac ?? unit.sn),
    )
    .output(unitStorySchema),
}

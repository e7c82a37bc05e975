// Offline kits: made, looked into, taken in; result files out and in; and the keys that sign both.
import { z } from 'zod'
import {
  importedKitSchema,
  kitDraftSchema,
  kitEntrySchema,
  kitPreviewSchema,
  largestKitBytes,
  madeFileSchema,
  publicKeySchema,
  resultFileSchema,
  resultsPreviewSchema,
  stationKeySchema,
  trustedKeySchema,
} from '../kits.ts'
import { jobSchema } from '../model.ts'
import { uploadChunkBytes } from '../upload-sizes.ts'
import { call } from './call.ts'

const uploadId = z.string().max(64)
const fileId = z.string().max(64)

export const kitsCalls = {
  list: call
    .route({ method: 'GET', path: '/kits', summary: 'Kits that were brought in, and result files' })
    .output(
      z.object({
        kits: z.array(kitEntrySchema),
        files: z.array(resultFileSchema),
        /** Messages for a cloud that could go into a result file now. */
        waiting: z.number().int().nonnegative(),
      }),
    ),
  keys: call
    .route({ method: 'GET', path: '/kits/keys', summary: "This station's key, and those it trusts" })
    .output(z.object({ own: stationKeySchema, trusted: z.array(trustedKeySchema) })),
  trust: call
    .route({ method: 'PUT', path: '/kits/keys/{publicKey}', summary: 'Trust the key of a station' })
    .input(trustedKeySchema.pick({ publicKey: true, name: true }))
    .output(trustedKeySchema),
  distrust: call
    .route({ method: 'DELETE', path: '/kits/keys/{publicKey}', summary: 'Trust a key no more' })
    .input(z.object({ publicKey: publicKeySchema }))
    .output(z.object({ removed: z.boolean() })),
  create: call
    .route({ method: 'POST', path: '/kits', summary: 'Make and sign a kit; then fetch it with `download`' })
    .input(kitDraftSchema)
    .output(madeFileSchema),
  beginUpload: call
    .route({ method: 'POST', path: '/kits/uploads', summary: 'Begin to hand a kit or result file in' })
    .input(
      z.object({
        name: z.string().min(1).max(200),
        sizeBytes: z.number().int().min(1).max(largestKitBytes),
      }),
    )
    .output(z.object({ uploadId })),
  upload: call
    .route({
      method: 'PUT',
      path: '/kits/uploads/{uploadId}',
      summary: 'The next bytes of the file, as base64',
    })
    .input(
      z.object({
        uploadId,
        offset: z.number().int().nonnegative(),
        bytes: z.base64().max(Math.ceil(uploadChunkBytes / 3) * 4),
      }),
    )
    .output(z.object({ receivedBytes: z.number().int() })),
  cancelUpload: call
    .route({ method: 'DELETE', path: '/kits/uploads/{uploadId}', summary: 'Forget a file that was begun' })
    .input(z.object({ uploadId }))
    .output(z.object({ cancelled: z.boolean() })),
  inspect: call
    .route({
      method: 'POST',
      path: '/kits/uploads/{uploadId}/inspect',
      summary: 'What is in the file, whether it is whole, and whether it would be taken; takes nothing',
    })
    .input(z.object({ uploadId }))
    .output(
      z.discriminatedUnion('kind', [
        kitPreviewSchema.extend({ kind: z.literal('kit') }),
        resultsPreviewSchema.extend({ kind: z.literal('results') }),
      ]),
    ),
  import: call
    .route({
      method: 'POST',
      path: '/kits/uploads/{uploadId}/import',
      summary: 'Take a kit in, all or nothing; `replaceProfiles` only by a lead',
    })
    .input(z.object({ uploadId, replaceProfiles: z.boolean().default(false) }))
    .output(importedKitSchema),
  importResults: call
    .route({
      method: 'POST',
      path: '/kits/uploads/{uploadId}/import-results',
      summary: 'Take results of another station into the outbox; each goes to its cloud once',
    })
    .input(z.object({ uploadId }))
    .output(resultFileSchema),
  exportResults: call
    .route({
      method: 'POST',
      path: '/kits/results',
      summary: 'Write what waits for a cloud into a signed file; null: nothing waits',
    })
    .output(madeFileSchema.extend({ file: resultFileSchema }).nullable()),
  records: call
    .route({
      method: 'GET',
      path: '/kits/results/{fileId}',
      summary: 'The records in a result file that came in',
    })
    .input(z.object({ fileId }))
    .output(z.array(jobSchema)),
  download: call
    .route({
      method: 'GET',
      path: '/kits/files/{fileId}',
      summary: 'The next bytes of a file that was made here, as base64',
    })
    .input(z.object({ fileId, offset: z.coerce.number().int().nonnegative() }))
    .output(madeFileSchema.extend({ bytes: z.base64() })),
}

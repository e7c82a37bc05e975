// The library of images on this station, and the catalogues it is filled from.
import { z } from 'zod'
import { catalogueViewSchema, imageReportSchema, libraryImageSchema, sha256Schema } from '../library.ts'
import { largestUploadBytes, uploadChunkBytes } from '../upload-sizes.ts'
import { call } from './call.ts'

const imageInput = z.object({ sha256: sha256Schema })
const uploadId = z.string().max(64)

export const firmwareCalls = {
  list: call
    .route({ method: 'GET', path: '/firmware', summary: 'Images on this station' })
    .output(z.object({ images: z.array(libraryImageSchema), totalBytes: z.number().int() })),
  catalogue: call
    .route({ method: 'GET', path: '/firmware/catalogue', summary: 'The synced firmware lists of the clouds' })
    .input(z.object({ productKey: z.string().max(64).optional() }))
    .output(z.array(catalogueViewSchema)),
  inspect: call
    .route({ method: 'GET', path: '/firmware/{sha256}', summary: 'What is inside an image' })
    .input(imageInput)
    .output(imageReportSchema),
  check: call
    .route({
      method: 'POST',
      path: '/firmware/{sha256}/check',
      summary: 'Read an image again and compare its digest',
    })
    .input(imageInput)
    .output(libraryImageSchema),
  pin: call
    .route({
      method: 'POST',
      path: '/firmware/{sha256}/pin',
      summary: 'Keep an image whatever happens, or no more',
    })
    .input(imageInput.extend({ pinned: z.boolean() }))
    .output(libraryImageSchema),
  remove: call
    .route({ method: 'DELETE', path: '/firmware/{sha256}', summary: 'Remove an image from this station' })
    .input(imageInput)
    .output(z.object({ removed: z.boolean() })),
  fetch: call
    .route({ method: 'POST', path: '/firmware/fetch', summary: 'Fetch the file of a catalogue entry' })
    .input(z.object({ connectionId: z.string().max(64), firmwareId: z.string().max(200) }))
    .output(libraryImageSchema),
  beginUpload: call
    .route({ method: 'POST', path: '/firmware/uploads', summary: 'Begin to hand a file in' })
    .input(
      z.object({
        name: z.string().min(1).max(200),
        sizeBytes: z.number().int().min(1).max(largestUploadBytes),
      }),
    )
    .output(z.object({ uploadId })),
  upload: call
    .route({
      method: 'PUT',
      path: '/firmware/uploads/{uploadId}',
      summary: 'The next bytes of a file, as base64',
    })
    .input(
      z.object({
        uploadId,
        offset: z.number().int().nonnegative(),
        bytes: z.base64().max(Math.ceil(uploadChunkBytes / 3) * 4),
      }),
    )
    .output(z.object({ receivedBytes: z.number().int() })),
  finishUpload: call
    .route({
      method: 'POST',
      path: '/firmware/uploads/{uploadId}/finish',
      summary: 'Take the file into the library; one that no catalogue lists only with `allowUnmatched`',
    })
    .input(z.object({ uploadId, allowUnmatched: z.boolean().default(false) }))
    .output(libraryImageSchema),
  cancelUpload: call
    .route({
      method: 'DELETE',
      path: '/firmware/uploads/{uploadId}',
      summary: 'Forget a file that was begun',
    })
    .input(z.object({ uploadId }))
    .output(z.object({ cancelled: z.boolean() })),
}

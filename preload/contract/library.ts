// The library of images on this station, and what a catalogue says of them.
import { z } from 'zod'
import { catalogueEntrySchema } from './cloud-model.ts'

const time = z.iso.datetime()
const count = z.number().int().nonnegative()

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

export const libraryImageSchema = z.object({
  sha256: sha256Schema,
  md5: z.string(),
  sizeBytes: count,
  /** Of the file it came from; null: not known. */
  name: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  storedAt: time,
  lastUsedAt: time,
  /** Is not removed, by nobody and nothing. */
  pinned: z.boolean(),
  /** Of the file as it lies there: `unchecked` since it was stored. */
  digest: z.enum(['unchecked', 'good', 'broken', 'missing']),
  checkedAt: time.nullable(),
  /** Synced tasks that flash it. */
  tasks: z.array(z.object({ taskId: z.string(), name: z.string(), productId: z.string() })),
  /** Catalogue entries that describe this very file. */
  entries: z.array(
    z.object({ connectionId: z.string(), firmwareId: z.string(), name: z.string(), version: z.string() }),
  ),
})
export type LibraryImage = z.infer<typeof libraryImageSchema>

export const catalogueViewSchema = catalogueEntrySchema.extend({
  connectionId: z.string(),
  /** The image in the library; null: not fetched. */
  sha256: z.string().nullable(),
  vanished: z.boolean(),
})
export type CatalogueView = z.infer<typeof catalogueViewSchema>

/** What is inside an image. Addresses and sizes in bytes. */
export const imageReportSchema = z.object({
  sha256: sha256Schema,
  md5: z.string(),
  sizeBytes: count,
  /** As the format calls itself: `esp`, `elf`, `intelHex`, `uf2`, `mcuboot`, ... */
  format: z.string(),
  chip: z.string().nullable(),
  version: z.string().nullable(),
  entryPoint: count.nullable(),
  regions: z.array(z.object({ address: count.nullable(), sizeBytes: count, name: z.string().nullable() })),
  /** Facts of the format, as they are written in it. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type ImageReport = z.infer<typeof imageReportSchema>

/** A download that runs. */
export const firmwareFetchSchema = z.object({
  connectionId: z.string(),
  firmwareId: z.string(),
  doneBytes: count,
  totalBytes: count,
})
export type FirmwareFetch = z.infer<typeof firmwareFetchSchema>

// What a profile says about a device that takes its image by an HTTP request. The defaults are those of the update page that
// most Arduino firmware has (ESP8266HTTPUpdateServer, ElegantOTA): a form at /update. Templates may have `{ip}`, `{userName}`,
// `{password}`, and where the image is known `{size}`, `{md5}`, `{sha256}`, `{fileName}`.
import { z } from 'zod'
import { accessShape, pathSchema, patternSchema, textsSchema, timeoutSchema } from '../lan/access.ts'
import { placeSchema, versionQuerySchema } from '../lan/version-query.ts'
import { imageTexts, templateMistake } from './templates.ts'

const statusesSchema = z.array(z.number().int().min(200).max(399)).min(1).max(20)

/** A small request beside the upload. */
const callSchema = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT']).default('GET'),
    path: pathSchema,
    /** Text; a template. "": none. */
    body: z.string().max(2000).default(''),
    bodyType: z.string().max(100).default('application/json'),
    /** Any other status is a refusal. */
    statuses: statusesSchema.default([200, 202, 204]),
  })
  .meta({ id: 'httpCall' })
export type Call = z.infer<typeof callSchema>

const whole = z.strictObject({
  ...accessShape,
  method: z.enum(['POST', 'PUT']).default('POST'),
  path: pathSchema.default('/update'),
  /** Headers of the upload alone. */
  uploadHeaders: textsSchema.default({}),
  /** `form`: a file field of multipart/form-data. `raw`: nothing but the image. */
  body: z.enum(['form', 'raw']).default('form'),
  /** Name of the file field. */
  field: z.string().min(1).max(100).default('update'),
  /** Fields before the file. */
  fields: textsSchema.default({}),
  /** What the file is called; "": as the image is. */
  fileName: z.string().max(100).default(''),
  contentType: z.string().max(100).default('application/octet-stream'),
  /** Asked before the upload where there is a password: is it right? Null: the upload's own, without its query. */
  loginPath: pathSchema.nullable().default(null),
  /** One after the other, before the upload. The first that is refused ends it. */
  before: z.array(callSchema).max(5).default([]),
  answer: z
    .strictObject({
      statuses: statusesSchema.default([200, 201, 202, 204]),
      /** The answer's text has to match. "": the status is enough. */
      success: patternSchema.default(''),
      /** A match means no, whatever the status; its first group is what the device said. "": none. */
      refusal: patternSchema.default(''),
    })
    .prefault({}),
  /** The device compares what it stored with this digest, which a template gave it, before it says yes. */
  digest: z.enum(['none', 'md5', 'sha256']).default('none'),
  /** The device overwrites what it runs: a cut leaves it with neither. Off: it starts the new one when it has all of it. */
  inPlace: z.boolean().default(false),
  /** Starts the new firmware; null: the device restarts by itself. */
  restart: callSchema.nullable().default(null),
  /** How it is asked what it runs; null: it does not say. Its port is the upload's where none is named. */
  version: versionQuerySchema.nullable().default(null),
  /** How much it takes; null: it does not say. */
  capacity: z
    .strictObject({
      path: pathSchema,
      place: placeSchema.default({ pointer: '', pattern: '' }),
      /** What it counts in. */
      unitBytes: z.number().int().min(1).max(1_048_576).default(1),
    })
    .nullable()
    .default(null),
  connectTimeoutMs: timeoutSchema.default(5000),
  /** The device takes nothing for so long. */
  stallTimeoutMs: timeoutSchema.default(60_000),
  /** From the last byte until its answer: it writes and checks meanwhile. */
  answerTimeoutMs: timeoutSchema.default(120_000),
  /** From its yes until the new firmware says its version. */
  restartTimeoutMs: z.number().int().min(50).max(160_000).default(90_000),
})

/** A digest proves nothing unless the device is given it; a name that has no value would be found out on the way. */
export const httpOtaOptionsSchema = whole.superRefine((options, { addIssue }) => {
  const { digest } = options
  const isGiven = imageTexts(options).some(({ text }) => text.includes(`{${digest}}`))
  const found = digest === 'none' || isGiven ? templateMistake(options) : { path: ['digest'], found: digest }
  if (found === null) return
  const params = { problem: 'noValue', found: found.found }
  addIssue({ code: 'custom', path: found.path, params })
})
export type HttpOtaOptions = z.infer<typeof whole>

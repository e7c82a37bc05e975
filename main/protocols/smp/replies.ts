// What a device's maps say, checked and bounded, and its refusals as our errors.
// Sources: Zephyr documentation, SMP groups 0 and 1; numbers from mcumgr's error list (mcumgr_err_t, img_mgmt_err_code_t).
import { z } from 'zod'
import { type ErrorCode, type ErrorContext, FlashlineError } from '../../../preload/contract/index.ts'

/** No device of this kind has more memory than this. */
const sizeSchema = z.number().int().min(0).max(0xffff_ffff)
const hashSchema = z.instanceof(Uint8Array).refine((hash) => hash.length <= 64)

/** SMP 1: `rc`. SMP 2: `err`, or `rc` where the group has no errors of its own. */
const refusalSchema = z.object({
  rc: z.number().int().optional(),
  rsn: z.string().max(200).optional().catch(undefined),
  err: z.object({ group: z.number().int(), rc: z.number().int() }).optional(),
})

export const parametersSchema = z.object({
  buf_size: sizeSchema,
  buf_count: z.number().int().min(0).max(1000),
})
export const bootLoaderSchema = z.object({ bootloader: z.string().max(40).optional() })
export const anySchema = z.object({})

const slotSchema = z.object({
  image: z.number().int().min(0).max(15).default(0),
  slot: z.number().int().min(0).max(15),
  version: z.string().max(40),
  /** Serial recovery may leave it out. */
  hash: hashSchema.optional(),
  pending: z.boolean().default(false),
  confirmed: z.boolean().default(false),
  active: z.boolean().default(false),
  permanent: z.boolean().default(false),
})
export type SlotState = z.infer<typeof slotSchema>
export const imageStateSchema = z.object({ images: z.array(slotSchema).max(32) })

export const slotInfoSchema = z.object({
  images: z
    .array(
      z.object({
        image: z.number().int().min(0).max(15).default(0),
        slots: z
          .array(z.object({ slot: z.number().int().min(0).max(15), size: sizeSchema.optional() }))
          .max(16),
        max_image_size: sizeSchema.optional(),
      }),
    )
    .max(16),
})
export type SlotInfo = z.infer<typeof slotInfoSchema>

/** `match`: whether the device's own SHA-256 over its flash is the one that was sent. */
export const uploadSchema = z.object({ off: sizeSchema, match: z.boolean().optional() })
export type UploadAnswer = z.infer<typeof uploadSchema>

/** A device's no. `group` null: one of the codes that all groups share. */
export class Refusal {
  readonly group: number | null
  readonly rc: number
  readonly reason: string | undefined

  constructor(group: number | null, rc: number, reason?: string) {
    this.group = group
    this.rc = rc
    this.reason = reason
  }

  /** The frame was too large for one of its buffers. */
  get isTooLong(): boolean {
    return this.group === null && (this.rc === shared.noMemory || this.rc === shared.tooLong)
  }

  get isVersion(): boolean {
    return this.group === null && (this.rc === shared.versionTooOld || this.rc === shared.versionTooNew)
  }
}

const shared = {
  unknown: 1,
  noMemory: 2,
  invalid: 3,
  tooLong: 7,
  versionTooOld: 12,
  versionTooNew: 13,
} as const
const imageGroup = 1
const imageErrors: ReadonlyMap<number, ErrorCode> = new Map([
  [12, 'STORAGE_WRITE'], // flash write failed
  [13, 'STORAGE_WRITE'], // flash erase failed
  [25, 'IMAGE_ADDRESS'], // linked for another slot
  [30, 'IMAGE_TOO_LARGE'],
])

/** Null when the map is no refusal. */
export function refusalIn(body: unknown): Refusal | null {
  const parsed = refusalSchema.safeParse(body)
  if (!parsed.success) return null
  const { rc, rsn, err } = parsed.data
  if (err !== undefined && err.rc !== 0) return new Refusal(err.group, err.rc, rsn)
  return rc !== undefined && rc !== 0 ? new Refusal(null, rc, rsn) : null
}

export function refusedError(command: string, refusal: Refusal, context: ErrorContext = {}): FlashlineError {
  const { group, rc, reason } = refusal
  const code = group === imageGroup ? imageErrors.get(rc) : undefined
  return new FlashlineError(code ?? 'LOADER_REFUSED', {
    command,
    status: rc,
    ...(group !== null && { group }),
    ...(reason !== undefined && { reason }),
    ...context,
  })
}

/** A chunk behind the first one is only refused when the flash did not take it; old versions say so in no other way. */
export function chunkRefusedError(refusal: Refusal, off: number): FlashlineError {
  const isFlash = refusal.group === null && [shared.unknown, shared.invalid].some((rc) => rc === refusal.rc)
  if (off > 0 && isFlash) return new FlashlineError('STORAGE_WRITE', { address: off, status: refusal.rc })
  return refusedError('image upload', refusal, { address: off })
}

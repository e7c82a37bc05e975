// One message of a caller, as our own clients send it: a call, or the end of one. Everything else is refused before the RPC
// library sees it: parts of a stream (no call takes one, and they would be kept for as long as their call runs), files,
// forms, headers. Wire format: @orpc/standard-server-peer.
//   {"i":"1a","p":{"u":"/jobs/start","b":{...}}}   {"i":"1a","t":4}
import { z } from 'zod'

/** A piece of a file that is handed in is the largest: upload-sizes.ts. */
export const mostFrameBytes = 1024 * 1024

const idSchema = z.string().min(1).max(32)
const requestType = 1
const abortType = 4

const frameSchema = z.union([
  z.strictObject({
    i: idSchema,
    t: z.literal(requestType).optional(),
    p: z.strictObject({ u: z.string().regex(/^(\/\w{1,64}){1,8}$/), b: z.unknown().optional() }),
  }),
  z.strictObject({ i: idSchema, t: z.literal(abortType), p: z.unknown().optional() }),
])

/** `data`: as the carrier gives it. */
export function isCallFrame(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > mostFrameBytes) return false
  try {
    return frameSchema.safeParse(JSON.parse(data)).success
  } catch {
    return false
  }
}

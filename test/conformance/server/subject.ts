// The service under test: where it is, one product with devices, and a token of each kind. What a local cloud's
// `cloud --demo --json` prints as its first line; for another service somebody fills it in.
import { z } from 'zod'

export const subjectSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  productId: z.string().min(1),
  /** The first one is whom `tokens.device` speaks for. All at the same version, in the scope of none of our tasks. */
  deviceIds: z.array(z.string().min(1)).min(4),
  corpId: z.string().min(1),
  /** The member whose token is `tokens.reviewer`. */
  reviewerId: z.string().min(1),
  tokens: z.object({
    member: z.string().min(1),
    reviewer: z.string().min(1),
    platform: z.string().min(1),
    device: z.string().min(1),
  }),
})
export type Subject = z.infer<typeof subjectSchema>
export type TokenName = keyof Subject['tokens']

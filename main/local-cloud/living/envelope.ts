// The envelope around the Living calls: {id, version, request: {apiVer, iotToken}, params} in, {id, code, message,
// localizedMsg, data} out, always HTTP 200. Codes: the platform's common error codes.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { blankToUndefined, wireIdOptional } from '../../clouds/tolerant-reader.ts'

const refusals = {
  400: ['request error.', '请求错误'],
  401: ['request auth error.', '请求认证错误'],
  403: ['request forbidden.', '请求被禁止'],
  404: ['service not found.', '服务未找到'],
  460: ['request parameter error.', '请求参数错误'],
  500: ['service error.', '服务错误'],
} as const
export type EnvelopeCode = keyof typeof refusals

export class EnvelopeRefusal extends Error {
  readonly code: EnvelopeCode

  constructor(code: EnvelopeCode) {
    super(String(code))
    this.name = 'EnvelopeRefusal'
    this.code = code
  }
}

const text = z.preprocess(blankToUndefined, z.string().trim().max(4096).optional())

export const envelopeSchema = z.object({
  id: wireIdOptional,
  version: z.unknown().optional(),
  request: z.object({ apiVer: text, iotToken: text }),
  params: z.preprocess((value) => value ?? {}, z.record(z.string(), z.unknown())),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** `body`: parsed. EnvelopeRefusal 400 (no envelope, no version of the call), 404 (another version than `apiVer`). */
export function readEnvelope(body: unknown, apiVer: string): Envelope {
  const envelope = envelopeSchema.safeParse(body).data
  if (envelope?.request.apiVer === undefined) throw new EnvelopeRefusal(400)
  if (envelope.request.apiVer !== apiVer) throw new EnvelopeRefusal(404)
  return envelope
}

export function acceptedEnvelope(id: string | undefined, data: unknown): Record<string, unknown> {
  return { id: id ?? randomUUID(), code: 200, message: null, localizedMsg: null, data }
}

/** The caller's id comes back for tracing, as far as it can be read. */
export function refusedEnvelope(body: unknown, code: EnvelopeCode): Record<string, unknown> {
  const id = z.object({ id: wireIdOptional }).safeParse(body).data?.id
  const [message, localizedMsg] = refusals[code]
  return { id: id ?? randomUUID(), code, message, localizedMsg, data: null }
}

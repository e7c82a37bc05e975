// What the document says about one route. The schemas of requests are those that the routes read with.
import type { z } from 'zod'

export interface Operation {
  readonly id: string
  readonly method: 'get' | 'head' | 'post' | 'put'
  /** Names of parameters in braces. */
  readonly path: string
  readonly summary: string
  /** How the caller says who it is: by token, signed for the gateway, signed as RPC, or not at all. */
  readonly access: 'token' | 'gateway' | 'rpc' | 'open'
  /** For `token`: one of these kinds of credential. */
  readonly kinds?: readonly string[]
  readonly headers?: readonly ('Api-Version' | 'Corp-ID')[]
  readonly query?: z.ZodObject
  readonly body?: z.ZodType | 'bytes'
  /** Left out: JSON. */
  readonly bodyType?: 'application/x-www-form-urlencoded'
  /** With status 200. */
  readonly answer: z.ZodType | 'empty' | 'bytes'
}

// One thing that the service refuses, and in which words.
import type { Scene } from './xlink-scene.ts'

export interface Refusal {
  readonly what: string
  readonly act: (scene: Scene) => Promise<unknown>
  readonly cloudCode: number
  readonly reason: string
  /** CLOUD_FORBIDDEN for 403, else CLOUD_REFUSED, unless told here. */
  readonly code?: string
}

export const refusal = (
  what: string,
  act: Refusal['act'],
  cloudCode: number,
  reason: string,
  code?: string,
): Refusal => ({ what, act, cloudCode, reason, ...(code === undefined ? {} : { code }) })

// What a device has said about itself, and how long its word is waited for after it took an image. Types only.
import type { LanIdentity } from '../lan/version-query.ts'

export type Said = Omit<LanIdentity, 'startedAtMs'> & Partial<Pick<LanIdentity, 'startedAtMs'>>

export interface VersionWait {
  /** What it said before; null: it was not asked. */
  readonly before: Said | null
  /** What the image is called; null: nobody knows. */
  readonly expected: string | null
  readonly timeoutMs: number
  /** What ends the wait besides; null: nothing has. */
  readonly failure: () => unknown
}

// Composes the station: the only file that knows every part. Opened by a host, which serves `router` through its
// carrier, and closed by it.
import type { Router } from './router.ts'

export interface StationOptions {
  /** Where the database, the firmware store, the settings and the logs live. Created when missing. */
  readonly dataDir: string
  /** Practice bench: embedded cloud with a demo product, eight simulated devices. */
  readonly practice: boolean
  /** Version of the program, for the screens and the records. */
  readonly version: string
}

export interface Station {
  /** The contract, implemented; hosts hand it to an oRPC handler of their carrier. */
  readonly router: Router
  readonly practice: boolean
  /** Stops watching, cancels running jobs and waits for their records, closes the database. Idempotent. */
  close(): Promise<void>
}

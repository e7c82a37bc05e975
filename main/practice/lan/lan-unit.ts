// What every simulated device on the LAN is to the bench and to the tests: an address, what it runs, what it stored.
// Not here: how it speaks (one folder beside this file for each).
import type { UnitIdentity } from '../unit.ts'

export interface SimulatedLanUnit {
  readonly device: UnitIdentity
  /** `lan://127.0.0.1:port` or `mqtt:name`; the port is known once it was started. */
  readonly address: string
  /** That it runs now. */
  readonly version: string
  /** What updates have left in its flash: the image that it boots, or would boot. */
  readonly stored: Buffer
  start(): Promise<void>
  /** Stops everything. Idempotent. */
  close(): Promise<void>
}

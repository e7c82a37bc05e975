// The station as a door's shell sees it: in a process of its own, reached through message ports and nothing else.
// Whoever knows how to start that process makes one with keepStation().
import type { FlashlineError } from '../../../preload/contract/index.ts'

/** Who speaks through a port: a page, where a person signs in, or the program itself, which may do everything. */
export type PortHolder = 'page' | 'program'

/** `Port`: what can be handed to the station's process. */
export interface KeptStation<Port> {
  readonly practice: boolean
  /** The contract is served on the other end until that is closed or the station's process ends. */
  connect(port: Port, holder: PortHolder): void
  /** Called when a crashed process was started again and is ready: every port from before is dead. */
  onRestarted(listener: () => void): void
  /** It stays down. STATION_CRASHED: it crashed too often in a row; else why it could not be opened again. */
  onGivenUp(listener: (error: FlashlineError) => void): void
  /** Cancels running jobs and waits for their records; bounded. Idempotent. */
  close(): Promise<void>
}

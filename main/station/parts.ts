// What the contract's procedures work with: the composed station, seen from inside.
import type { Job, JobRecord, OutboxRow, Settings, Slot, Snapshot } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import type { EventHub } from './event-hub.ts'
import type { Jobs } from './jobs.ts'

export interface StationParts {
  readonly hub: EventHub
  readonly slots: Slots
  readonly jobs: Jobs
  readonly snapshot: () => Promise<Snapshot>
  readonly history: {
    list(query: { limit: number; beforeJobId?: string | undefined }): Promise<{ total: number; jobs: Job[] }>
    /** JOB_UNKNOWN */
    get(jobId: string): Promise<JobRecord>
  }
  readonly outbox: { list(limit: number): Promise<OutboxRow[]> }
  readonly settings: {
    get(): Settings
    set(settings: Settings, cloudToken: string | undefined): Promise<Settings>
  }
  /** The cables of simulated devices. SLOT_UNKNOWN for a real one. */
  readonly cables: { unplug(slotId: string): Promise<Slot>; replug(slotId: string): Promise<Slot> }
}

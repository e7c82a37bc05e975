// What the contract's procedures work with: the composed station, seen from inside.
import type {
  ConnectionCheck,
  Job,
  JobRecord,
  OutboxRow,
  SecretChanges,
  Settings,
  Slot,
  Snapshot,
  SyncState,
} from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import type { ProfileShelf } from '../profiles/shelf.ts'
import type { EventHub } from './event-hub.ts'
import type { Jobs } from './jobs.ts'
import type { LanDesk } from './lan-desk.ts'
import type { Rollouts } from './rollouts.ts'
import type { StoredSecret } from './secrets.ts'

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
    set(settings: Settings, secrets: SecretChanges): Promise<Settings>
  }
  readonly connections: {
    storedSecrets(): Promise<{ keptIn: 'keychain' | 'file'; stored: StoredSecret[] }>
    /** CONNECTION_UNKNOWN */
    test(connectionId: string, signal: AbortSignal): Promise<ConnectionCheck[]>
  }
  readonly profiles: ProfileShelf
  readonly lan: LanDesk
  readonly rollouts: Rollouts
  readonly sync: {
    list(): Promise<SyncState[]>
    run(): Promise<SyncState[]>
  }
  /** The cables of simulated devices. SLOT_UNKNOWN for a real one. */
  readonly cables: { unplug(slotId: string): Promise<Slot>; replug(slotId: string): Promise<Slot> }
}

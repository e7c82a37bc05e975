// What the contract's procedures work with: the composed station, seen from inside.
import type { ConnectionCheck, SerialPort, Slot, Snapshot, SyncState } from '../../preload/contract/index.ts'
import type { Slots } from '../bench/slots.ts'
import type { ProfileShelf } from '../profiles/shelf.ts'
import type { ChainDesk } from './chain-desk.ts'
import type { ClientDesk } from './client-desk.ts'
import type { DatabaseCare } from './database-care.ts'
import type { Diagnostics } from './diagnostics.ts'
import type { DoctorDesk } from './doctor-desk.ts'
import type { DropDesk } from './drop-desk.ts'
import type { EventHub } from './event-hub.ts'
import type { HistoryDesk } from './history-desk.ts'
import type { Jobs } from './jobs.ts'
import type { KitDesk } from './kit-desk.ts'
import type { LanDesk } from './lan-desk.ts'
import type { LibraryDesk } from './library-desk.ts'
import type { NumberedOrders } from './numbered-orders.ts'
import type { OperatorDesk } from './operator-desk.ts'
import type { OrderDesk } from './order-desk.ts'
import type { OutboxDesk } from './outbox-desk.ts'
import type { Rollouts } from './rollouts.ts'
import type { ScanDesk } from './scan-desk.ts'
import type { StoredSecret } from './secrets.ts'
import type { SettingsDesk } from './settings-desk.ts'
import type { SlotMap } from './slot-map.ts'
import type { StatisticsDesk } from './statistics-desk.ts'
import type { TaskDesk } from './task-desk.ts'
import type { UnitDesk } from './unit-desk.ts'
import type { WebhookDesk } from './webhook-desk.ts'

export interface StationParts {
  readonly hub: EventHub
  readonly slots: Slots
  readonly jobs: Jobs
  readonly snapshot: () => Promise<Snapshot>
  readonly history: HistoryDesk
  readonly chain: ChainDesk
  readonly databaseCare: Pick<DatabaseCare, 'seen'>
  readonly outbox: OutboxDesk
  readonly diagnostics: Diagnostics
  readonly doctor: Pick<DoctorDesk, 'report'>
  /** USB serial ports of this machine, also those that are no slots. */
  readonly ports: () => Promise<SerialPort[]>
  readonly settings: SettingsDesk
  readonly connections: {
    storedSecrets(): Promise<{ keptIn: 'keychain' | 'file'; stored: StoredSecret[] }>
    /** CONNECTION_UNKNOWN */
    test(connectionId: string, signal: AbortSignal): Promise<ConnectionCheck[]>
  }
  readonly profiles: ProfileShelf
  readonly operators: OperatorDesk
  readonly lan: LanDesk
  readonly rollouts: Rollouts
  readonly orders: OrderDesk
  readonly clients: ClientDesk
  readonly webhooks: WebhookDesk
  readonly drops: Pick<DropDesk, 'get' | 'set'>
  readonly numbered: Pick<NumberedOrders, 'make'>
  readonly scans: ScanDesk
  readonly slotMap: SlotMap
  readonly tasks: TaskDesk
  readonly statistics: StatisticsDesk
  readonly units: UnitDesk
  readonly library: LibraryDesk
  readonly kits: KitDesk
  readonly sync: {
    list(): Promise<SyncState[]>
    run(): Promise<SyncState[]>
  }
  /** The cables of simulated devices. SLOT_UNKNOWN for a real one. */
  readonly cables: { unplug(slotId: string): Promise<Slot>; replug(slotId: string): Promise<Slot> }
}

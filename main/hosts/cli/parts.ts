// The parts of the station that commands use, each loaded when a command first asks for it: `--help` needs none of
// them, and an idle `serve` must not carry what only `flash` needs.

import type {
  DoctorReport,
  HistoryFilter,
  Job,
  LanDevice,
  OutboxRow,
  OutboxState,
  StationEvent,
  UpgradeProgress,
  WorkOrder,
} from '../../../preload/contract/index.ts'
import type { ProgressQuery, ProgressSource } from '../../clouds/cloud.ts'
import type { FolderDoctorOptions } from '../../station/doctor/doctor-of-folder.ts'
import type { FlashOnceOptions, FlashOnceResult } from '../../station/flash-once.ts'
import type { Identified, IdentifyOnceOptions } from '../../station/identify-once.ts'
import type { DiscoverOptions } from '../../station/look-around.ts'
import type { Pushed, PushOptions } from '../../station/push-once.ts'
import type { Station, StationOptions } from '../../station/station.ts'
import type { RosterEntry } from '../../store/devices.ts'
import type { Headless, HeadlessOptions } from '../headless/start-headless.ts'
import { type LocalCloudParts, localCloudParts } from './local-cloud-parts.ts'

type ClientOnceModule = typeof import('../../station/client-once.ts')
type CloudDeskModule = typeof import('../../station/cloud-desk.ts')
type DeskSettingsModule = typeof import('../../station/desk-settings.ts')
type DatabaseOnceModule = typeof import('../../station/database-once.ts')
type DeskWorkModule = typeof import('../../station/desk-work.ts')
type OrdersOnceModule = typeof import('../../station/orders-once.ts')
type OutboxOnceModule = typeof import('../../station/outbox-once.ts')
type KitOnceModule = typeof import('../../station/kit-once.ts')
type OperatorOnceModule = typeof import('../../station/operator-once.ts')
type ProfileDeskModule = typeof import('../../station/profile-desk.ts')

/** The clouds of a data folder, and the one that was named by its address. */
export type CloudDesk = Pick<
  CloudDeskModule,
  'withCloud' | 'checkDevice' | 'testConnection' | 'listConnections'
>
/** What changes connections and products of a data folder. */
export type DeskSettings = Pick<DeskSettingsModule, 'putConnection' | 'removeConnection' | 'putProduct'>
/** The database of a data folder: its chain, backups, putting one back. */
export type DatabaseOnce = Pick<
  DatabaseOnceModule,
  'verifyRecords' | 'proveExport' | 'verifyProof' | 'backUp' | 'listBackups' | 'restore'
>
/** What works on a data folder. */
export type DeskWork = Pick<
  DeskWorkModule,
  'syncOnce' | 'listCatalogue' | 'importFirmware' | 'fetchFirmware' | 'importRoster'
>

/** The work orders of a data folder. */
export type OrdersOnce = Pick<OrdersOnceModule, 'readOrder' | 'readOrderLog' | 'createOrder' | 'finishOrder'>

/** The outbox of a data folder. */
export type OutboxOnce = Pick<
  OutboxOnceModule,
  'retryMessage' | 'dismissMessage' | 'takeBackMessage' | 'sendOutbox'
>

/** Who may sign in at the station of a data folder. */
export type OperatorOnce = Pick<OperatorOnceModule, 'listOperators' | 'saveOperator' | 'removeOperator'>

/** Factory software that may use the station of a data folder. */
export type ClientOnce = Pick<ClientOnceModule, 'listClients' | 'addClient' | 'revokeClient'>

/** Profiles of a data folder and mistakes in files. */
export type ProfileDesk = Pick<ProfileDeskModule, 'openProfiles' | 'checkProfileFile'>

/** Kits, result files and keys of a data folder. */
export type KitOnce = Pick<
  KitOnceModule,
  | 'createKit'
  | 'inspectKit'
  | 'importKit'
  | 'exportResults'
  | 'importResults'
  | 'listKits'
  | 'listKeys'
  | 'trustKey'
  | 'removeKey'
>

export interface CliParts extends LocalCloudParts {
  flashOnce(
    options: FlashOnceOptions,
    onEvent: (event: StationEvent) => void,
    signal: AbortSignal,
  ): Promise<FlashOnceResult>
  pushOnce(options: PushOptions, onEvent: (event: StationEvent) => void, signal: AbortSignal): Promise<Pushed>
  identifyOnce(options: IdentifyOnceOptions, signal: AbortSignal): Promise<Identified>
  /** On the LAN: who announces himself. */
  discoverDevices(options: DiscoverOptions, signal: AbortSignal): Promise<readonly LanDevice[]>
  /** On the LAN: who answers. LAN_RANGE */
  scanDevices(range: string, signal: AbortSignal): Promise<readonly LanDevice[]>
  /** Looks at this computer and a data folder; changes neither. */
  doctor(options: FolderDoctorOptions, signal: AbortSignal): Promise<DoctorReport>
  openStation(options: StationOptions): Promise<Station>
  startHeadless(options: HeadlessOptions): Promise<Headless>
  cloudDesk(): Promise<CloudDesk>
  deskSettings(): Promise<DeskSettings>
  deskWork(): Promise<DeskWork>
  databaseOnce(): Promise<DatabaseOnce>
  operatorOnce(): Promise<OperatorOnce>
  clientOnce(): Promise<ClientOnce>
  ordersOnce(): Promise<OrdersOnce>
  kitOnce(): Promise<KitOnce>
  outboxOnce(): Promise<OutboxOnce>
  profileDesk(): Promise<ProfileDesk>
  /** Each change, to the end. UPGRADE_STALLED */
  followProgress(
    source: ProgressSource,
    query: ProgressQuery,
    options: { readonly deadlineMs: number },
    signal: AbortSignal,
  ): AsyncIterable<UpgradeProgress>
  /** Newest first. */
  readHistory(dataDir: string, query: HistoryFilter & { readonly limit: number }): Promise<readonly Job[]>
  /** A table for spreadsheet programs, with its head. */
  csvOf(jobs: readonly Job[]): Promise<string>
  readOrders(dataDir: string, limit: number): Promise<readonly WorkOrder[]>
  /** What waits or failed first. */
  readOutbox(dataDir: string, limit: number, state?: OutboxState): Promise<readonly OutboxRow[]>
  /** In the order of their ids. */
  readDevices(dataDir: string, productId: string | null, limit: number): Promise<readonly RosterEntry[]>
  /** In the default browser. */
  openBrowser(url: string): Promise<void>
}

export const stationParts: CliParts = {
  ...localCloudParts,
  async flashOnce(options, onEvent, signal) {
    const { flashOnce } = await import('../../station/flash-once.ts')
    return flashOnce(options, onEvent, signal)
  },
  async pushOnce(options, onEvent, signal) {
    const { pushOnce } = await import('../../station/push-once.ts')
    return pushOnce(options, onEvent, signal)
  },
  async discoverDevices(options, signal) {
    const { discoverDevices } = await import('../../station/look-around.ts')
    return discoverDevices(options, signal)
  },
  async scanDevices(range, signal) {
    const { scanDevices } = await import('../../station/look-around.ts')
    return scanDevices(range, signal)
  },
  async identifyOnce(options, signal) {
    const { identifyOnce } = await import('../../station/identify-once.ts')
    return identifyOnce(options, signal)
  },
  async doctor(options, signal) {
    const { doctorOfFolder } = await import('../../station/doctor/doctor-of-folder.ts')
    return doctorOfFolder(options, signal)
  },
  async openStation(options) {
    const { createStation } = await import('../../station/station.ts')
    return createStation(options)
  },
  async startHeadless(options) {
    const { startHeadless } = await import('../headless/start-headless.ts')
    return startHeadless(options)
  },
  cloudDesk: () => import('../../station/cloud-desk.ts'),
  deskSettings: () => import('../../station/desk-settings.ts'),
  databaseOnce: () => import('../../station/database-once.ts'),
  deskWork: () => import('../../station/desk-work.ts'),
  operatorOnce: () => import('../../station/operator-once.ts'),
  clientOnce: () => import('../../station/client-once.ts'),
  ordersOnce: () => import('../../station/orders-once.ts'),
  kitOnce: () => import('../../station/kit-once.ts'),
  outboxOnce: () => import('../../station/outbox-once.ts'),
  profileDesk: () => import('../../station/profile-desk.ts'),
  async *followProgress(source, query, options, signal) {
    const { followProgress } = await import('../../clouds/living/follow-progress.ts')
    yield* followProgress(source, query, options, signal)
  },
  async readOrders(dataDir, limit) {
    const { readOrders } = await import('../../station/read.ts')
    return readOrders(dataDir, limit)
  },
  async readHistory(dataDir, query) {
    const { readHistory } = await import('../../station/read.ts')
    return readHistory(dataDir, query)
  },
  async csvOf(jobs) {
    const { csvHead, csvLine } = await import('../../station/job-csv.ts')
    return csvHead + jobs.map(csvLine).join('')
  },
  async readOutbox(dataDir, limit, state) {
    const { readOutbox } = await import('../../station/read.ts')
    return readOutbox(dataDir, limit, state)
  },
  async readDevices(dataDir, productId, limit) {
    const { readDevices } = await import('../../station/read.ts')
    return readDevices(dataDir, { productId, limit })
  },
  async openBrowser(url) {
    const { default: open } = await import('open')
    const child = await open(url)
    // A browser that cannot start is no error of the station: the address was printed.
    child.on('error', () => {})
    child.unref()
  },
}

// What a cloud can do for the station, one interface per capability; each cloud implements those it has.
// The clouds' own words stay inside their folders. Every call rejects with CLOUD_* codes, and with `signal.reason` on abort.

import type { Dispatcher } from 'undici'
import type {
  CatalogueEntry,
  ConnectionCheck,
  ConnectionKind,
  ErrorCode,
  OtaLogEntry,
  Part,
  SecretName,
  Task,
  TaskDraft,
  TaskOperation,
  UnreadItem,
  UpgradeProgress,
  VersionShare,
} from '../../preload/contract/index.ts'
import type { CloudLine } from './line/line.ts'

/** Conditions on one field; several combine with AND. `like`: contained somewhere. */
export interface FieldMatch {
  readonly eq?: string
  readonly like?: string
  readonly in?: readonly string[]
  readonly lt?: string
  readonly lte?: string
  readonly gt?: string
  readonly gte?: string
}

export interface TaskQuery {
  readonly productId: string
  readonly offset: number
  readonly limit: number
  readonly partType?: Part['type']
  readonly tag?: Task['tag']
  readonly where?: { readonly taskId?: FieldMatch; readonly name?: FieldMatch }
  readonly order?: { readonly name?: 'asc' | 'desc' }
  /**
   * Ask by the plain call, which knows product, offset and limit alone and tells no total: `total` is then at least what
   * was seen. INPUT_INVALID together with a condition.
   */
  readonly plain?: true
}

/** `total` is the whole list's; items that could not be read are in `unread`, in neither case is a page lost. */
export interface TaskPage {
  readonly total: number
  readonly tasks: Task[]
  readonly unread: UnreadItem[]
}

export interface CheckQuery {
  readonly productId: string
  readonly deviceId: string
  readonly part: Part
  readonly currentVersion: number
}

export interface TaskSource {
  listTasks(query: TaskQuery, signal: AbortSignal): Promise<TaskPage>
  /** TASK_NOT_FOUND */
  getTask(taskId: string, signal: AbortSignal): Promise<Task>
  /** The newest running task for this device at this version; null means up to date, which is no error. */
  check(query: CheckQuery, signal: AbortSignal): Promise<Task | null>
}

/** What a check came to, and who decided: the cloud, or the station from what it had synced when the cloud did not. */
export interface Checked {
  readonly task: Task | null
  readonly source: 'cloud' | 'offline'
  /** Offline: how old the synced tasks were, and why the cloud was not the one to decide. */
  readonly syncedAt: string | null
  readonly cause: ErrorCode | null
  /** The kit that the task came in. */
  readonly kitId?: string
}

/** A task as the desk names it. */
export interface TaskRef {
  readonly productId: string
  readonly taskId: string
}

/** What a lead does with tasks. All reject with TASK_NOT_FOUND for an unknown task. */
export interface TaskDesk {
  create(draft: TaskDraft, signal: AbortSignal): Promise<Task>
  start(task: TaskRef, signal: AbortSignal): Promise<void>
  stop(task: TaskRef, signal: AbortSignal): Promise<void>
  /** Stops it first when it runs. */
  delete(task: TaskRef, signal: AbortSignal): Promise<void>
  /** Makes a formal task of a test task, pending again; what is not given stays. */
  promote(
    taskId: string,
    change: { name?: string; description?: string; scope?: Task['scope'] },
    signal: AbortSignal,
  ): Promise<void>
  submit(taskId: string, reviewerId: string, signal: AbortSignal): Promise<void>
  review(taskId: string, verdict: 'approve' | 'reject', signal: AbortSignal): Promise<void>
  changeDevices(
    taskId: string,
    change: { how: 'add' | 'remove' | 'replace'; deviceIds: readonly string[] },
    signal: AbortSignal,
  ): Promise<void>
  /** Newest first. */
  listOperations(
    taskId: string,
    signal: AbortSignal,
  ): Promise<{ total: number; operations: TaskOperation[]; unread: UnreadItem[] }>
  versionShare(taskId: string, signal: AbortSignal): Promise<VersionShare & { unread: UnreadItem[] }>
}

export const otaLogFields = [
  'logId',
  'productId',
  'taskId',
  'deviceId',
  'mac',
  'sn',
  'status',
  'executedAt',
] as const
export type OtaLogField = (typeof otaLogFields)[number]

export interface OtaLogQuery {
  readonly offset: number
  readonly limit: number
  readonly where?: Partial<Record<'taskId' | 'deviceId' | 'mac' | 'sn', FieldMatch>>
  readonly order?: Partial<Record<OtaLogField, 'asc' | 'desc'>>
  /** Only these fields; left out: all. */
  readonly fields?: readonly OtaLogField[]
}

export interface OtaLogSource {
  listOtaLogs(
    query: OtaLogQuery,
    signal: AbortSignal,
  ): Promise<{ total: number; logs: OtaLogEntry[]; unread: UnreadItem[] }>
}

/** The device took the instruction to upgrade. */
export interface OtaLog {
  readonly deviceId: string
  readonly taskId: string
  /** When the job began; left out or null: not known. */
  readonly startedAt?: string | null
}

/** What became of it. */
export interface Report {
  readonly deviceId: string
  /** Null: flashed without a task, or recorded before tasks were kept here. */
  readonly taskId: string | null
  readonly part: Part
  /** Firmware model, at most 20 characters. */
  readonly model: string
  readonly fromVersion: number
  readonly toVersion: number
  readonly succeeded: boolean
  readonly description: string
  readonly startedAt: string
  readonly endedAt: string
}

/** Results of the same device at the same cloud, so that what is kept of one is not taken for another. */
export interface OtherResults {
  /** Ids of jobs that were reported after this one if at all: the result of one of them says that this one came. */
  readonly laterJobs: readonly string[]
  /** When earlier successes by the same task ended, as the cloud was told. */
  readonly earlierEnds: readonly string[]
}

/** The first two resolve when the cloud has acknowledged. */
export interface ResultSink {
  sendOtaLog(log: OtaLog, signal: AbortSignal): Promise<void>
  sendReport(report: Report, signal: AbortSignal): Promise<void>
  /**
   * When it may have arrived already: does the cloud have this report? Asks what it keeps (ota-logs). `unknown`: this cloud
   * cannot say, or not to this credential.
   */
  hasReport(report: Report, others: OtherResults, signal: AbortSignal): Promise<'yes' | 'no' | 'unknown'>
  /** The same of an ota-log: one of this run, open or completed meanwhile. */
  hasOtaLog(log: OtaLog, others: OtherResults, signal: AbortSignal): Promise<'yes' | 'no' | 'unknown'>
}

export interface ProgressQuery {
  /** The cloud's own id of the device; wins over the pair. */
  readonly deviceId?: string
  readonly productKey?: string
  readonly deviceName?: string
  /** "" or left out: the default module. Another one needs `firmwareVersion`. */
  readonly module?: string
  readonly currentVersion?: string
  readonly firmwareVersion?: string
}

export interface ProgressSource {
  /** Null: the device is known, and no upgrade of it is. INPUT_INVALID for a query that names no device. */
  getProgress(query: ProgressQuery, signal: AbortSignal): Promise<UpgradeProgress | null>
}

export interface CatalogueQuery {
  readonly productKey?: string
  /** Exactly this one. */
  readonly version?: string
}

export interface FirmwareFileLink {
  /** Good for minutes only: fetched right before the download, never stored. */
  readonly url: string
  readonly sizeBytes: number
  readonly digest: CatalogueEntry['digest']
}

export interface FirmwareCatalogue {
  /** All pages. */
  listFirmware(
    query: CatalogueQuery,
    signal: AbortSignal,
  ): Promise<{ entries: CatalogueEntry[]; unread: UnreadItem[] }>
  /** Null: this host has no call that tells the file's address. FIRMWARE_NOT_FOUND. */
  findFile(firmwareId: string, signal: AbortSignal): Promise<FirmwareFileLink | null>
}

/** Keeps firmware files, so that tasks can point at them. */
export interface FirmwareShelf {
  /** CONNECTION_LACKS {connectionId, use} when the service has no such call. */
  put(
    file: { readonly name: string; readonly bytes: Uint8Array },
    signal: AbortSignal,
  ): Promise<{ url: string; md5: string; sizeBytes: number }>
}

/** One connection, as a client: what it can, it has. */
export interface CloudClient {
  readonly kind: ConnectionKind
  /** `https://host:port`, for screens. */
  readonly host: string
  /** The way out to files that this cloud names: its proxy and its authorities. */
  readonly dispatcher: Dispatcher
  readonly tasks?: TaskSource
  readonly desk?: TaskDesk
  readonly results?: ResultSink
  readonly otaLogs?: OtaLogSource
  readonly shelf?: FirmwareShelf
  readonly progress?: ProgressSource
  readonly catalogue?: FirmwareCatalogue
  /** Tries every call that changes nothing, one by one; never rejects except on abort. Each check as it ends. */
  test(
    about: { productId: string | null; productKey: string | null },
    signal: AbortSignal,
  ): AsyncIterable<ConnectionCheck>
}

/** What a client is made of besides its connection. */
export interface CloudParts {
  readonly line: CloudLine
  /** Asked at every use, so that a changed secret is used at once; "" when there is none. Never logged. */
  readonly secret: (name: SecretName) => string
}

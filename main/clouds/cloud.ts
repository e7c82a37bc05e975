// What a cloud can do for the station, one interface per capability; each cloud implements those it has.
// The clouds' own words stay inside their folders.
import type { Part, Task } from '../../preload/contract/index.ts'

export interface TaskQuery {
  readonly productId: string
  readonly offset: number
  readonly limit: number
}

export interface CheckQuery {
  readonly productId: string
  readonly deviceId: string
  readonly part: Part
  readonly currentVersion: number
}

export interface TaskSource {
  listTasks(query: TaskQuery, signal: AbortSignal): Promise<{ total: number; tasks: Task[] }>
  /** TASK_NOT_FOUND */
  getTask(taskId: string, signal: AbortSignal): Promise<Task>
  /** The newest running task for this device at this version; null means up to date, which is no error. */
  check(query: CheckQuery, signal: AbortSignal): Promise<Task | null>
}

/** The device took the instruction to upgrade. */
export interface OtaLog {
  readonly deviceId: string
  readonly taskId: string
}

/** What became of it. */
export interface Report {
  readonly deviceId: string
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

/** Both resolve when the cloud has acknowledged. */
export interface ResultSink {
  sendOtaLog(log: OtaLog, signal: AbortSignal): Promise<void>
  sendReport(report: Report, signal: AbortSignal): Promise<void>
}

export interface CloudConnection {
  readonly baseUrl: string
  readonly corpId: string
  /** Asked at every call, so that a changed token is used at once. Never logged. */
  readonly accessToken: () => string
}

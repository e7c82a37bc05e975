// The sixteen calls of the XLINK v2 upgrade service by their number in the service's document, and the few beside them.
// These names are what errors, the log of requests and the test of a connection say; no sentence, no id in them.

export const callNames = {
  login: 'login',
  refresh: 'refresh login',
  createTask: '1 create task',
  listTasksByGet: '2 list tasks (GET)',
  setStatus: '3 start or stop task',
  deleteTask: '4 delete task',
  check: '5 check',
  report: '6 report',
  listTasks: '7 list tasks (POST)',
  addOtaLog: '8 ota-log',
  listOtaLogs: '9 ota-logs',
  promote: '10 promote task',
  submit: '11 submit task',
  review: '12 review task',
  changeDevices: '13 change devices',
  getTask: '14 get task',
  listOperations: '15 op-logs',
  versionShare: '16 version share',
  putFile: 'firmware file',
} as const

/** Those that change something, which a test of a connection leaves out. */
export const changingCalls = [
  callNames.createTask,
  callNames.setStatus,
  callNames.deleteTask,
  callNames.report,
  callNames.addOtaLog,
  callNames.promote,
  callNames.submit,
  callNames.review,
  callNames.changeDevices,
] as const

export type CallName = (typeof callNames)[keyof typeof callNames]

/** One call, and how its answer is read. */
export interface XlinkCall<T> {
  readonly name: CallName
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, bytes as a file. */
  readonly body?: Readonly<Record<string, unknown>> | Uint8Array
  /** Doing it twice is doing it once. */
  readonly repeatable: boolean
  /** A test of the connection: no repeats, not held back. */
  readonly probe?: boolean
  /** CLOUD_REPLY {reason, field?}; undefined for an answer without a body. */
  readonly read: (reply: unknown) => T
}

/** Makes the call with a token that is good now. */
export type CallXlink = <T>(call: XlinkCall<T>, signal: AbortSignal) => Promise<T>

/** For 1, 2, 7 and 14: without it the service answers as it did before there were reviews. */
export const versionHeader = { 'Api-Version': '2' } as const

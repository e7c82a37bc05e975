// The test of a connection: every call that changes nothing, one by one, in a fixed order. Each asks about what an
// earlier one found; what there is nothing to ask about, and what would change something, is left out and said so.
import { performance } from 'node:perf_hooks'
import {
  asFlashlineError,
  type ConnectionCheck,
  type ErrorContext,
  type OtaLogEntry,
  type Task,
} from '../../../preload/contract/index.ts'
import type { TaskQuery, TaskSource } from '../cloud.ts'
import type { CloudLine } from '../line/line.ts'
import { type CallName, type CallXlink, callNames, changingCalls } from './calls.ts'
import { createTaskDesk } from './desk.ts'
import { createOtaLogSource } from './ota-logs.ts'
import type { Tokens } from './session.ts'
import { createTaskSource, listTasksByGet, listTasksByPost } from './tasks.ts'

export interface ProbeParts {
  readonly call: CallXlink
  readonly tokens: Tokens
  readonly line: CloudLine
  /** False: the token is somebody else's, there is nothing to log in with. */
  readonly logsIn: boolean
}

const PAGE = { offset: 0, limit: 10 } as const

/** Facts of what works; null when there is nothing to ask about. */
type Step = readonly [CallName, () => Promise<ErrorContext> | null]

/** Never rejects but with `signal.reason`. */
export async function* probeConnection(
  parts: ProbeParts,
  productId: string | null,
  signal: AbortSignal,
): AsyncGenerator<ConnectionCheck> {
  const { tokens, line, logsIn } = parts
  // A login of its own, so that a new password is what is tried.
  tokens.forget()
  const login = await check(
    line,
    [callNames.login, () => tokens.token(true, signal).then(() => ({}))],
    signal,
  )
  const works = login.outcome === 'works'
  yield works && !logsIn ? notTried(callNames.login) : login
  for (const step of readingSteps(parts, productId, signal))
    yield works ? check(line, step, signal) : notTried(step[0])
  for (const name of changingCalls) yield notTried(name)
}

function readingSteps(parts: ProbeParts, productId: string | null, signal: AbortSignal): Step[] {
  const call: CallXlink = (request, callSignal) => parts.call({ ...request, probe: true }, callSignal)
  const tasks = createTaskSource(call)
  const desk = createTaskDesk(call)
  const logs = createOtaLogSource(call)
  // What earlier steps found for later ones.
  let task: Task | null = null
  let log: OtaLogEntry | null = null

  const ofProduct = (ask: (query: TaskQuery) => Promise<ErrorContext>) =>
    productId === null ? null : ask({ productId, ...PAGE })
  const ofTask = (ask: (taskId: string) => Promise<ErrorContext>) => (task === null ? null : ask(task.taskId))

  return [
    [
      callNames.listTasksByGet,
      () =>
        ofProduct(async (query) => {
          const page = await listTasksByGet(call, query, signal)
          task = page.tasks[0] ?? null
          return { listed: page.tasks.length, unread: page.unread.length }
        }),
    ],
    [
      callNames.listTasks,
      () =>
        ofProduct(async (query) => {
          const page = await listTasksByPost(call, query, signal)
          task ??= page.tasks[0] ?? null
          return { tasks: page.total, unread: page.unread.length }
        }),
    ],
    [
      callNames.getTask,
      () => ofTask(async (taskId) => ({ taskId: (await tasks.getTask(taskId, signal)).taskId })),
    ],
    [
      callNames.listOtaLogs,
      async () => {
        const page = await logs.listOtaLogs(PAGE, signal)
        log = page.logs.find((one) => one.deviceId !== null && one.productId !== null) ?? null
        return { otaLogs: page.total, unread: page.unread.length }
      },
    ],
    [
      callNames.listOperations,
      () => ofTask(async (taskId) => ({ operations: (await desk.listOperations(taskId, signal)).total })),
    ],
    [
      callNames.versionShare,
      () => ofTask(async (taskId) => ({ devices: (await desk.versionShare(taskId, signal)).totalDevices })),
    ],
    [callNames.check, () => (log === null ? null : checkLogged(tasks, log, task, signal))],
  ]
}

/** 5 for a device that was seen: any answer of the service will do, also "up to date". */
async function checkLogged(
  tasks: TaskSource,
  log: OtaLogEntry,
  like: Task | null,
  signal: AbortSignal,
): Promise<ErrorContext> {
  const { productId, deviceId } = log
  const query = {
    productId: productId ?? '',
    deviceId: deviceId ?? '',
    part: like?.part ?? { type: 'wifi' as const, identify: 0 },
    currentVersion: like?.fromVersion ?? 0,
  }
  const task = await tasks.check(query, signal)
  return { deviceId, taskId: task?.taskId ?? null }
}

async function check(line: CloudLine, [name, start]: Step, signal: AbortSignal): Promise<ConnectionCheck> {
  const startedAt = performance.now()
  const work = start()
  if (work === null) return notTried(name)
  let facts: ErrorContext = {}
  let error: ConnectionCheck['error'] = null
  try {
    facts = await work
  } catch (thrown) {
    if (signal.aborted) throw signal.reason
    const { code, context } = asFlashlineError(thrown)
    error = { code, context }
  }
  const skewMs = line.skewMs()
  return {
    call: name,
    outcome: error === null ? 'works' : 'failed',
    error,
    durationMs: performance.now() - startedAt,
    facts: skewMs === null ? facts : { ...facts, skewMs },
  }
}

function notTried(call: CallName): ConnectionCheck {
  return { call, outcome: 'notTried', error: null, durationMs: 0, facts: {} }
}

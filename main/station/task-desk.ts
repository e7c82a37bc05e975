// Tasks for the screens: the synced copy with what this bench did of it, and what a lead does with them. Before anything
// is changed the task is read anew: what another lead changed meanwhile is TASK_CHANGED, and nothing is done.
import {
  asFlashlineError,
  FlashlineError,
  type Settings,
  type Task,
  type TaskAction,
  type TaskInput,
  type TaskListQuery,
  type TaskOperation,
  type TaskRefInput,
  type TaskView,
  taskObstacles,
  type UnreadItem,
  type VersionShare,
} from '../../preload/contract/index.ts'
import type { TaskDesk as CloudTaskDesk } from '../clouds/cloud.ts'
import type { ListedTask } from '../store/task-list.ts'
import type { Core } from './core.ts'
import { makeTask } from './new-task.ts'
import { productsOf } from './routes.ts'
import { createTurns } from './take-turns.ts'
import { type CopyParts, readThrough, type TaskCloud, taskCloudOf } from './task-cloud.ts'
import { fingerprintOf } from './task-fingerprint.ts'

export interface TaskDeskParts {
  readonly core: Pick<Core, 'clouds' | 'store' | 'firmware' | 'hub'>
  /** As they are in force. */
  readonly settings: () => Settings
  readonly now: () => Date
}

type TaskName = Pick<TaskRefInput, 'productId' | 'taskId'>
type Work = (desk: CloudTaskDesk) => Promise<void>

/** Everything that asks a cloud rejects with CLOUD_*, CLOUD_UNSET, TASK_NOT_FOUND. */
export interface TaskDesk {
  /** From the copies alone. */
  list(query: TaskListQuery): Promise<{ total: number; tasks: TaskView[]; syncedAt: string | null }>
  /** As the cloud has it now; the copy, and its age, while the cloud cannot be asked. */
  get(name: TaskName, signal: AbortSignal): Promise<TaskView>
  /** As `makeTask`. */
  create(draft: TaskInput, signal: AbortSignal): Promise<TaskView>
  /** TASK_CHANGED {taskId}, TASK_ACTION {taskId, action, obstacle}. The answer is the task as it is afterwards. */
  start(ref: TaskRefInput, signal: AbortSignal): Promise<TaskView>
  stop(ref: TaskRefInput, signal: AbortSignal): Promise<TaskView>
  remove(ref: TaskRefInput, signal: AbortSignal): Promise<{ removed: boolean }>
  promote(
    ref: TaskRefInput,
    change: Parameters<CloudTaskDesk['promote']>[1],
    signal: AbortSignal,
  ): Promise<TaskView>
  submit(ref: TaskRefInput, reviewerId: string, signal: AbortSignal): Promise<TaskView>
  review(ref: TaskRefInput, verdict: 'approve' | 'reject', signal: AbortSignal): Promise<TaskView>
  changeDevices(
    ref: TaskRefInput,
    change: Parameters<CloudTaskDesk['changeDevices']>[1],
    signal: AbortSignal,
  ): Promise<TaskView>
  operations(
    name: TaskName,
    signal: AbortSignal,
  ): Promise<{ total: number; operations: TaskOperation[]; unread: UnreadItem[] }>
  versionShare(name: TaskName, signal: AbortSignal): Promise<VersionShare & { unread: UnreadItem[] }>
}

export function createTaskDesk({ core, settings, now }: TaskDeskParts): TaskDesk {
  const { store, clouds, firmware, hub } = core
  const takeTurns = createTurns()
  const onChange = () => hub.emit({ type: 'listsChanged', lists: ['tasks'] })
  const copy: CopyParts = { tasks: store.tasks, now, onChange }
  const cloudOf = (productId: string) => taskCloudOf(settings(), clouds, productId)

  const viewOf = ({ task, vanished, ...rest }: ListedTask): TaskView => ({
    ...task,
    ...rest,
    vanished,
    fingerprint: fingerprintOf(task),
    obstacles: obstaclesOf(task, vanished),
  })
  const obstaclesOf = (task: Task, vanished: boolean) =>
    taskObstacles(task, { vanished, hasDesk: !!cloudOf(task.productId)?.desk })

  async function viewKept({ productId, taskId }: TaskName): Promise<TaskView> {
    const kept = await store.taskList.find(productId, taskId)
    if (!kept) throw new FlashlineError('TASK_NOT_FOUND', { taskId })
    return viewOf(kept)
  }

  function needCloud(productId: string): TaskCloud {
    const cloud = cloudOf(productId)
    if (!cloud) throw new FlashlineError('CLOUD_UNSET', { productId })
    return cloud
  }

  function needDesk(productId: string): CloudTaskDesk {
    const { desk, connectionId } = needCloud(productId)
    if (!desk) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: 'desk' })
    return desk
  }

  /** Does the work if the task is still what the caller saw and its rules allow it; `after` reads what became of it. */
  function change<Result>(
    ref: TaskRefInput,
    action: TaskAction,
    work: Work,
    signal: AbortSignal,
    after: (cloud: TaskCloud) => Promise<Result>,
  ): Promise<Result> {
    const { productId, taskId } = ref
    return takeTurns(taskId, async () => {
      const cloud = needCloud(productId)
      const task = await readThrough(copy, cloud, ref, signal)
      if (fingerprintOf(task) !== ref.fingerprint) throw new FlashlineError('TASK_CHANGED', { taskId })
      const obstacle = obstaclesOf(task, false)[action]
      if (obstacle) throw new FlashlineError('TASK_ACTION', { taskId, action, obstacle })
      try {
        await work(needDesk(productId))
      } catch (error) {
        // An answer that was lost may hide a change that was made: what is shown next is what is there.
        await readThrough(copy, cloud, ref, signal).catch(() => undefined)
        throw error
      }
      return after(cloud)
    })
  }

  const changeAndView = (ref: TaskRefInput, action: TaskAction, work: Work, signal: AbortSignal) =>
    change(ref, action, work, signal, async (cloud) => {
      await readThrough(copy, cloud, ref, signal)
      return viewKept(ref)
    })

  return {
    async list(query) {
      const productIds = productsOf(settings()).map(({ productId }) => productId)
      const { total, tasks } = await store.taskList.page(productIds, query)
      const ages = (await store.syncStates.list()).flatMap(({ what, productId, syncedAt }) =>
        what === 'tasks' && syncedAt !== null && productIds.includes(productId) ? [syncedAt] : [],
      )
      return { total, tasks: tasks.map(viewOf), syncedAt: ages.sort()[0] ?? null }
    },

    async get(name, signal) {
      const cloud = cloudOf(name.productId)
      if (!cloud) return viewKept(name)
      try {
        await readThrough(copy, cloud, name, signal)
      } catch (error) {
        signal.throwIfAborted()
        const kept = await store.taskList.find(name.productId, name.taskId)
        if (!kept || !isCloudTrouble(error)) throw error
      }
      return viewKept(name)
    },

    async create(draft, signal) {
      const cloud = needCloud(draft.productId)
      const library = { rows: store.firmware, files: firmware }
      const task = await makeTask(library, cloud, draft, signal)
      await store.tasks.put(task, cloud.connectionId, now())
      onChange()
      // The answer to a new task leaves out what the service counts; the task itself is there, whatever comes now.
      await readThrough(copy, cloud, task, signal).catch(() => undefined)
      return viewKept(task)
    },

    start: (ref, signal) => changeAndView(ref, 'start', (desk) => desk.start(ref, signal), signal),
    stop: (ref, signal) => changeAndView(ref, 'stop', (desk) => desk.stop(ref, signal), signal),

    remove: (ref, signal) =>
      change(
        ref,
        'delete',
        (desk) => desk.delete(ref, signal),
        signal,
        async () => {
          await store.tasks.vanish(ref.taskId, now())
          onChange()
          return { removed: true }
        },
      ),

    promote: (ref, given, signal) =>
      changeAndView(ref, 'promote', (desk) => desk.promote(ref.taskId, given, signal), signal),
    submit: (ref, reviewerId, signal) =>
      changeAndView(ref, 'submit', (desk) => desk.submit(ref.taskId, reviewerId, signal), signal),
    review: (ref, verdict, signal) =>
      changeAndView(ref, verdict, (desk) => desk.review(ref.taskId, verdict, signal), signal),
    changeDevices: (ref, given, signal) =>
      changeAndView(ref, 'changeDevices', (desk) => desk.changeDevices(ref.taskId, given, signal), signal),

    operations: async ({ productId, taskId }, signal) => needDesk(productId).listOperations(taskId, signal),
    versionShare: async ({ productId, taskId }, signal) => needDesk(productId).versionShare(taskId, signal),
  }
}

/** The cloud could not be asked, or says that the task is gone: the copy tells what is known. */
function isCloudTrouble(error: unknown): boolean {
  const { code } = asFlashlineError(error)
  return code.startsWith('CLOUD_') || code === 'TASK_NOT_FOUND'
}

// A local cloud with one task in every state that a task can be in, and a picture of all that a call could change there.
import type { Task, TaskDraft } from '../../preload/contract/index.ts'
import { never, type XlinkClient } from '../clouds/xlink/open-client.ts'
import { openXlinkCloud, type XlinkCloud } from './xlink-cloud.ts'

/** One task in every state that a task can be in. */
export interface Scene {
  readonly cloud: XlinkCloud
  readonly client: XlinkClient
  /** Test tasks: for a device, for nobody, running, stopped. */
  readonly test: Task
  readonly empty: Task
  readonly running: Task
  readonly stopped: Task
  /** Formal ones: waiting, waiting for Wang's review, approved and running, stopped without a review. */
  readonly formal: Task
  readonly review: Task
  readonly approved: Task
  readonly unapproved: Task
}

export async function openScene(): Promise<Scene & AsyncDisposable> {
  const cloud = await openXlinkCloud()
  const client = await cloud.as('Li')
  const reviewer = await cloud.as('Wang')
  const create = (change: Partial<TaskDraft> = {}) => client.desk.create(cloud.draft(change), never)
  const forOne: Partial<TaskDraft> = { tag: 'test', scope: { category: 'devices', deviceIds: ['d1'] } }
  const scene = {
    cloud,
    client,
    test: await create(forOne),
    empty: await create({ tag: 'test' }),
    running: await create(forOne),
    stopped: await create(forOne),
    formal: await create(),
    review: await create(),
    approved: await create(),
    unapproved: await create(),
  }
  await client.desk.start(scene.running, never)
  await client.desk.start(scene.stopped, never)
  await client.desk.stop(scene.stopped, never)
  for (const { taskId } of [scene.review, scene.approved])
    await client.desk.submit(taskId, await cloud.member('Wang'), never)
  await reviewer.desk.review(scene.approved.taskId, 'approve', never)
  await cloud.admin.setTaskStatus(scene.unapproved.taskId, 'stopped')
  return { ...scene, [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() }
}

const tasksOf = ({ test, empty, running, stopped, formal, review, approved, unapproved }: Scene) => [
  test,
  empty,
  running,
  stopped,
  formal,
  review,
  approved,
  unapproved,
]

/** All that a refused call could have changed. */
export async function pictureOf(scene: Scene) {
  const { admin } = scene.cloud
  const { tasks } = scene.client
  return {
    listed: await tasks.listTasks({ productId: 'p1', offset: 0, limit: 100 }, never),
    operations: await Promise.all(tasksOf(scene).map(({ taskId }) => admin.listOperations(taskId))),
    otaLogs: await admin.listOtaLogs(),
    reports: await admin.listReports(),
    versions: await Promise.all(['d1', 'd2'].map((deviceId) => admin.deviceVersion(deviceId))),
  }
}

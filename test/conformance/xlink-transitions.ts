// Every transition in the life of a task that the service refuses: rows T3 to T13 of its state machine.
import { never } from '../clouds/xlink/open-client.ts'
import { FOREIGN_DEVICE } from './xlink-cloud.ts'
import { type Refusal, refusal } from './xlink-refusal.ts'
import type { Scene } from './xlink-scene.ts'

type TaskName = Exclude<keyof Scene, 'cloud' | 'client'>

const start = (name: TaskName) => (scene: Scene) => scene.client.desk.start(scene[name], never)
const stop = (name: TaskName) => (scene: Scene) => scene.client.desk.stop(scene[name], never)
const remove = (name: TaskName) => (scene: Scene) => scene.client.desk.delete(scene[name], never)
const promote = (name: TaskName) => (scene: Scene) => scene.client.desk.promote(scene[name].taskId, {}, never)
const submit = (name: TaskName) => async (scene: Scene) =>
  scene.client.desk.submit(scene[name].taskId, await scene.cloud.member('Wang'), never)
const review = (verdict: 'approve' | 'reject') => (name: TaskName, as: string) => async (scene: Scene) =>
  (await scene.cloud.as(as)).desk.review(scene[name].taskId, verdict, never)
const approve = review('approve')
const reject = review('reject')
const devices = (name: TaskName, deviceIds: readonly string[]) => (scene: Scene) =>
  scene.client.desk.changeDevices(scene[name].taskId, { how: 'add', deviceIds }, never)

export const transitions: readonly Refusal[] = [
  refusal('T3 start a formal task never approved', start('unapproved'), 4001036, 'TASK_NOT_APPROVED'),
  refusal('T4 start for nobody', start('empty'), 4001275, 'SCOPE_EMPTY'),
  refusal('T5 start a pending formal task', start('formal'), 4001036, 'TASK_NOT_APPROVED'),
  refusal('T7 start under review', start('review'), 4001036, 'TASK_UNDER_REVIEW'),
  refusal('T7 stop under review', stop('review'), 4001036, 'TASK_UNDER_REVIEW'),
  refusal('stop a pending task', stop('test'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T8 promote a formal task', promote('formal'), 4001138, 'TASK_TAG_MISMATCH'),
  refusal('T8 promote under review', promote('review'), 4001138, 'TASK_TAG_MISMATCH'),
  refusal('T9 submit a test task', submit('test'), 4001138, 'TASK_TAG_MISMATCH'),
  refusal('T9 submit a running task', submit('approved'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T9 submit a stopped task', submit('unapproved'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T9 submit twice', submit('review'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal(
    'T9 submit to nobody',
    ({ client, formal }) => client.desk.submit(formal.taskId, '', never),
    4001002,
    'FIELD_MISSING',
  ),
  refusal(
    'T9 submit to somebody unknown',
    ({ client, formal }) => client.desk.submit(formal.taskId, 'nobody', never),
    4041003,
    'MEMBER_UNKNOWN',
  ),
  refusal('T10 approve as another one', approve('review', 'Zhao'), 4031023, 'NOT_AUDITOR'),
  refusal('T10 approve as who submitted', approve('review', 'Li'), 4031023, 'NOT_AUDITOR'),
  refusal('T10 approve a pending task', approve('formal', 'Wang'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T10 approve twice', approve('approved', 'Wang'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T10 approve a test task', approve('test', 'Wang'), 4001138, 'TASK_TAG_MISMATCH'),
  refusal('T11 reject as another one', reject('review', 'Zhao'), 4031023, 'NOT_AUDITOR'),
  refusal('T11 reject a pending task', reject('formal', 'Wang'), 4001036, 'TASK_STATE_CONFLICT'),
  refusal('T12 delete under review', remove('review'), 4001036, 'TASK_BUSY'),
  refusal(
    'T12 delete as of another product',
    ({ client, test }) => client.desk.delete({ ...test, productId: 'p2' }, never),
    4041013,
    'TASK_UNKNOWN',
    'TASK_NOT_FOUND',
  ),
  refusal('T13 devices of a formal task', devices('formal', ['d2']), 4001138, 'TASK_TAG_MISMATCH'),
  refusal('T13 unknown devices', devices('test', ['d2', 'nobody']), 4041008, 'DEVICE_UNKNOWN'),
  refusal(
    'T13 devices of another product',
    devices('test', ['d2', FOREIGN_DEVICE]),
    4001274,
    'DEVICE_OF_OTHER_PRODUCT',
  ),
  refusal('T13 add nobody', devices('test', []), 4001002, 'FIELD_MISSING'),
]

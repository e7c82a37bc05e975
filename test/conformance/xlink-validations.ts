// What the service refuses for what is asked or for who asks: its table of validations, and its kinds of credentials.
import type { TaskDraft } from '../../preload/contract/index.ts'
import { never } from '../clouds/xlink/open-client.ts'
import { FOREIGN_DEVICE, report, wifi } from './xlink-cloud.ts'
import { type Refusal, refusal } from './xlink-refusal.ts'
import type { Scene } from './xlink-scene.ts'

const create = (change: Partial<TaskDraft>) => (scene: Scene) =>
  scene.client.desk.create(scene.cloud.draft(change), never)

const file = { md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 }
const asDevice = async ({ cloud }: Scene, deviceId: string) =>
  cloud.withToken(await cloud.admin.issueToken(['device'], { deviceId }))
const check = (deviceId: string, productId = 'p1') => ({
  productId,
  deviceId,
  part: wifi,
  currentVersion: 10_000,
})

export const validations: readonly Refusal[] = [
  refusal('no name', create({ name: '' }), 4001002, 'FIELD_MISSING'),
  refusal('a name of 33 characters', create({ name: 'x'.repeat(33) }), 4001001, 'FIELD_INVALID'),
  refusal('a text of 251 characters', create({ description: '字'.repeat(251) }), 4001001, 'FIELD_INVALID'),
  refusal('a version of 2^31', create({ toVersion: 2 ** 31 }), 4001001, 'FIELD_INVALID'),
  refusal('the same version twice', create({ fromVersion: 7, toVersion: 7 }), 4001001, 'FIELD_INVALID'),
  refusal('an address that is none', create({ image: { ...file, url: 'ftp:f' } }), 4001095, 'URL_INVALID'),
  refusal('no address to start from', create({ fromImage: { ...file, url: '' } }), 4001002, 'FIELD_MISSING'),
  refusal(
    'a name that is taken',
    ({ client, cloud, formal }) => client.desk.create(cloud.draft({ name: formal.name }), never),
    4001035,
    'NAME_EXISTS',
  ),
  refusal(
    'a start version that is taken',
    ({ client, cloud, formal }) =>
      client.desk.create(cloud.draft({ fromVersion: formal.fromVersion }), never),
    4001037,
    'FROM_VERSION_EXISTS',
  ),
  refusal(
    'a test task for all',
    create({ tag: 'test', scope: { category: 'all', deviceIds: [] } }),
    4001275,
    'SCOPE_UNKNOWN',
  ),
  refusal(
    'a device of another product',
    create({ scope: { category: 'devices', deviceIds: ['d1', FOREIGN_DEVICE] } }),
    4001274,
    'DEVICE_OF_OTHER_PRODUCT',
  ),
  refusal(
    'a device that is not there',
    create({ scope: { category: 'devices', deviceIds: ['nobody'] } }),
    4041008,
    'DEVICE_UNKNOWN',
  ),
  refusal('a product that is not there', create({ productId: 'p9' }), 4041005, 'PRODUCT_UNKNOWN'),
  refusal(
    'tasks of a product that is not there',
    ({ client }) => client.tasks.listTasks({ productId: 'p9', offset: 0, limit: 1 }, never),
    4041005,
    'PRODUCT_UNKNOWN',
  ),
  refusal(
    'a page before the first',
    ({ client }) => client.tasks.listTasks({ productId: 'p1', offset: -1, limit: 1 }, never),
    4001001,
    'FIELD_INVALID',
  ),
  refusal(
    'promoted to a name that is taken',
    ({ client, test, formal }) => client.desk.promote(test.taskId, { name: formal.name }, never),
    4001035,
    'NAME_EXISTS',
  ),
  refusal(
    'check of an unknown device',
    ({ client }) => client.tasks.check(check('nobody'), never),
    4041008,
    'DEVICE_UNKNOWN',
  ),
  refusal(
    'check of a device of another product',
    ({ client }) => client.tasks.check(check(FOREIGN_DEVICE), never),
    4041008,
    'DEVICE_UNKNOWN',
  ),
  refusal(
    'check of another device than the token is for',
    async (scene) => (await asDevice(scene, 'd2')).tasks.check(check('d1'), never),
    4001114,
    'DEVICE_NOT_OF_TOKEN',
  ),
  refusal(
    'report of another device than the token is for',
    async (scene) => (await asDevice(scene, 'd2')).results.sendReport(report, never),
    4001114,
    'DEVICE_NOT_OF_TOKEN',
  ),
  refusal(
    'report of an unknown device',
    ({ client }) => client.results.sendReport({ ...report, deviceId: 'nobody' }, never),
    4041008,
    'DEVICE_UNKNOWN',
  ),
  refusal(
    'report without a model',
    ({ client }) => client.results.sendReport({ ...report, model: '' }, never),
    4001002,
    'FIELD_MISSING',
  ),
  refusal(
    'ota-log of an unknown task',
    ({ client }) => client.results.sendOtaLog({ deviceId: 'd1', taskId: 'nothing' }, never),
    4041013,
    'TASK_UNKNOWN',
  ),
  refusal(
    'ota-log of an unknown device',
    ({ client, test }) => client.results.sendOtaLog({ deviceId: 'nobody', taskId: test.taskId }, never),
    4041008,
    'DEVICE_UNKNOWN',
  ),
  refusal(
    'ota-log of a device of another product',
    ({ client, test }) => client.results.sendOtaLog({ deviceId: FOREIGN_DEVICE, taskId: test.taskId }, never),
    4001274,
    'DEVICE_OF_OTHER_PRODUCT',
  ),
]

const user = async ({ cloud }: Scene) => cloud.withToken(await cloud.admin.issueToken(['user']))
export const kinds: readonly Refusal[] = [
  refusal(
    'create as a user',
    async (s) => (await user(s)).desk.create(s.cloud.draft(), never),
    4031004,
    'CORP_NEEDED',
  ),
  refusal('start as a user', async (s) => (await user(s)).desk.start(s.test, never), 4031004, 'CORP_NEEDED'),
  refusal(
    'promote as a user',
    async (s) => (await user(s)).desk.promote(s.test.taskId, {}, never),
    4031004,
    'CORP_NEEDED',
  ),
  refusal(
    'ota-logs as a user',
    async (s) => (await user(s)).otaLogs.listOtaLogs({ offset: 0, limit: 1 }, never),
    4031004,
    'CORP_NEEDED',
  ),
  refusal(
    'ota-log as a user',
    async (s) => (await user(s)).results.sendOtaLog({ deviceId: 'd1', taskId: s.test.taskId }, never),
    4031001,
    'FORBIDDEN',
  ),
  refusal(
    'check as a member alone',
    async ({ cloud }) =>
      cloud
        .withToken(await cloud.admin.issueToken(['corp'], { memberId: await cloud.member('Li') }))
        .tasks.check(check('d1'), never),
    4031001,
    'FORBIDDEN',
  ),
  refusal(
    'review as a third party',
    async ({ cloud, review }) =>
      cloud
        .withToken(await cloud.admin.issueToken(['thirdParty']))
        .desk.review(review.taskId, 'approve', never),
    4031023,
    'NOT_AUDITOR',
  ),
  refusal(
    'ota-log for no corp',
    ({ cloud, test }) =>
      cloud
        .withToken(cloud.open.token, '')
        .results.sendOtaLog({ deviceId: 'd1', taskId: test.taskId }, never),
    4001002,
    'FIELD_MISSING',
  ),
  refusal(
    'ota-log as the gateway of another corp',
    async ({ cloud, test }) => {
      await cloud.admin.addCorp({ corpId: 'other' })
      const token = await cloud.admin.issueToken(['platform'], { corpId: 'other' })
      return cloud.withToken(token).results.sendOtaLog({ deviceId: 'd1', taskId: test.taskId }, never)
    },
    4031001,
    'CORP_DIFFERS',
  ),
]

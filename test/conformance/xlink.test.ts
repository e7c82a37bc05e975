// The XLINK client against the local cloud, over real HTTP: the suites of its capabilities, and who may do what.
import { describe, expect, it } from 'vitest'
import type { CloudRules } from '../../main/local-cloud/cloud-context.ts'
import type { Interception } from '../../main/local-cloud/request-journal.ts'
import type { ConnectionCheck } from '../../preload/contract/index.ts'
import { caught } from '../clouds/xlink/caught.ts'
import { never } from '../clouds/xlink/open-client.ts'
import { describeOtaLogs } from './ota-log-suite.ts'
import { describeResultSink } from './result-sink-suite.ts'
import { describeTaskDesk } from './task-desk-suite.ts'
import { describeTaskSource } from './task-source-suite.ts'
import { deviceIds, FOREIGN_DEVICE, openXlinkCloud, report, wifi, type XlinkCloud } from './xlink-cloud.ts'

const HOUR_MS = 3_600_000

const addTask = ({ admin, open }: XlinkCloud) =>
  admin.addTask({
    productId: 'p1',
    name: 'Kettle 01',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
    deviceIds: ['d1'],
  })

const sources: readonly (readonly [string, Partial<CloudRules>])[] = [
  ['xlink with the local cloud', {}],
  ['xlink with a cloud that writes numbers as text', { numericStrings: true }],
]
for (const [name, rules] of sources)
  describeTaskSource(name, async () => {
    const cloud = await openXlinkCloud({ rules })
    const taskId = await addTask(cloud)
    for (let number = 2; number <= 12; number += 1) {
      await cloud.admin.addTask({
        productId: 'p1',
        name: `Kettle ${String(number).padStart(2, '0')}`,
        part: { type: 'mcu', identify: number },
        fromVersion: 1,
        toVersion: 2,
        tag: number >= 10 ? 'test' : 'formal',
        firmware: cloud.open.firmware,
      })
    }
    return {
      source: cloud.withToken(cloud.open.token).tasks,
      productId: 'p1',
      part: wifi,
      fromVersion: 10_000,
      toVersion: 20_001,
      taskId,
      deviceId: 'd1',
      otherDeviceId: 'd2',
      stopTask: () => cloud.admin.setTaskStatus(taskId, 'stopped'),
      [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
    }
  })

describeResultSink('xlink with the local cloud', async () => {
  let fault: Interception | null = null
  const cloud = await openXlinkCloud({
    intercept: () => {
      const now = fault
      fault = null
      return now
    },
  })
  const taskId = await addTask(cloud)
  const { admin } = cloud
  return {
    sink: cloud.withToken(cloud.open.token).results,
    blindSink: cloud.withToken(await admin.issueToken(['device'], { deviceId: 'd1' })).results,
    otaLog: { deviceId: 'd1', taskId },
    report: { ...report, taskId },
    state: async () => ({
      openLogs: (await admin.listOtaLogs()).filter((log) => log.status === 1).length,
      upgradedCount: (await admin.getTask(taskId))?.upgradedCount ?? 0,
      deviceVersion: await admin.deviceVersion('d1'),
      reports: (await admin.listReports()).map((one) => one.result === 0),
    }),
    cutNext: (when) => {
      fault = { hangUp: when }
    },
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  }
})

describeTaskDesk('xlink with the local cloud', async () => {
  const cloud = await openXlinkCloud()
  const member = await cloud.as('Li')
  return {
    desk: member.desk,
    reviewer: (await cloud.as('Wang')).desk,
    stranger: (await cloud.as('Zhao')).desk,
    memberId: await cloud.member('Li'),
    reviewerId: await cloud.member('Wang'),
    tasks: member.tasks,
    results: member.results,
    otaLogs: member.otaLogs,
    productId: 'p1',
    deviceIds,
    foreignDeviceId: FOREIGN_DEVICE,
    draft: cloud.draft,
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  }
})

for (const [name, rules] of sources)
  describeOtaLogs(name, async () => {
    const cloud = await openXlinkCloud({ rules })
    const { admin, open } = cloud
    const { results, otaLogs } = await cloud.as('Li')
    const task = { productId: 'p1', fromVersion: 10_000, toVersion: 20_001, firmware: open.firmware }
    const taskIds = [
      await admin.addTask(task),
      await admin.addTask({ ...task, part: { type: 'mcu', identify: 1 } }),
    ] as const
    const completedAt = [report.endedAt, '2026-01-02T03:06:05.006Z'] as const
    for (const taskId of taskIds)
      for (const deviceId of deviceIds) await results.sendOtaLog({ deviceId, taskId }, never)
    for (const [index, endedAt] of completedAt.entries())
      await results.sendReport(
        { ...report, deviceId: deviceIds[index] ?? '', taskId: taskIds[0], endedAt },
        never,
      )
    return {
      source: otaLogs,
      productId: 'p1',
      taskIds,
      devices: deviceIds.map((deviceId) => ({
        deviceId,
        mac: `AABBCC00000${deviceId.slice(1)}`,
        sn: `SN${deviceId.slice(1)}`,
      })),
      completedAt,
      [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
    }
  })

describe('who may do what', () => {
  it('token problems are CLOUD_TOKEN, a wrong kind is CLOUD_FORBIDDEN, no token is SECRET_MISSING', async () => {
    await using cloud = await openXlinkCloud()
    const { admin } = cloud
    const expired = await admin.issueToken(['corp'])
    await admin.endToken(expired, 'expired')
    const replaced = await admin.issueToken(['corp'])
    await admin.endToken(replaced, 'replaced')
    for (const [token, code, cloudCode] of [
      ['', 'SECRET_MISSING', undefined],
      ['guess', 'CLOUD_TOKEN', 4_031_003],
      [expired, 'CLOUD_TOKEN', 4_031_021],
      [replaced, 'CLOUD_TOKEN', 4_031_022],
      [await admin.issueToken(['user']), 'CLOUD_FORBIDDEN', 4_031_004],
    ] as const) {
      const error = await caught(cloud.withToken(token).tasks.getTask('t', never))
      expect([error.code, error.context.cloudCode]).toEqual([code, cloudCode])
    }
  })

  it('a corp account logs in, prolongs its session before the end, and begins anew after it', async () => {
    await using cloud = await openXlinkCloud()
    const taskId = await addTask(cloud)
    await cloud.member('Li', 'Li-password')
    const client = cloud.loggingIn({ kind: 'corpAccount', account: 'li@plant' }, { password: 'Li-password' })
    const ask = () => client.tasks.getTask(taskId, never)
    const asked = () =>
      cloud.admin
        .requests()
        .map(({ path, status }) => `${path.split('/').at(-1)} ${status}`)
        .filter((line) => !line.startsWith(taskId))
    await ask()
    cloud.later(1.95 * HOUR_MS)
    await ask()
    cloud.later(1.95 * HOUR_MS)
    await ask()
    cloud.later(3 * HOUR_MS)
    await ask()
    expect(asked()).toEqual(['corp_auth 200', 'refresh 200', 'refresh 200', 'corp_auth 200'])
  })

  it('an access key logs in again', async () => {
    await using cloud = await openXlinkCloud()
    const { id, secret } = await cloud.admin.addAccessKey({ name: 'MES' })
    const client = cloud.loggingIn({ kind: 'accessKey', accessKeyId: id }, { accessKeySecret: secret })
    const task = await client.desk.create(cloud.draft(), never)
    cloud.later(2 * HOUR_MS)
    const { operations } = await client.desk.listOperations(task.taskId, never)
    expect(operations).toMatchObject([{ operatorId: id, operatorName: 'MES' }])
    const error = await caught(client.desk.review(task.taskId, 'approve', never))
    expect(error).toMatchObject({ code: 'CLOUD_FORBIDDEN', context: { reason: 'NOT_AUDITOR' } })
  })

  it('a device speaks for itself alone', async () => {
    await using cloud = await openXlinkCloud()
    const taskId = await addTask(cloud)
    const client = cloud.loggingIn(
      { kind: 'device', productId: 'p1', mac: 'AABBCC000001' },
      { authorizeCode: 'code-of-d1' },
    )
    const query = { productId: 'p1', deviceId: 'd1', part: wifi, currentVersion: 10_000 }
    expect(await client.tasks.check(query, never)).toMatchObject({ taskId })
    cloud.later(1.95 * HOUR_MS)
    expect(await client.tasks.check(query, never)).toMatchObject({ taskId })
    expect(cloud.admin.requests().map(({ path }) => path)).toContain('/v2/device_refresh')
    const error = await caught(client.tasks.check({ ...query, deviceId: 'd2' }, never))
    expect(error.context).toMatchObject({ cloudCode: 4_001_114, reason: 'DEVICE_NOT_OF_TOKEN' })
  })

  it('a wrong secret is CLOUD_CREDENTIALS, of every kind', async () => {
    await using cloud = await openXlinkCloud()
    await cloud.member('Li')
    const { id } = await cloud.admin.addAccessKey({ name: 'MES' })
    for (const [credential, cloudCode] of [
      [{ kind: 'corpAccount', account: 'li@plant' }, 4_001_007],
      [{ kind: 'corpAccount', account: 'nobody@plant' }, 4_041_003],
      [{ kind: 'accessKey', accessKeyId: id }, 4_001_072],
      [{ kind: 'accessKey', accessKeyId: 'nothing' }, 4_041_024],
      [{ kind: 'device', productId: 'p1', mac: 'AABBCC000001' }, 4_001_097],
      [{ kind: 'device', productId: 'p1', mac: 'AABBCC0000FF' }, 4_041_008],
    ] as const) {
      const wrong = 'wrong-secret'
      const client = cloud.loggingIn(credential, {
        password: wrong,
        accessKeySecret: wrong,
        authorizeCode: wrong,
      })
      const error = await caught(client.tasks.getTask('t', never))
      expect([error.code, error.context.cloudCode]).toEqual(['CLOUD_CREDENTIALS', cloudCode])
    }
  })
})

it('puts a firmware file that a task can point at', async () => {
  await using cloud = await openXlinkCloud()
  const { shelf, desk } = await cloud.as('Li')
  const bytes = Buffer.from('a firmware of its own')
  const image = await shelf.put({ name: 'own.bin', bytes }, never)
  const task = await desk.create(cloud.draft({ image }), never)
  const response = await fetch(task.image.url)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  expect(task.image).toEqual(image)
})

it('the test of a connection tries all that changes nothing', async () => {
  await using cloud = await openXlinkCloud()
  const taskId = await addTask(cloud)
  const client = await cloud.as('Li')
  await client.results.sendOtaLog({ deviceId: 'd1', taskId }, never)
  const checks: ConnectionCheck[] = []
  for await (const check of client.test({ productId: 'p1', productKey: null }, never)) checks.push(check)
  expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(
    checks.filter(({ outcome }) => outcome === 'works').map(({ call }) => Number.parseInt(call, 10)),
  ).toEqual([2, 7, 14, 9, 15, 16, 5])
  expect(await cloud.admin.listReports()).toEqual([])
  expect(await cloud.admin.listOtaLogs()).toHaveLength(1)
})

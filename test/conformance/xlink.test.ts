// The XLINK client against the local cloud, over real HTTP.
import { Agent } from 'undici'
import { expect, it } from 'vitest'
import { createXlinkCloud } from '../../main/clouds/xlink/index.ts'
import { type OpenCloud, openCloud } from '../local-cloud/open-cloud.ts'
import { describeResultSink } from './result-sink-suite.ts'
import { describeTaskSource } from './task-source-suite.ts'

const wifi = { type: 'wifi', identify: 0 } as const

const http = new Agent()
const connect = (open: OpenCloud) =>
  createXlinkCloud({
    baseUrl: open.cloud.baseUrl,
    corpId: 'corp',
    accessToken: () => open.token,
    fetchDispatcher: http,
  })
const addTask = (open: OpenCloud) =>
  open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
    deviceIds: ['d1'],
  })

describeTaskSource('xlink with the local cloud', async () => {
  const open = await openCloud()
  const taskId = addTask(open)
  for (let index = 0; index < 11; index += 1) {
    const part = { type: 'mcu', identify: index } as const
    open.cloud.admin.addTask({ productId: 'p1', fromVersion: 1, toVersion: 2, part, firmware: open.firmware })
  }
  return {
    source: connect(open),
    productId: 'p1',
    part: wifi,
    fromVersion: 10_000,
    toVersion: 20_001,
    taskId,
    deviceId: 'd1',
    otherDeviceId: 'd2',
    stopTask: () => open.cloud.admin.setTaskStatus(taskId, 'stopped'),
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
})

describeResultSink('xlink with the local cloud', async () => {
  let lose = false
  const open = await openCloud({
    intercept: () => {
      const fault = lose ? ({ hangUp: 'after' } as const) : null
      lose = false
      return fault
    },
  })
  const taskId = addTask(open)
  const { admin } = open.cloud
  return {
    sink: connect(open),
    otaLog: { deviceId: 'd1', taskId },
    report: {
      deviceId: 'd1',
      part: wifi,
      model: 'kettle',
      fromVersion: 10_000,
      toVersion: 20_001,
      succeeded: true,
      description: 'done',
      startedAt: '2026-01-02T03:04:05.006Z',
      endedAt: '2026-01-02T03:05:05.006Z',
    },
    state: () => ({
      openLogs: admin.listOtaLogs().filter((log) => log.status === 1).length,
      upgradedCount: admin.getTask(taskId)?.upgradedCount ?? 0,
      deviceVersion: admin.deviceVersion('d1'),
      reports: admin.listReports().map((report) => report.result === 0),
    }),
    loseNextAnswer: () => {
      lose = true
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
})

it('token problems of the local cloud are CLOUD_TOKEN, a wrong kind is CLOUD_FORBIDDEN', async () => {
  const open = await openCloud()
  const { admin } = open.cloud
  const expired = admin.issueToken(['corp'])
  admin.endToken(expired, 'expired')
  const never = new AbortController().signal
  for (const [token, code] of [
    ['', 'CLOUD_TOKEN'],
    ['guess', 'CLOUD_TOKEN'],
    [expired, 'CLOUD_TOKEN'],
    [admin.issueToken(['user']), 'CLOUD_FORBIDDEN'],
  ] as const) {
    const client = createXlinkCloud({
      baseUrl: open.cloud.baseUrl,
      corpId: '',
      accessToken: () => token,
      fetchDispatcher: http,
    })
    await expect(client.getTask('t', never)).rejects.toMatchObject({ code })
  }
  await open[Symbol.asyncDispose]()
})

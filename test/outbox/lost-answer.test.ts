// The whole way: store, sender, client, a cut connection and the local cloud, which says what was counted.
import { expect, onTestFinished, test } from 'vitest'
import { createXlinkClient } from '../../main/clouds/xlink/index.ts'
import { connectionSchema } from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { openCloud } from '../local-cloud/open-cloud.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { otaLog, record, report, setUp, until } from './set-up.ts'

/** A device that was flashed by its task, at a cloud that is reached through a way that loses answers. */
async function flashed(loses: (request: string, times: number) => boolean) {
  const open = await openCloud()
  onTestFinished(() => open[Symbol.asyncDispose]())
  const { admin } = open.cloud
  const taskId = await admin.addTask({
    productId: 'p1',
    fromVersion: 1,
    toVersion: 2,
    firmware: open.firmware,
  })
  const times = new Map<string, number>()
  const proxy = await startCuttingProxy(open.cloud.baseUrl, (request) => {
    times.set(request, (times.get(request) ?? 0) + 1)
    return loses(request, times.get(request) ?? 0)
  })
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  const { line } = lineTo(proxy.baseUrl)
  onTestFinished(() => line.close())
  const connection = connectionSchema.parse({
    kind: 'xlink',
    connectionId: 'c1',
    baseUrl: proxy.baseUrl,
    corpId: 'corp1',
  })
  if (connection.kind !== 'xlink') throw new Error('another kind of connection')
  const client = createXlinkClient(connection, { line, secret: () => open.token })
  const parts = await setUp({ sinkFor: () => client.results ?? null })
  const result = report('d1')
  if (result.kind !== 'report') throw new Error('another kind of message')
  const body = { ...result.body, taskId, part: { type: 'wifi', identify: 0 } as const }
  await record(parts.store, 'j1', [otaLog('d1', taskId), { ...result, body }])
  const messages = async () =>
    (await parts.store.jobs.get('j1')).messages.map(({ kind, state, delivery }) => [kind, state, delivery])
  return { ...parts, admin, taskId, requests: proxy.requests, messages }
}

const isReport = (request: string) => request === 'POST /v2/upgrade/firmware/report/d1'

test('a report whose answer was lost is found at the cloud, sent once and counted once', async () => {
  const { sender, clock, requests, messages, admin, taskId, told } = await flashed(
    (request, times) => isReport(request) && times === 1,
  )
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(await messages()).toEqual([
    ['otaLog', 'sent', 'acknowledged'],
    ['report', 'sent', 'foundAtCloud'],
  ])
  expect(requests.filter(isReport)).toHaveLength(1)
  expect(await admin.listReports()).toHaveLength(1)
  expect((await admin.getTask(taskId))?.upgradedCount).toBe(1)
})

test('an ota-log whose answer was lost has one row at the cloud', async () => {
  const { sender, clock, messages, admin, taskId, told } = await flashed(
    (request, times) => request === 'POST /v2/upgrade/ota-log' && times <= 3,
  )
  sender.start()
  await until(() => expect(clock.next()).toBe(1500))
  clock.turn(1500)
  await until(() => expect(told.at(-1)).toMatchObject({ waiting: 0 }))
  expect(await messages()).toEqual([
    ['otaLog', 'sent', 'foundAtCloud'],
    ['report', 'sent', 'acknowledged'],
  ])
  expect(await admin.listOtaLogs()).toHaveLength(1)
  expect((await admin.getTask(taskId))?.upgradedCount).toBe(1)
})

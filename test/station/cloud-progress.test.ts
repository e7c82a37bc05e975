// What a job asks of a Living platform, over the real client and the local cloud: the end of an earlier upgrade is not
// taken for the end of this one.
import { afterEach, expect, it } from 'vitest'
import { createLivingClient } from '../../main/clouds/living/index.ts'
import { createCloudProgress } from '../../main/station/cloud-progress.ts'
import { livingConnectionSchema, type SecretName } from '../../preload/contract/index.ts'
import { lineTo } from '../clouds/test-line.ts'
import { openCloud } from '../local-cloud/open-cloud.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it('waits for the end of this upgrade, whatever the one before came to', async () => {
  const open = await openCloud({})
  closers.push(async () => open[Symbol.asyncDispose]())
  const { appKey, appSecret } = await open.cloud.admin.addAppKey()
  const secrets: Partial<Record<SecretName, string>> = {
    appSecret,
    iotToken: await open.cloud.admin.issueIotToken(),
  }
  const { baseUrl } = open.cloud
  const { line } = lineTo(baseUrl)
  closers.push(() => line.close())
  const connection = livingConnectionSchema.parse({ kind: 'living', connectionId: 'c', baseUrl, appKey })
  const client = createLivingClient(connection, { line, secret: (name) => secrets[name] ?? '' })
  if (!client.progress) throw new Error('a living client gives progress')
  const progress = createCloudProgress(client.progress, null)

  const issue = async (fromVersion: number, toVersion: number) => {
    const taskId = await open.cloud.admin.addTask({
      productId: 'p1',
      fromVersion,
      toVersion,
      firmware: open.firmware,
    })
    const body = { device_id: 'd1', task_id: taskId }
    await open.call('POST', '/v2/upgrade/ota-log', body, { 'Corp-ID': 'flashline' })
  }
  const report = (fromVersion: number, toVersion: number) =>
    open.call('POST', '/v2/upgrade/firmware/report/d1', {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: fromVersion,
      current_version: toVersion,
      result: 0,
    })

  const stop = new AbortController()
  await issue(10_000, 20_001)
  await report(10_000, 20_001)
  const before = await progress.now('d1', stop.signal)
  expect(before).toMatchObject({ state: 'succeeded', firmwareVersion: '20001' })

  await issue(20_001, 30_000)
  const states: string[] = []
  for await (const { state, firmwareVersion } of progress.follow('d1', before, stop.signal)) {
    states.push(`${firmwareVersion} ${state}`)
    if (state === 'upgrading') await report(20_001, 30_000)
  }
  expect(states).toEqual(['30000 upgrading', '30000 succeeded'])
}, 30_000)

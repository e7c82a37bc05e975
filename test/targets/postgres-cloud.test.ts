// Two local clouds in processes of their own on one real PostgreSQL and one shared folder: neither may allow what the other
// forbids. Being killed is the campaign's (test/campaign/postgres.ts); the suites of one cloud are in postgres-suites.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type CallAnswer, callCloud } from '../campaign/two-clouds/call-cloud.ts'
import { openTwoClouds, productId, type TwoClouds } from '../campaign/two-clouds/two-clouds.ts'
import { raceForTask } from '../campaign/two-clouds/upgrade-round.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

const deviceIds = Array.from({ length: 40 }, (_, n) => `${1_300_000 + n}`)
const [oneDevice = ''] = deviceIds
let server: PostgresServer
let plant: TwoClouds
beforeAll(async () => {
  server = await startPostgres()
  plant = await openTwoClouds(await server.newDatabase(), deviceIds)
})
afterAll(async () => {
  await plant[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const never = new AbortController().signal
const ask = async (to: number, call: Omit<Call, 'token'>, token = plant.token): Promise<CallAnswer> => {
  const answer = await callCloud(plant.clouds[to % 2 === 0 ? 0 : 1].baseUrl, { token, ...call }, never)
  if (answer === null) throw new Error(`no answer to ${call.path}`)
  return answer
}
const statusOf = ({ status }: CallAnswer) => status
const reasonOf = ({ body }: CallAnswer): unknown => JSON.parse(body).error?.reason

const check = (deviceId: string, version: number) => ({
  path: `/v2/upgrade/firmware/check/${deviceId}`,
  body: { product_id: productId, current_version: version },
})
const report = (deviceId: string, from: number, to: number) => ({
  path: `/v2/upgrade/firmware/report/${deviceId}`,
  body: {
    ...{ type: 1, identify: 0, mod: 'kettle', result: 0, desc: '' },
    ...{ last_version: from, current_version: to },
  },
})
const issued = (deviceId: string, taskId: string) => ({
  path: '/v2/upgrade/ota-log',
  body: { device_id: deviceId, task_id: taskId },
  headers: { 'Corp-ID': 'flashline' },
})

describe('two processes on one database', () => {
  it('make one task for a start version, whoever asks first', async () => {
    const taskId = await raceForTask(plant, { fromVersion: 100, toVersion: 101 }, never)
    for (const to of [0, 1]) expect(statusOf(await ask(to, check(oneDevice, 100)))).toBe(200)
    expect(await plant.admin.getTask(taskId)).toMatchObject({ fromVersion: 100, toVersion: 101 })
  })

  it('share the work: what one was told the other knows', async () => {
    const taskId = await raceForTask(plant, { fromVersion: 200, toVersion: 201 }, never)
    await Promise.all(
      deviceIds.map(async (deviceId, n) => {
        expect(statusOf(await ask(n, check(deviceId, 200)))).toBe(200)
        expect(statusOf(await ask(n + 1, issued(deviceId, taskId)))).toBe(200)
        expect(statusOf(await ask(n, report(deviceId, 200, 201)))).toBe(200)
      }),
    )
    expect((await plant.admin.getTask(taskId))?.upgradedCount).toBe(deviceIds.length)
    const logs = (await plant.admin.listOtaLogs()).filter(({ task_id }) => task_id === taskId)
    expect(logs.map(({ device_id }) => device_id).sort()).toEqual(deviceIds)
    expect(logs.filter(({ status }) => status !== 2)).toEqual([])
    for (const to of [0, 1]) {
      const { body } = await ask(to, {
        path: '/v2/upgrade/ota-logs',
        body: { offset: 0, limit: 100, query: { task_id: { $eq: taskId } } },
      })
      expect(JSON.parse(body)).toMatchObject({ count: deviceIds.length })
    }
  })

  it('count a device once, told 200 times at once through both', async () => {
    const taskId = await raceForTask(plant, { fromVersion: 300, toVersion: 301 }, never)
    const told = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        n % 4 < 2 ? ask(n, issued(oneDevice, taskId)) : ask(n, report(oneDevice, 300, 301)),
      ),
    )
    expect(new Set(told.map(statusOf))).toEqual(new Set([200]))
    expect((await plant.admin.getTask(taskId))?.upgradedCount).toBe(1)
    const reports = (await plant.admin.listReports()).filter(({ task_id }) => task_id === taskId)
    expect(reports).toHaveLength(100)
    const open = (await plant.admin.listOtaLogs()).filter(
      ({ task_id, status }) => task_id === taskId && status === 1,
    )
    expect(open.length).toBeLessThanOrEqual(1)
  })

  it('refuse a token that was ended at the other one, also when both knew it', async () => {
    const account = 'rae@plant.example'
    const password = 'a long password'
    await plant.admin.addMember({ name: 'Rae', account, password })
    const login = await ask(0, { path: '/v2/corp_auth', body: { account, password } })
    const { access_token: token, refresh_token } = JSON.parse(login.body)
    const list = { path: '/v2/upgrade/firmware/tasks', body: { product_id: productId, limit: 1 } }
    for (const to of [0, 1]) expect(statusOf(await ask(to, list, token))).toBe(200)
    const refreshed = await ask(0, { path: '/v2/corp/token/refresh', body: { refresh_token } }, token)
    expect(refreshed.status).toBe(200)
    for (const to of [1, 0]) expect(reasonOf(await ask(to, list, token))).toBe('TOKEN_REPLACED')
    for (const to of [1, 0]) {
      expect(statusOf(await ask(to, list, JSON.parse(refreshed.body).access_token))).toBe(200)
    }
  })

  it('let a refresh token be used once, asked at both at once', async () => {
    const account = 'kim@plant.example'
    const password = 'a long password'
    await plant.admin.addMember({ name: 'Kim', account, password })
    const login = await ask(1, { path: '/v2/corp_auth', body: { account, password } })
    const { access_token: token, refresh_token } = JSON.parse(login.body)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        ask(n, { path: '/v2/corp/token/refresh', body: { refresh_token } }, token),
      ),
    )
    expect(answers.map(statusOf).filter((status) => status === 200)).toHaveLength(1)
  })

  it('stop a task for both at once', async () => {
    const taskId = await raceForTask(plant, { fromVersion: 400, toVersion: 401 }, never)
    for (const to of [0, 1]) expect(statusOf(await ask(to, check(oneDevice, 400)))).toBe(200)
    const stopped = await ask(0, {
      path: '/v2/upgrade/firmware/task/status',
      body: { product_id: productId, upgrade_task_id: taskId, status: 0 },
    })
    expect(stopped.status).toBe(200)
    for (const to of [1, 0]) expect(reasonOf(await ask(to, check(oneDevice, 400)))).toBe('TASK_UNKNOWN')
  })

  it('lock an account for both after ten wrong passwords at either', async () => {
    const account = 'sam@plant.example'
    await plant.admin.addMember({ name: 'Sam', account, password: 'a long password' })
    for (let n = 0; n < 10; n += 1) {
      const wrong = await ask(n, { path: '/v2/corp_auth', body: { account, password: 'wrong' } })
      expect(reasonOf(wrong)).toBe('PASSWORD_WRONG')
    }
    for (const to of [0, 1]) {
      const right = await ask(to, { path: '/v2/corp_auth', body: { account, password: 'a long password' } })
      expect(reasonOf(right)).toBe('ACCOUNT_LOCKED')
    }
  })

  it('hand out each what the other took in', async () => {
    const bytes = Buffer.alloc(300_000, 7)
    const upload = await fetch(`${plant.clouds[0].baseUrl}/v2/firmware-files?name=app.bin`, {
      method: 'POST',
      headers: { 'Access-Token': plant.token, 'Content-Type': 'application/octet-stream' },
      body: bytes,
    })
    const { url } = (await upload.json()) as { url: string }
    const back = await fetch(plant.clouds[1].baseUrl + new URL(url).pathname, {
      headers: { Range: 'bytes=100000-' },
    })
    expect(back.status).toBe(206)
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes.subarray(100_000))).toBe(true)
  })
})

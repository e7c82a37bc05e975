// The document says what the server does: every route is in it, and every answer is as it says.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCloudApp } from '../../main/local-cloud/cloud-app.ts'
import { openCloudContext } from '../../main/local-cloud/open-cloud-context.ts'
import { accountOperations } from '../../main/local-cloud/openapi/account-operations.ts'
import { refusal } from '../../main/local-cloud/openapi/answers.ts'
import { neighbourOperations } from '../../main/local-cloud/openapi/neighbour-operations.ts'
import { upgradeOperations } from '../../main/local-cloud/openapi/upgrade-operations.ts'
import { allRoutes } from '../../main/local-cloud/routes.ts'
import { callLiving } from './living/signed-call.ts'
import { type OpenCloud, openCloud } from './open-cloud.ts'

const documentSchema = z.object({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

let open: OpenCloud
beforeEach(async () => {
  open = await openCloud()
})
afterEach(() => open[Symbol.asyncDispose]())

async function readDocument() {
  const response = await fetch(`${open.cloud.baseUrl}/openapi.json`)
  expect(response.status).toBe(200)
  return documentSchema.parse(await response.json())
}

describe('openapi.json', () => {
  it('has every route that the server has, and no other', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'flashline-cloud-'))
    const { cloud, close } = await openCloudContext({ dataDir })
    const app = createCloudApp({})
    const routes: string[] = []
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push(`${one.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`)
    })
    for (const addRoutes of allRoutes) addRoutes(app, cloud)
    await app.ready()
    await app.close()
    await close()
    await rm(dataDir, { recursive: true })

    const { paths } = await readDocument()
    const documented = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods).map((method) => `${method} ${url}`),
    )
    // HEAD comes with every GET and is worth a word only where it is meant.
    const wanted = routes.filter((one) => !one.startsWith('head ') || documented.includes(one))
    expect(documented.sort()).toEqual([...new Set(wanted)].sort())
    expect(documented.length).toBeGreaterThan(30)
  })

  it('holds together: references, parameters of paths, ids', async () => {
    const { openapi, servers, paths, components } = await readDocument()
    expect(openapi).toBe('3.1.0')
    expect(servers).toEqual([{ url: open.cloud.baseUrl }])
    const references = [...JSON.stringify(paths).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name)
    const known = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`)
    expect([...new Set(references)].sort()).toEqual(known.sort())
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    for (const [url, methods] of Object.entries(paths)) {
      const inUrl = [...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { parameters } of Object.values(methods)) {
        const named = z.array(z.object({ name: z.string(), in: z.string() })).parse(parameters)
        expect(named.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inUrl)
      }
    }
  })

  it('describes requests by the schemas that read them', async () => {
    const { paths } = await readDocument()
    const create = paths['/v2/upgrade/firmware/task']?.post
    expect(create).toMatchObject({
      security: [{ token: [] }],
      parameters: [{ name: 'Api-Version', in: 'header', required: false }],
      requestBody: {
        content: {
          'application/json': {
            schema: {
              required: [
                'product_id',
                'name',
                'description',
                'from_version',
                'from_version_url',
                'from_version_md5',
                'from_version_size',
                'target_version',
                'target_version_url',
                'target_version_md5',
                'target_version_size',
              ],
              properties: {
                from_version: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
                type: { enum: [1, 2, 3, 'wifi', 'mcu', 'subdevice'] },
                scope: { properties: { category: { enum: [0, 1, 'all', 'devices'] } } },
              },
            },
          },
        },
      },
    })
    expect(paths['/v2/upgrade/firmware/tasks']?.get).toMatchObject({
      parameters: [
        { name: 'Api-Version', in: 'header' },
        { name: 'product_id', in: 'query', required: true },
        { name: 'offset', in: 'query', required: false },
        { name: 'limit', in: 'query', required: false },
      ],
    })
  })
})

describe('answers', () => {
  /** Calls every operation that answers JSON, in an order in which each has something to answer. */
  async function answersOfAll(): Promise<Map<string, unknown>> {
    const { admin, baseUrl } = open.cloud
    const found = new Map<string, unknown>()
    const ask = async (id: string, method: string, url: string, body?: unknown, headers = {}) => {
      const answer = await open.call(method, url, body, headers)
      expect(answer, id).toMatchObject({ status: 200 })
      found.set(id, answer.body)
      return z.record(z.string(), z.unknown()).catch({}).parse(answer.body)
    }
    await admin.addCorp({ corpId: 'flashline' })
    const memberId = await admin.addMember({
      corpId: 'flashline',
      name: 'A',
      account: 'a@plant.test',
      password: 'secret1',
      role: 'admin',
    })
    const login = { account: 'a@plant.test', password: 'secret1' }
    const member = await ask('loginMember', 'POST', '/v2/corp_auth', login)
    const refreshed = { refresh_token: member.refresh_token }
    const asMember = { 'Access-Token': String(member.access_token) }
    await ask('refreshMember', 'POST', '/v2/corp/token/refresh', refreshed, asMember)
    const { id, secret } = await admin.addAccessKey({ corpId: 'flashline', name: 'key' })
    await ask('loginAccessKey', 'POST', '/v2/accesskey_auth', { id, secret })
    await admin.addUser({ corpId: 'flashline', account: 'u@plant.test', password: 'secret1' })
    const asUser = { corp_id: 'flashline', email: 'u@plant.test', password: 'secret1' }
    const user = await ask('loginUser', 'POST', '/v2/user_auth', asUser)
    await ask('refreshUser', 'POST', '/v2/user/token/refresh', { refresh_token: user.refresh_token })

    await ask('putProduct', 'POST', '/v2/products', { product_id: 'p7', name: 'seven' })
    const mac = '001122334455'
    await ask('putDevice', 'POST', '/v2/product/p7/device', { device_id: 'd7', mac, sn: 'S' })
    await ask('searchDevices', 'POST', '/v2/product/p7/devices', {})
    await admin.addProduct({ productId: 'p8', activeCode: 'active' })
    await admin.addDevice({ deviceId: 'd8', productId: 'p8', mac: '001122334466' })
    const device = { product_id: 'p8', mac: '001122334466' }
    const active = await ask('activateDevice', 'POST', '/v2/device_active', {
      ...device,
      active_code: 'active',
    })
    const authorize = { ...device, authorize_code: active.authorize_code }
    const session = await ask('loginDevice', 'POST', '/v2/device_login', authorize)
    const asDevice = { 'Access-Token': String(session.access_token) }
    const again = { refresh_token: session.refresh_token }
    await ask('refreshDevice', 'POST', '/v2/device_refresh', again, asDevice)
    await ask('listMembers', 'GET', '/v2/corp/members')
    const octets = { 'Content-Type': 'application/octet-stream' }
    const file = await ask('uploadFirmware', 'POST', '/v2/firmware-files?name=a.bin', 'bytes', octets)

    const version = { 'Api-Version': '2' }
    const draft = {
      product_id: 'p1',
      name: 'n',
      description: 'd',
      from_version: 10_000,
      from_version_url: file.url,
      from_version_md5: file.md5,
      from_version_size: file.size,
      target_version: 20_001,
      target_version_url: file.url,
      target_version_md5: file.md5,
      target_version_size: file.size,
      tag_type: 1,
      scope: { category: 1, device_list: ['d1'] },
    }
    const task = await ask('createTask', 'POST', '/v2/upgrade/firmware/task', draft, version)
    const taskId = String(task.id)
    const one = `/v2/upgrade/firmware/tasks/${taskId}`
    const status = { product_id: 'p1', upgrade_task_id: taskId, status: 1 }
    await ask('setTaskStatus', 'POST', '/v2/upgrade/firmware/task/status', status)
    const running = { product_id: 'p1', type: 1, identify: 0, current_version: 10_000 }
    await ask('checkTask', 'POST', '/v2/upgrade/firmware/check/d1', running)
    const log = { device_id: 'd1', task_id: taskId }
    await ask('addOtaLog', 'POST', '/v2/upgrade/ota-log', log, { 'Corp-ID': 'flashline' })
    const result = {
      type: 1,
      mod: 'm',
      identify: 0,
      last_version: 10_000,
      current_version: 20_001,
      result: 0,
    }
    await ask('reportResult', 'POST', '/v2/upgrade/firmware/report/d1', result)
    await ask('listTasks', 'GET', '/v2/upgrade/firmware/tasks?product_id=p1', undefined, version)
    await ask('searchTasks', 'POST', '/v2/upgrade/firmware/tasks', { product_id: 'p1' }, version)
    await ask('searchOtaLogs', 'POST', '/v2/upgrade/ota-logs', {})
    await ask('changeTaskDevices', 'PUT', `${one}/devices`, { opt: 1, device_list: ['d2'] })
    await ask('getVersionShare', 'GET', `/v2/statistics/ota/customize-task/${taskId}/device-firmware-version`)
    await ask('promoteTask', 'PUT', `${one}/product-tag`, {})
    await ask('submitTask', 'PUT', `${one}/submit-audit`, { audit_member_id: memberId })
    await ask('getTask', 'GET', one, undefined, version)
    const asReviewer = { 'Access-Token': await admin.issueToken(['corp'], { memberId, corpId: 'flashline' }) }
    await ask('reviewTask', 'PUT', `${one}/audit`, { audit_result: 2 }, asReviewer)
    await ask('listOperations', 'GET', `${one}/op-logs`)
    await ask('deleteTask', 'POST', '/v2/upgrade/firmware/task/delete', { id: taskId, product_id: 'p1' })

    const now = () => new Date()
    const caller = { baseUrl, ...(await admin.addAppKey()), iotToken: await admin.issueIotToken(), now }
    const living = async (name: string, url: string, params: object) =>
      found.set(name, (await callLiving(caller, url, params)).body)
    await living('getProgress', '/living/ota/progress/get', { iotId: 'd1' })
    const told = { iotId: 'd1', firmwareVersion: '20001', step: '5' }
    await living('reportProgress', '/living/ota/progress/report', told)
    await ask('getDocument', 'GET', '/openapi.json')
    return found
  }

  it('are as the document says, of every call', async () => {
    const found = await answersOfAll()
    const operations = [...upgradeOperations, ...accountOperations, ...neighbourOperations]
    for (const { id, access, answer } of operations) {
      // Files and the RPC door have tests of their own.
      if (answer === 'bytes' || access === 'rpc' || id === 'lookAtFirmware') continue
      expect([...found.keys()], id).toContain(id)
      if (answer === 'empty') expect(found.get(id), id).toBeUndefined()
      else expect(answer.safeParse(found.get(id)).error, id).toBeUndefined()
    }
  })

  it('are refusals in the one form', async () => {
    const { body } = await open.call('GET', '/v2/upgrade/firmware/tasks/nothing')
    expect(refusal.parse(body).error.reason).toBe('TASK_UNKNOWN')
  })
})

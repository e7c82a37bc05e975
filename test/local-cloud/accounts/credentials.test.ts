import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CredentialKind, credentialKinds } from '../../../main/local-cloud/accounts/credentials.ts'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'
import { openOutside } from '../outside-database.ts'

let open: OpenCloud
let taskId: string
beforeEach(async () => {
  open = await openCloud()
  taskId = await open.cloud.admin.addTask({
    productId: 'p1',
    fromVersion: 10_000,
    toVersion: 20_001,
    firmware: open.firmware,
  })
})
afterEach(() => open[Symbol.asyncDispose]())

const report = { type: 1, mod: 'm', identify: 0, last_version: 10_000, current_version: 20_001, result: 0 }
const endpoints = {
  check: () => ['POST', '/v2/upgrade/firmware/check/d1', { product_id: 'p1', current_version: 10_000 }],
  report: () => ['POST', '/v2/upgrade/firmware/report/d1', report],
  list: () => ['POST', '/v2/upgrade/firmware/tasks', { product_id: 'p1' }],
  get: () => ['GET', `/v2/upgrade/firmware/tasks/${taskId}`, undefined],
  otaLog: () => ['POST', '/v2/upgrade/ota-log', { device_id: 'd1', task_id: taskId }],
} as const satisfies Record<string, () => readonly [string, string, unknown]>

const callWith = (name: keyof typeof endpoints, token: string | undefined) => {
  const [method, url, body] = endpoints[name]()
  return open.call(method, url, body, { 'Access-Token': token, 'Corp-ID': 'corp' })
}

describe('credentials', () => {
  const table: readonly [keyof typeof endpoints, readonly CredentialKind[], number][] = [
    ['check', ['user', 'device'], 4031001],
    ['report', ['user', 'device', 'platform'], 4031001],
    ['list', ['corp', 'thirdParty', 'platform'], 4031004],
    ['get', ['corp', 'thirdParty'], 4031004],
    ['otaLog', ['platform'], 4031001],
  ]
  it.each(table)('%s accepts %j and answers others %i', async (name, accepted, code) => {
    for (const kind of credentialKinds) {
      const token = await open.cloud.admin.issueToken([kind], kind === 'device' ? { deviceId: 'd1' } : {})
      const expected = accepted.includes(kind) ? { status: 200 } : { status: 403, body: { error: { code } } }
      expect(await callWith(name, token), kind).toMatchObject(expected)
    }
  })

  it('lets a station token call all of them', async () => {
    for (const name of Object.keys(endpoints) as (keyof typeof endpoints)[]) {
      expect(await callWith(name, open.token), name).toMatchObject({ status: 200 })
    }
  })

  it('lets a device speak only for itself', async () => {
    const other = await open.cloud.admin.issueToken(['device'], { deviceId: 'd2' })
    const refusal = refused(4001114, 'DEVICE_NOT_OF_TOKEN') as object
    expect(await callWith('check', other)).toMatchObject(refusal)
    expect(await callWith('report', other)).toMatchObject(refusal)
    expect(await open.cloud.admin.listReports()).toEqual([])
  })

  it('says what is wrong with a token before it looks at anything else', async () => {
    const { admin } = open.cloud
    expect(await callWith('check', undefined)).toMatchObject(refused(4031002, 'TOKEN_NEEDED') as object)
    expect(await callWith('check', 'guess')).toMatchObject(refused(4031003, 'TOKEN_INVALID') as object)
    const token = await admin.issueToken(['user'])
    await admin.endToken(token, 'expired')
    expect(await callWith('check', token)).toMatchObject(refused(4031021, 'TOKEN_EXPIRED') as object)
    await admin.endToken(token, 'replaced')
    expect(await callWith('check', token)).toMatchObject(refused(4031022, 'TOKEN_REPLACED') as object)
    const nothing = await open.call('POST', '/v2/upgrade/firmware/check/d9', {}, { 'Access-Token': 'guess' })
    expect(nothing).toMatchObject(refused(4031003, 'TOKEN_INVALID') as object)
  })

  it('keeps no token: not in the files, not in the journal', async () => {
    expect(open.token).toMatch(/^[0-9a-f]{64}$/)
    await callWith('check', open.token)
    await using database = await openOutside(open.dataDir)
    expect((await database.content()).includes(open.token)).toBe(false)
    expect(JSON.stringify(open.cloud.admin.requests())).not.toContain(open.token)
  })
})

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalCloudAdmin } from '../../../main/local-cloud/admin.ts'
import { startLocalCloud } from '../../../main/local-cloud/server.ts'
import { openSqlite } from '../../../main/store/open.ts'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
let admin: LocalCloudAdmin
beforeEach(async () => {
  open = await openCloud()
  admin = open.cloud.admin
})
afterEach(() => open[Symbol.asyncDispose]())

const lin = { name: 'Lin', account: 'lin@plant.example', password: 'correct horse' }
const members = (token = open.token, query = '') =>
  open.call('GET', `/v2/corp/members${query}`, undefined, { 'Access-Token': token })

describe('the owner', () => {
  it('adds members, who are listed for their corp', async () => {
    const linId = admin.addMember({ ...lin, role: 'admin' })
    const ruiId = admin.addMember({ name: 'Rui', account: '13800000001', password: 'rui-rui' })
    admin.addCorp({ corpId: 'other', name: 'Another plant' })
    const samId = admin.addMember({ ...lin, corpId: 'other', name: 'Sam', account: 'sam@other.example' })
    expect(await members()).toEqual({
      status: 200,
      body: {
        count: 2,
        list: [
          {
            id: linId,
            name: 'Lin',
            account: 'lin@plant.example',
            phone: '',
            email: 'lin@plant.example',
            role: 1,
            status: 1,
          },
          {
            id: ruiId,
            name: 'Rui',
            account: '13800000001',
            phone: '13800000001',
            email: '',
            role: 2,
            status: 1,
          },
        ],
      },
    })
    expect((await members(open.token, '?offset=1&limit=5')).body).toMatchObject({
      count: 2,
      list: [{ id: ruiId }],
    })
    expect((await members(admin.issueToken(['corp'], { memberId: samId }))).body).toMatchObject({
      count: 1,
      list: [{ id: samId }],
    })
    expect(await members(admin.issueToken(['user']))).toMatchObject(refused(4031004, 'CORP_NEEDED') as object)
    expect(admin.listMembers()).toEqual([
      { member_id: linId, corp_id: 'flashline', name: 'Lin', account: 'lin@plant.example', role: 1 },
      { member_id: ruiId, corp_id: 'flashline', name: 'Rui', account: '13800000001', role: 2 },
    ])
  })

  it('gives a member another password, name and role by adding the account again', async () => {
    const first = admin.addMember(lin)
    expect(admin.addMember({ ...lin, name: 'Lin B', password: 'another one', role: 'developer' })).toBe(first)
    expect(admin.listMembers()).toMatchObject([{ member_id: first, name: 'Lin B', role: 3 }])
    const auth = (password: string) => open.call('POST', '/v2/corp_auth', { account: lin.account, password })
    expect(await auth(lin.password)).toMatchObject(refused(4001007, 'PASSWORD_WRONG') as object)
    expect((await auth('another one')).status).toBe(200)
  })

  it('is told what cannot be', () => {
    const invalid = (field: string) =>
      expect.objectContaining({ code: 'INPUT_INVALID', context: expect.objectContaining({ field }) })
    admin.addMember(lin)
    admin.addCorp({ corpId: 'other' })
    expect(() => admin.addMember({ ...lin, corpId: 'other' })).toThrow(invalid('account'))
    expect(() => admin.addMember({ ...lin, account: '' })).toThrow(invalid('account'))
    expect(() => admin.addMember({ ...lin, account: 'a', corpId: 'none' })).toThrow(invalid('corpId'))
    expect(() => admin.addMember({ ...lin, password: 'short' })).toThrow(invalid('password'))
    expect(() => admin.addUser({ account: 'a', password: 'x'.repeat(129) })).toThrow(invalid('password'))
    expect(() => admin.issueToken(['corp'], { memberId: 'nobody' })).toThrow(invalid('memberId'))
    expect(() => admin.issueToken(['corp'], { corpId: 'none' })).toThrow(invalid('corpId'))
    const [{ member_id: memberId } = { member_id: '' }] = admin.listMembers()
    expect(() => admin.issueToken(['corp'], { memberId, corpId: 'other' })).toThrow(invalid('corpId'))
    expect(() => admin.addAccessKey({ corpId: 'none', name: 'x' })).toThrow(invalid('corpId'))
  })

  it('issues tokens of the corp of the member or device', async () => {
    admin.addCorp({ corpId: 'other' })
    admin.addProduct({ productId: 'q1', corpId: 'other' })
    admin.addDevice({ deviceId: 'x1', productId: 'q1' })
    const token = admin.issueToken(['device'], { deviceId: 'x1' })
    const check = { product_id: 'q1', current_version: 1 }
    const answer = await open.call('POST', '/v2/upgrade/firmware/check/x1', check, { 'Access-Token': token })
    expect(answer).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
  })

  it('keeps no secret: no password, no token, no code, in none of its files', async () => {
    const secrets: string[] = [lin.password, 'active-code-of-p1', 'code of d1']
    admin.addMember(lin)
    admin.addProduct({ productId: 'p1', activeCode: 'active-code-of-p1' })
    admin.addDevice({ deviceId: 'd1', productId: 'p1', mac: 'AABBCC000001', authorizeCode: 'code of d1' })
    const key = admin.addAccessKey({ name: 'MES' })
    const session = await open.call('POST', '/v2/corp_auth', { account: lin.account, password: lin.password })
    const { access_token, refresh_token } = session.body as { access_token: string; refresh_token: string }
    secrets.push(key.secret, access_token, refresh_token)
    for (const name of ['cloud.sqlite', 'cloud.sqlite-wal']) {
      const bytes = await readFile(path.join(open.dataDir, name))
      for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false)
    }
    expect(JSON.stringify(open.cloud.admin.requests())).not.toContain(lin.password)
  })

  it('adds and ends what a cloud that runs elsewhere knows at once', async () => {
    const other = await startLocalCloud({ dataDir: open.dataDir })
    try {
      const token = other.admin.issueToken(['corp'])
      expect((await members(token)).status).toBe(200)
      other.admin.endToken(token, 'expired')
      expect(await members(token)).toMatchObject(refused(4031021, 'TOKEN_EXPIRED') as object)
    } finally {
      await other.close()
    }
  })

  it('forgets sessions a week after they were over', async () => {
    await open[Symbol.asyncDispose]()
    let nowMs = Date.parse('2026-01-01T00:00:00.000Z')
    open = await openCloud({ now: () => new Date(nowMs) })
    open.cloud.admin.addMember(lin)
    const login = async () => {
      const answer = await open.call('POST', '/v2/corp_auth', lin)
      return (answer.body as { access_token: string }).access_token
    }
    const old = await login()
    nowMs += 7 * 24 * 3_600_000
    await login()
    expect(await members(old)).toMatchObject(refused(4031021, 'TOKEN_EXPIRED') as object)
    nowMs += 3 * 3_600_000
    await login()
    const db = openSqlite(path.join(open.dataDir, 'cloud.sqlite'), { readOnly: true })
    const sessions = db.prepare('SELECT count(*) FROM tokens WHERE expires_at IS NOT NULL').pluck().get()
    db.close()
    expect(sessions).toBe(2)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LocalCloudAdmin } from '../../../main/local-cloud/admin.ts'
import { startLocalCloud } from '../../../main/local-cloud/server.ts'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'
import { openOutside } from '../outside-database.ts'

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
    const linId = await admin.addMember({ ...lin, role: 'admin' })
    const ruiId = await admin.addMember({ name: 'Rui', account: '13800000001', password: 'rui-rui' })
    await admin.addCorp({ corpId: 'other', name: 'Another plant' })
    const samId = await admin.addMember({
      ...lin,
      corpId: 'other',
      name: 'Sam',
      account: 'sam@other.example',
    })
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
    expect((await members(await admin.issueToken(['corp'], { memberId: samId }))).body).toMatchObject({
      count: 1,
      list: [{ id: samId }],
    })
    expect(await members(await admin.issueToken(['user']))).toMatchObject(
      refused(4031004, 'CORP_NEEDED') as object,
    )
    expect(await admin.listMembers()).toEqual([
      { member_id: linId, corp_id: 'flashline', name: 'Lin', account: 'lin@plant.example', role: 1 },
      { member_id: ruiId, corp_id: 'flashline', name: 'Rui', account: '13800000001', role: 2 },
    ])
  })

  it('gives a member another password, name and role by adding the account again', async () => {
    const first = await admin.addMember(lin)
    expect(await admin.addMember({ ...lin, name: 'Lin B', password: 'another one', role: 'developer' })).toBe(
      first,
    )
    expect(await admin.listMembers()).toMatchObject([{ member_id: first, name: 'Lin B', role: 3 }])
    const auth = (password: string) => open.call('POST', '/v2/corp_auth', { account: lin.account, password })
    expect(await auth(lin.password)).toMatchObject(refused(4001007, 'PASSWORD_WRONG') as object)
    expect((await auth('another one')).status).toBe(200)
  })

  it('is told what cannot be', async () => {
    const invalid = (field: string) =>
      expect.objectContaining({ code: 'INPUT_INVALID', context: expect.objectContaining({ field }) })
    await admin.addMember(lin)
    await admin.addCorp({ corpId: 'other' })
    await expect(admin.addMember({ ...lin, corpId: 'other' })).rejects.toThrow(invalid('account'))
    await expect(admin.addMember({ ...lin, account: '' })).rejects.toThrow(invalid('account'))
    await expect(admin.addMember({ ...lin, account: 'a', corpId: 'none' })).rejects.toThrow(invalid('corpId'))
    await expect(admin.addMember({ ...lin, password: 'short' })).rejects.toThrow(invalid('password'))
    await expect(admin.addUser({ account: 'a', password: 'x'.repeat(129) })).rejects.toThrow(
      invalid('password'),
    )
    await expect(admin.issueToken(['corp'], { memberId: 'nobody' })).rejects.toThrow(invalid('memberId'))
    await expect(admin.issueToken(['corp'], { corpId: 'none' })).rejects.toThrow(invalid('corpId'))
    const [{ member_id: memberId } = { member_id: '' }] = await admin.listMembers()
    await expect(admin.issueToken(['corp'], { memberId, corpId: 'other' })).rejects.toThrow(invalid('corpId'))
    await expect(admin.addAccessKey({ corpId: 'none', name: 'x' })).rejects.toThrow(invalid('corpId'))
  })

  it('issues tokens of the corp of the member or device', async () => {
    await admin.addCorp({ corpId: 'other' })
    await admin.addProduct({ productId: 'q1', corpId: 'other' })
    await admin.addDevice({ deviceId: 'x1', productId: 'q1' })
    const token = await admin.issueToken(['device'], { deviceId: 'x1' })
    const check = { product_id: 'q1', current_version: 1 }
    const answer = await open.call('POST', '/v2/upgrade/firmware/check/x1', check, { 'Access-Token': token })
    expect(answer).toMatchObject(refused(4041013, 'TASK_UNKNOWN') as object)
  })

  it('keeps no secret: no password, no token, no code, in none of its files', async () => {
    const secrets: string[] = [lin.password, 'active-code-of-p1', 'code of d1']
    await admin.addMember(lin)
    await admin.addProduct({ productId: 'p1', activeCode: 'active-code-of-p1' })
    await admin.addDevice({
      deviceId: 'd1',
      productId: 'p1',
      mac: 'AABBCC000001',
      authorizeCode: 'code of d1',
    })
    const key = await admin.addAccessKey({ name: 'MES' })
    const session = await open.call('POST', '/v2/corp_auth', { account: lin.account, password: lin.password })
    const { access_token, refresh_token } = session.body as { access_token: string; refresh_token: string }
    secrets.push(key.secret, access_token, refresh_token)
    await using database = await openOutside(open.dataDir)
    const content = await database.content()
    for (const secret of secrets) expect(content.includes(secret)).toBe(false)
    expect(JSON.stringify(open.cloud.admin.requests())).not.toContain(lin.password)
  })

  it('adds and ends what a cloud that runs elsewhere knows at once', async () => {
    const other = await startLocalCloud({ dataDir: open.dataDir })
    try {
      const token = await other.admin.issueToken(['corp'])
      expect((await members(token)).status).toBe(200)
      await other.admin.endToken(token, 'expired')
      expect(await members(token)).toMatchObject(refused(4031021, 'TOKEN_EXPIRED') as object)
    } finally {
      await other.close()
    }
  })

  it('forgets sessions a week after they were over', async () => {
    await open[Symbol.asyncDispose]()
    let nowMs = Date.parse('2026-01-01T00:00:00.000Z')
    open = await openCloud({ now: () => new Date(nowMs) })
    await open.cloud.admin.addMember(lin)
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
    await using database = await openOutside(open.dataDir)
    expect(await database.rows('SELECT 1 FROM tokens WHERE expires_at IS NOT NULL')).toHaveLength(2)
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenCloud, openCloud, refused } from '../open-cloud.ts'

let open: OpenCloud
let nowMs: number
let memberId: string
let userId: string
let key: { id: string; secret: string }
beforeEach(async () => {
  nowMs = Date.parse('2026-01-02T03:04:05.006Z')
  open = await openCloud({ now: () => new Date(nowMs) })
  const { admin } = open.cloud
  memberId = await admin.addMember({ name: 'Lin', account: 'lin@plant.example', password: 'correct horse' })
  userId = await admin.addUser({ account: '13800000001', password: 'battery staple' })
  key = await admin.addAccessKey({ name: 'MES' })
})
afterEach(() => open[Symbol.asyncDispose]())

interface Session {
  readonly access_token: string
  readonly refresh_token: string
  readonly expire_in: number
}
const post = (url: string, body: unknown, token?: string) =>
  open.call('POST', url, body, { 'Access-Token': token })
const login = async (url: string, body: unknown): Promise<Session> => {
  const answer = await post(url, body)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as Session
}
const account = { account: 'lin@plant.example', password: 'correct horse' }
const user = { corp_id: 'flashline', phone: '13800000001', password: 'battery staple', resource: 'app' }
const list = (token: string) => post('/v2/upgrade/firmware/tasks', { product_id: 'p1' }, token)
const check = (token: string) =>
  post('/v2/upgrade/firmware/check/d1', { product_id: 'p1', current_version: 1 }, token)
const opened = { status: 200 }
const no = (code: number, reason: string) => refused(code, reason) as object
const hours = (count: number) => {
  nowMs += count * 3_600_000
}

describe('login of a corp member', () => {
  it('opens a session of two hours for the member', async () => {
    const session = await login('/v2/corp_auth', account)
    expect(session).toEqual({
      corp_id: 'flashline',
      member_id: memberId,
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      expire_in: 7200,
    })
    expect(await list(session.access_token)).toMatchObject(opened)
    nowMs += 7200 * 1000 - 1
    expect(await list(session.access_token)).toMatchObject(opened)
    nowMs += 1
    expect(await list(session.access_token)).toMatchObject(no(4031021, 'TOKEN_EXPIRED'))
  })

  it('lets nobody in as a member without a password', async () => {
    await open.cloud.admin.addMember({ name: 'Bench', account: 'bench@plant.example', password: null })
    const tried = await post('/v2/corp_auth', { account: 'bench@plant.example', password: 'anything at all' })
    expect(tried).toMatchObject(no(4001007, 'PASSWORD_WRONG'))
  })

  it.each([
    [{ ...account, password: 'correct house' }, 4001007, 'PASSWORD_WRONG'],
    [{ ...account, account: 'nobody@plant.example' }, 4041003, 'MEMBER_UNKNOWN'],
    [{ ...account, account: '13800000001', password: 'battery staple' }, 4041003, 'MEMBER_UNKNOWN'],
    [{ account: 'lin@plant.example' }, 4001002, 'FIELD_MISSING'],
    [{ password: 'correct horse' }, 4001002, 'FIELD_MISSING'],
    [{ ...account, password: 7 }, 4001001, 'FIELD_INVALID'],
    [{ ...account, password: 'x'.repeat(129) }, 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (body, code, reason) => {
    expect(await post('/v2/corp_auth', body)).toMatchObject(no(code, reason))
  })

  it('locks an account for a minute after ten wrong passwords, and no other one', async () => {
    const { admin } = open.cloud
    await admin.addMember({ name: 'Rui', account: 'rui@plant.example', password: 'rui-rui' })
    const wrong = { ...account, password: 'guess' }
    for (let index = 0; index < 10; index += 1) {
      expect(await post('/v2/corp_auth', wrong)).toMatchObject(no(4001007, 'PASSWORD_WRONG'))
    }
    expect(await post('/v2/corp_auth', account)).toMatchObject(no(4031001, 'ACCOUNT_LOCKED'))
    await login('/v2/corp_auth', { account: 'rui@plant.example', password: 'rui-rui' })
    nowMs += 59_999
    expect(await post('/v2/corp_auth', account)).toMatchObject(no(4031001, 'ACCOUNT_LOCKED'))
    nowMs += 1
    await login('/v2/corp_auth', account)
    expect(await post('/v2/corp_auth', wrong)).toMatchObject(no(4001007, 'PASSWORD_WRONG'))
    await login('/v2/corp_auth', account)
  })

  it('lets many log in at once with the right password, and stops many guesses at once', async () => {
    const many = await Promise.all(Array.from({ length: 15 }, () => post('/v2/corp_auth', account)))
    expect(many.map(({ status }) => status)).toEqual(Array(15).fill(200))
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => post('/v2/corp_auth', { ...account, password: 'guess' })),
    )
    const wrong = guesses.filter(({ status }) => status === 400)
    expect(wrong).toHaveLength(10)
    expect(guesses.filter(({ status }) => status === 403)).toHaveLength(20)
  })
})

describe('refresh', () => {
  it('replaces the session before it is over', async () => {
    const first = await login('/v2/corp_auth', account)
    hours(1)
    const body = { refresh_token: first.refresh_token }
    const answer = await post('/v2/corp/token/refresh', body, first.access_token)
    expect(answer).toMatchObject({ status: 200, body: { expire_in: 7200 } })
    const second = answer.body as Session
    expect(await list(first.access_token)).toMatchObject(no(4031022, 'TOKEN_REPLACED'))
    expect(await post('/v2/corp/token/refresh', body, first.access_token)).toMatchObject(
      no(4031022, 'TOKEN_REPLACED'),
    )
    hours(1.5)
    expect(await list(second.access_token)).toMatchObject(opened)
  })

  it('is refused when the session is over, or for another one', async () => {
    const first = await login('/v2/corp_auth', account)
    const other = await login('/v2/corp_auth', account)
    const refresh = (body: object, token?: string) => post('/v2/corp/token/refresh', body, token)
    const wrong = no(4001010, 'REFRESH_TOKEN_WRONG')
    expect(await refresh({ refresh_token: other.refresh_token }, first.access_token)).toMatchObject(wrong)
    expect(await refresh({ refresh_token: first.access_token }, first.access_token)).toMatchObject(wrong)
    expect(await refresh({}, first.access_token)).toMatchObject(no(4001002, 'FIELD_MISSING'))
    expect(await refresh({}, undefined)).toMatchObject(no(4031002, 'TOKEN_NEEDED'))
    expect(await refresh({}, 'guess')).toMatchObject(no(4031003, 'TOKEN_INVALID'))
    const issued = await open.cloud.admin.issueToken(['corp'])
    expect(await refresh({ refresh_token: 'guess' }, issued)).toMatchObject(wrong)
    expect(await refresh({}, await open.cloud.admin.issueToken(['user']))).toMatchObject(
      no(4031004, 'CORP_NEEDED'),
    )
    hours(2)
    expect(await refresh({ refresh_token: first.refresh_token }, first.access_token)).toMatchObject(wrong)
  })
})

describe('login of an access key', () => {
  it('opens a session as third party, without a refresh', async () => {
    const session = await login('/v2/accesskey_auth', key)
    expect(Object.keys(session)).toEqual(['access_token', 'expire_in'])
    expect(await list(session.access_token)).toMatchObject(opened)
    expect(await check(session.access_token)).toMatchObject(no(4031001, 'FORBIDDEN'))
    expect(await post('/v2/corp/token/refresh', { refresh_token: 'x' }, session.access_token)).toMatchObject(
      no(4031004, 'CORP_NEEDED'),
    )
    hours(2)
    expect(await list(session.access_token)).toMatchObject(no(4031021, 'TOKEN_EXPIRED'))
  })

  it('refuses an unknown key, a wrong secret, a disabled key, and ends its sessions', async () => {
    const auth = (body: object) => post('/v2/accesskey_auth', body)
    expect(await auth({ ...key, id: 'k9' })).toMatchObject(no(4041024, 'ACCESS_KEY_UNKNOWN'))
    expect(await auth({ ...key, secret: 'guess' })).toMatchObject(no(4001072, 'ACCESS_KEY_WRONG'))
    expect(await auth({ id: key.id })).toMatchObject(no(4001002, 'FIELD_MISSING'))
    const { access_token } = await login('/v2/accesskey_auth', key)
    expect(await list(access_token)).toMatchObject(opened)
    await open.cloud.admin.setAccessKey(key.id, 'disabled')
    expect(await auth(key)).toMatchObject(no(4001071, 'ACCESS_KEY_DISABLED'))
    expect(await auth({ ...key, secret: 'guess' })).toMatchObject(no(4001072, 'ACCESS_KEY_WRONG'))
    expect(await list(access_token)).toMatchObject(no(4031021, 'TOKEN_EXPIRED'))
    await open.cloud.admin.setAccessKey(key.id, 'enabled')
    await login('/v2/accesskey_auth', key)
  })
})

describe('login of an app user', () => {
  it('opens a session by phone or e-mail, that may check but not list', async () => {
    const session = await login('/v2/user_auth', user)
    expect(session).toMatchObject({ user_id: userId, expire_in: 7200, authorize: expect.any(String) })
    expect((await check(session.access_token)).status).toBe(404)
    expect(await list(session.access_token)).toMatchObject(no(4031004, 'CORP_NEEDED'))
    await open.cloud.admin.addUser({ account: 'u@home.example', password: 'battery staple' })
    await login('/v2/user_auth', { ...user, phone: '', email: 'u@home.example' })
  })

  it('refreshes by the refresh token alone', async () => {
    const first = await login('/v2/user_auth', user)
    const refresh = (token: string) => post('/v2/user/token/refresh', { refresh_token: token })
    const answer = await refresh(first.refresh_token)
    expect(answer).toMatchObject({ status: 200, body: { user_id: userId, expire_in: 7200 } })
    expect(await check(first.access_token)).toMatchObject(no(4031022, 'TOKEN_REPLACED'))
    const second = answer.body as Session
    expect((await check(second.access_token)).status).toBe(404)
    const wrong = no(4001010, 'REFRESH_TOKEN_WRONG')
    expect(await refresh(first.refresh_token)).toMatchObject(wrong)
    expect(await refresh('guess')).toMatchObject(wrong)
    const member = await login('/v2/corp_auth', account)
    expect(await refresh(member.refresh_token)).toMatchObject(wrong)
    hours(2)
    expect(await refresh(second.refresh_token)).toMatchObject(wrong)
  })

  it.each([
    [{ ...user, password: 'correct horse' }, 4001007, 'PASSWORD_WRONG'],
    [{ ...user, phone: '1' }, 4041003, 'MEMBER_UNKNOWN'],
    [{ ...user, corp_id: 'other' }, 4041003, 'MEMBER_UNKNOWN'],
    [{ ...user, phone: '' }, 4001002, 'FIELD_MISSING'],
    [{ ...user, corp_id: null }, 4001002, 'FIELD_MISSING'],
    [{ ...user, resource: 'x'.repeat(17) }, 4001001, 'FIELD_INVALID'],
  ])('refuses %j with %i', async (body, code, reason) => {
    expect(await post('/v2/user_auth', body)).toMatchObject(no(code, reason))
  })
})

// The login calls of corp members, access keys and app users, and how their sessions go on. A session lasts two hours;
// a refresh works only before that, and replaces the token. Access keys have no refresh: they log in again.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { blankToUndefined, wireId, wireText, wireTextOptional } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import { readRequestBody } from '../request-body.ts'
import { isPassword, PASSWORD_MAX_CHARS } from './password.ts'
import { isSecret } from './secret.ts'

const account = wireText(200)
/** As it is: blanks belong to it. */
const password = z.preprocess(blankToUndefined, z.string().max(PASSWORD_MAX_CHARS))

export const corpAuthBody = z.object({ account, password })
export const accessKeyAuthBody = z.object({ id: wireId, secret: wireText(200) })
export const userAuthBody = z.object({
  corp_id: wireId,
  phone: wireTextOptional(200),
  email: wireTextOptional(200),
  password,
  resource: wireTextOptional(16),
})
export const refreshBody = z.object({ refresh_token: wireText(200) })

export function loginRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const { accounts, credentials, logins } = cloud

  app.post('/v2/corp_auth', async (request) => {
    const body = readRequestBody(corpAuthBody, request.body)
    const member = await accounts.findMemberByAccount(body.account)
    if (member === undefined) throw new CloudRefusal('MEMBER_UNKNOWN')
    const { corp_id, member_id, password_hash } = member
    await logins.attempt(`member ${member_id}`, 'PASSWORD_WRONG', () =>
      isPassword(body.password, password_hash),
    )
    const session = await credentials.open({ kinds: ['corp'], corpId: corp_id, memberId: member_id })
    return { corp_id, member_id, ...session }
  })

  app.post('/v2/corp/token/refresh', async (request) => {
    const readRefreshToken = () => readRequestBody(refreshBody, request.body).refresh_token
    return (await credentials.refresh(request, 'corp', readRefreshToken)).session
  })

  app.post('/v2/accesskey_auth', async (request) => {
    const body = readRequestBody(accessKeyAuthBody, request.body)
    const key = await accounts.findAccessKey(body.id)
    if (key === undefined) throw new CloudRefusal('ACCESS_KEY_UNKNOWN', body.id)
    if (!isSecret(body.secret, key.secret_sha256)) throw new CloudRefusal('ACCESS_KEY_WRONG')
    if (key.status === 0) throw new CloudRefusal('ACCESS_KEY_DISABLED')
    const { access_token, expire_in } = await credentials.open({
      kinds: ['thirdParty'],
      corpId: key.corp_id,
      accessKeyId: key.access_key_id,
    })
    return { access_token, expire_in }
  })

  app.post('/v2/user_auth', async (request) => {
    const body = readRequestBody(userAuthBody, request.body)
    const name = (body.phone === '' ? body.email : body.phone).trim()
    if (name === '') throw new CloudRefusal('FIELD_MISSING', 'phone')
    const user = await accounts.findUserByAccount(body.corp_id, name)
    if (user === undefined) throw new CloudRefusal('MEMBER_UNKNOWN')
    const { user_id, corp_id, password_hash, authorize_code } = user
    await logins.attempt(`user ${user_id}`, 'PASSWORD_WRONG', () => isPassword(body.password, password_hash))
    const session = await credentials.open({ kinds: ['user'], corpId: corp_id, userId: user_id })
    return { user_id, ...session, authorize: authorize_code }
  })

  app.post('/v2/user/token/refresh', async (request) => {
    const { session, token } = await credentials.refreshUser(
      readRequestBody(refreshBody, request.body).refresh_token,
    )
    const user = token.userId === undefined ? undefined : await accounts.findUser(token.userId)
    return { user_id: token.userId, ...session, authorize: user?.authorize_code }
  })
}

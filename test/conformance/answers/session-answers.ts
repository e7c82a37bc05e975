// The answers of the XLINK service to logins and to what prolongs them. They are seen by what the client does next: with
// which token it asks, when it prolongs its session, and how.
import type { XlinkCredential } from '../../../preload/contract/index.ts'
import { never, openClient } from '../../clouds/xlink/open-client.ts'
import { answerWith, type ReceivedRequest } from '../../clouds/xlink/scripted-server.ts'
import { accessKey, corpAccount, device } from '../../clouds/xlink/session-bench.ts'
import { wireTask } from '../../clouds/xlink/sixteen-calls.ts'
import { type Answer, bare } from './answer.ts'

const LIFETIME_S = 1800

const grants: Readonly<Record<string, string>> = {
  '/v2/corp_auth': 'login',
  '/v2/accesskey_auth': 'login',
  '/v2/device_login': 'login',
  '/v2/corp/token/refresh': 'refresh',
  '/v2/device_refresh': 'refresh',
}

const short = ({ url, headers, body }: ReceivedRequest) =>
  [grants[url] ?? 'get', headers['access-token'] ?? '-', grants[url] === 'refresh' ? body : '']
    .join(' ')
    .trim()

/** Asks at once, right before the last tenth of the session begins, and in it. */
const askThrice =
  (credential: XlinkCredential): Answer['ask'] =>
  async (text) => {
    await using open = await openClient({ connection: { credential } })
    Object.assign(open.knobs.secrets, { password: 'p', accessKeySecret: 's', authorizeCode: 'c' })
    open.server.answer = (response, { url }) => answerWith(200, url in grants ? text : wireTask)(response)
    for (const laterMs of [0, LIFETIME_S * 900 - 1, 1]) {
      open.knobs.nowMs += laterMs
      await open.client.tasks.getTask('t1', never)
    }
    return open.server.received.map(short)
  }

const get = 'get access-1'
const again = ['login -', get, get, 'login -', get]
const prolonged = ['login -', get, get, 'refresh access-1 {"refresh_token":"refresh-1"}', get]
/** Without a word on how long, it is two hours. */
const lasting = ['login -', get, get, get]

const answerTo = (credential: XlinkCredential, value: readonly string[], more: object = {}): Answer => ({
  ...bare,
  name: `login as ${credential.kind}`,
  ask: askThrice(credential),
  item: { access_token: 'access-1', refresh_token: 'refresh-1', expire_in: LIFETIME_S, ...more },
  value,
  optional: {
    refresh_token: again,
    expire_in: lasting,
    ...Object.fromEntries(Object.keys(more).map((name) => [name, value])),
  },
  around: [],
  strictAround: [],
  strict: ['access_token'],
})

export const sessionAnswers: readonly Answer[] = [
  answerTo(corpAccount, prolonged, { corp_id: 'corp7', member_id: '77' }),
  answerTo(accessKey, again),
  answerTo(device, prolonged, { device_id: '1001' }),
]

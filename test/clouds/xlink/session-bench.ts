// A client that logs in, and a server that plays the service's logins: each login and each refresh gives another token, a
// refresh ends the old one, and only its tokens are taken.
import type { XlinkConnection, XlinkCredential } from '../../../preload/contract/index.ts'
import { never, type OpenClient, openClient } from './open-client.ts'
import { answerWith, type ScriptedServer } from './scripted-server.ts'
import { wireTask } from './sixteen-calls.ts'

export const HOUR_MS = 3_600_000

export const corpAccount: XlinkCredential = { kind: 'corpAccount', account: 'lead@plant' }
export const accessKey: XlinkCredential = { kind: 'accessKey', accessKeyId: 'key1' }
export const device: XlinkCredential = { kind: 'device', productId: 'p1', mac: 'AABBCC000001' }

const grantUrls = new Set([
  '/v2/corp_auth',
  '/v2/accesskey_auth',
  '/v2/device_login',
  '/v2/corp/token/refresh',
  '/v2/device_refresh',
])

export interface SessionBench extends OpenClient {
  /** The tokens that are taken. */
  readonly good: Set<string>
  /** What logins say, in place of two hours. */
  lifetime: unknown
  refuseRefresh: boolean
  /** The service as it is; a test may put something before it. */
  readonly service: ScriptedServer['answer']
  isGrant(url: string): boolean
  ask(signal?: AbortSignal): Promise<unknown>
  /** What was asked so far: address and token, in short; the list begins anew. */
  asked(): string[]
  later(ms: number): void
}

/** How `asked` shows what `ask` asks for. */
export const getWith = (token: string) => `upgrade/firmware/tasks/t1 ${token}`

export async function openBench(
  credential: XlinkCredential,
  connection: Partial<XlinkConnection> = {},
): Promise<SessionBench> {
  const open = await openClient({ connection: { credential, ...connection } })
  Object.assign(open.knobs.secrets, {
    password: 'pass-word',
    accessKeySecret: 'key-secret',
    authorizeCode: 'auth-code',
  })
  let made = 0
  const bench: SessionBench = {
    ...open,
    good: new Set(),
    lifetime: 7200,
    refuseRefresh: false,
    service(response, request) {
      const token = String(request.headers['access-token'])
      if (!grantUrls.has(request.url)) {
        if (bench.good.has(token)) answerWith(200, wireTask)(response)
        else answerWith(403, { error: { code: 4031021, msg: 'Access-Token Expired' } })(response)
        return
      }
      const prolongs = request.url.includes('refresh')
      if (prolongs && (bench.refuseRefresh || !bench.good.delete(token))) {
        answerWith(400, { error: { code: 4001010, msg: 'bad refresh token' } })(response)
        return
      }
      made += 1
      bench.good.add(`access-${made}`)
      answerWith(200, {
        access_token: `access-${made}`,
        refresh_token: `refresh-${made}`,
        expire_in: bench.lifetime,
      })(response)
    },
    isGrant: (url) => grantUrls.has(url),
    ask: (signal = never) => open.client.tasks.getTask('t1', signal),
    asked: () =>
      open.server.received
        .splice(0)
        .map(({ url, headers }) => `${url.split('/').slice(2).join('/')} ${headers['access-token'] ?? '-'}`),
    later(ms) {
      open.knobs.nowMs += ms
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
  open.server.answer = bench.service
  return bench
}

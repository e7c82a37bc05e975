// One row of the matrix of faults: a call of a client, and what a sound server answers to it.
import type { CloudParts } from '../../../main/clouds/cloud.ts'
import type { ConnectionKind, SecretName } from '../../../preload/contract/index.ts'
import type { ReceivedRequest } from '../../clouds/xlink/scripted-server.ts'

export interface CallUnderTest {
  readonly name: string
  readonly cloud: ConnectionKind
  /** What errors and the log name it. */
  readonly label: string
  /** Asked again when an answer was lost. */
  readonly repeatable: boolean
  /** A login: a refusal blames what it was given. */
  readonly logsIn: boolean
  /** The connection's secrets that the server gets to see, or could know. */
  readonly secretNames: readonly SecretName[]
  /** Of a call of several requests, the one that faults meet. */
  readonly meets: (request: ReceivedRequest) => boolean
  /** `logins`: those of the cell so far, this one among them. */
  readonly soundAnswer: (request: ReceivedRequest, logins: number) => unknown
  /** What a sound answer stands for. */
  readonly value: unknown
  /** Makes a client; what is returned makes the call. */
  readonly connect: (at: { baseUrl: string; timeoutMs: number }, parts: CloudParts) => () => Promise<unknown>
}

/** In each a piece that is nowhere else, so that also a part of it is found. Not all are plain text in JSON or a query. */
export const secrets: Readonly<Record<SecretName, string>> = {
  token: 'token/+="S3cret1Token',
  password: 'pass "word"\\ &S3cret2Password',
  accessKeySecret: 'key secret+/S3cret3Key',
  authorizeCode: 'authorize"S3cret4Code',
  appSecret: 'app&secret=S3cret5App',
  iotToken: 'iot/token"S3cret6Iot',
  clientKey: 'unused',
  proxyPassword: 'proxy:S3cret7Proxy',
}

export const sessionToken = (nth: number) => `session/+=S3cret8Session${nth}`
export const refreshToken = (nth: number) => `refresh/+="S3cret9Refresh${nth}`

/** The answer to the nth login. */
export const grant = (nth: number) => ({
  access_token: sessionToken(nth),
  refresh_token: refreshToken(nth),
  expire_in: 7200,
})

/** For a server that repeats what it should not: as they are, and as JSON and addresses write them; longer than shown. */
export const blab = (told: readonly string[]): string =>
  told
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .join(' ')
    .concat(' ')
    .repeat(10)

/** The pieces of secrets that stand in a text. */
export const secretsIn = (text: string): string[] => text.match(/S3cret\w*/g) ?? []

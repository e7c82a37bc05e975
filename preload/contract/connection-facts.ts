// Which kinds of cloud there are, what each can give a product, and which secrets a connection needs. Plain data: the
// screens use it without the validation library.
import type { Connection } from './connection.ts'

export const connectionKinds = ['xlink', 'living', 'iot-rpc'] as const
export type ConnectionKind = (typeof connectionKinds)[number]

export const secretNames = [
  'token',
  'password',
  'accessKeySecret',
  'authorizeCode',
  'appSecret',
  'iotToken',
  'proxyPassword',
  'clientKey',
] as const
export type SecretName = (typeof secretNames)[number]

const credentialSecrets = {
  token: 'token',
  corpAccount: 'password',
  accessKey: 'accessKeySecret',
  device: 'authorizeCode',
} as const

/** The secrets that a connection cannot do without, as it is set; the proxy's is asked for when it has a user. */
export function secretsOf(connection: Connection): SecretName[] {
  const proxy: SecretName[] = connection.proxyUser === '' ? [] : ['proxyPassword']
  if (connection.kind === 'living') return ['appSecret', 'iotToken', ...proxy]
  if (connection.kind === 'iot-rpc') return ['accessKeySecret', ...proxy]
  return [credentialSecrets[connection.credential.kind], ...proxy]
}

/** What a connection can give a product. */
export const cloudUses = ['tasks', 'results', 'progress', 'catalogue'] as const
export type CloudUse = (typeof cloudUses)[number]

/** Which uses each kind of cloud has. */
export const usesOf: Readonly<Record<ConnectionKind, readonly CloudUse[]>> = {
  xlink: ['tasks', 'results'],
  living: ['progress'],
  'iot-rpc': ['catalogue'],
}

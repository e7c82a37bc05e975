// One connection as the form holds it: the fields of every kind as text, so that nothing is lost while it is edited.
// Pure: to and from the contract's connection, which secrets were typed, whether it was changed.
import type {
  Connection,
  IotRpcConnection,
  LivingConnection,
  XlinkConnection,
  XlinkCredential,
} from '../../../../preload/contract/connection.ts'
import {
  type ConnectionKind,
  type SecretName,
  secretsOf,
} from '../../../../preload/contract/connection-facts.ts'
import { connectionProblemsOf } from './connection-problems.ts'

export interface ConnectionDraft {
  readonly connectionId: string
  readonly kind: ConnectionKind
  readonly name: string
  readonly baseUrl: string
  readonly pathSuffix: string
  /** As in an address: `tenant=7&line=a`. */
  readonly extraQuery: string
  readonly proxyUrl: string
  readonly proxyUser: string
  readonly caPem: string
  /** Empty: the cloud's usual one. */
  readonly timeoutMs: string
  readonly corpId: string
  readonly credentialKind: XlinkCredential['kind']
  readonly account: string
  readonly accessKeyId: string
  readonly loginProductId: string
  readonly loginMac: string
  readonly numericStrings: boolean
  readonly appKey: string
  readonly stage: LivingConnection['stage']
  readonly dialect: IotRpcConnection['dialect']
  readonly regionId: string
  readonly iotInstanceId: string
  /** New values as typed; empty: keep the present one. */
  readonly secrets: Readonly<Partial<Record<SecretName, string>>>
}

/** The fields that are typed. */
export type ConnectionField = Exclude<
  keyof ConnectionDraft,
  'connectionId' | 'kind' | 'credentialKind' | 'numericStrings' | 'stage' | 'dialect' | 'secrets'
>

/** Those that stand under "More". */
export const moreFields = [
  'pathSuffix',
  'extraQuery',
  'timeoutMs',
  'proxyUrl',
  'proxyUser',
  'caPem',
] as const satisfies readonly ConnectionField[]

export function newConnectionDraft(
  kind: ConnectionKind,
  connectionId: string,
  name: string,
): ConnectionDraft {
  return {
    connectionId,
    kind,
    name,
    baseUrl: '',
    pathSuffix: '',
    extraQuery: '',
    proxyUrl: '',
    proxyUser: '',
    caPem: '',
    timeoutMs: '',
    corpId: '',
    credentialKind: 'token',
    account: '',
    accessKeyId: '',
    loginProductId: '',
    loginMac: '',
    numericStrings: false,
    appKey: '',
    stage: 'RELEASE',
    dialect: 'tuya',
    regionId: 'cn-shanghai',
    iotInstanceId: '',
    secrets: {},
  }
}

export function connectionDraftOf(connection: Connection): ConnectionDraft {
  const common: ConnectionDraft = {
    ...newConnectionDraft(connection.kind, connection.connectionId, connection.name),
    baseUrl: connection.baseUrl,
    pathSuffix: connection.pathSuffix,
    extraQuery: new URLSearchParams(connection.extraQuery).toString(),
    proxyUrl: connection.proxyUrl ?? '',
    proxyUser: connection.proxyUser,
    caPem: connection.caPem,
    timeoutMs: connection.timeoutMs === null ? '' : String(connection.timeoutMs),
  }
  switch (connection.kind) {
    case 'xlink':
      return { ...common, ...xlinkDraftOf(connection) }
    case 'living':
      return { ...common, appKey: connection.appKey, stage: connection.stage }
    case 'iot-rpc': {
      const { accessKeyId, dialect, regionId, iotInstanceId } = connection
      return { ...common, accessKeyId, dialect, regionId, iotInstanceId }
    }
  }
}

function xlinkDraftOf({ corpId, credential, numericStrings }: XlinkConnection): Partial<ConnectionDraft> {
  const fields = { corpId, credentialKind: credential.kind, numericStrings }
  switch (credential.kind) {
    case 'token':
      return fields
    case 'corpAccount':
      return { ...fields, account: credential.account }
    case 'accessKey':
      return { ...fields, accessKeyId: credential.accessKeyId }
    case 'device':
      return { ...fields, loginProductId: credential.productId, loginMac: credential.mac }
  }
}

export function connectionOf(draft: ConnectionDraft): Connection {
  const proxyUrl = draft.proxyUrl.trim()
  const timeoutMs = draft.timeoutMs.trim()
  const common = {
    connectionId: draft.connectionId,
    name: draft.name.trim(),
    baseUrl: draft.baseUrl.trim(),
    pathSuffix: draft.pathSuffix.trim(),
    extraQuery: Object.fromEntries(new URLSearchParams(draft.extraQuery.trim())),
    proxyUrl: proxyUrl === '' ? null : proxyUrl,
    proxyUser: draft.proxyUser.trim(),
    caPem: draft.caPem.trim(),
    timeoutMs: timeoutMs === '' ? null : Number(timeoutMs),
  }
  switch (draft.kind) {
    case 'xlink':
      return {
        kind: 'xlink',
        ...common,
        corpId: draft.corpId.trim(),
        credential: credentialOf(draft),
        numericStrings: draft.numericStrings,
      }
    case 'living':
      return { kind: 'living', ...common, appKey: draft.appKey.trim(), stage: draft.stage }
    case 'iot-rpc':
      return {
        kind: 'iot-rpc',
        ...common,
        accessKeyId: draft.accessKeyId.trim(),
        dialect: draft.dialect,
        regionId: draft.regionId.trim(),
        iotInstanceId: draft.iotInstanceId.trim(),
      }
  }
}

function credentialOf(draft: ConnectionDraft): XlinkCredential {
  switch (draft.credentialKind) {
    case 'token':
      return { kind: 'token' }
    case 'corpAccount':
      return { kind: 'corpAccount', account: draft.account.trim() }
    case 'accessKey':
      return { kind: 'accessKey', accessKeyId: draft.accessKeyId.trim() }
    case 'device':
      return { kind: 'device', productId: draft.loginProductId.trim(), mac: draft.loginMac.trim() }
  }
}

/** Only those that the connection has a use for as it is set now. */
export function secretsTyped(draft: ConnectionDraft): Partial<Record<SecretName, string>> {
  return Object.fromEntries(
    secretsOf(connectionOf(draft))
      .map((name) => [name, draft.secrets[name] ?? ''] as const)
      .filter(([, value]) => value !== ''),
  )
}

/** Whether there is something about it that was not saved. `saved` undefined: it is new. */
export function isConnectionChanged(draft: ConnectionDraft, saved: Connection | undefined): boolean {
  if (saved === undefined || Object.keys(secretsTyped(draft)).length > 0) return true
  // What cannot be saved is not in the saved one either, whatever becomes of it as a number.
  if (Object.keys(connectionProblemsOf(draft)).length > 0) return true
  return fingerprint(connectionOf(draft)) !== fingerprint(saved)
}

/** The same for two connections that are set alike, however they came. */
export function fingerprint(connection: Connection): string {
  return JSON.stringify(connectionOf(connectionDraftOf(connection)))
}

// Which clouds are set, as the core sees it: from the settings of a data folder, or made up for a cloud that was named on
// a command line.
import {
  type Connection,
  connectionSchema,
  FlashlineError,
  type SecretName,
  type Settings,
} from '../../preload/contract/index.ts'

/** As it is now; asked at every use. */
export interface CloudSetting {
  settings(): Pick<Settings, 'connections' | 'products' | 'bench'>
  /** "" when there is none. */
  secret(connectionId: string, name: SecretName): string
  /** Every secret, for whoever must keep them out of what is shown. */
  secrets(): readonly string[]
}

/** A cloud that is named by its address and a token, for scripts. */
export interface AdHocCloud {
  readonly baseUrl: string
  readonly corpId: string
  readonly token: string
}

/** No record is kept under this name: it is gone with the command. */
export const adHocConnectionId = 'given'

/** `devicePassword`: what devices of any profile want; "" for none. INPUT_INVALID for an address that is none. */
export function adHocSetting(cloud: AdHocCloud | null, devicePassword = ''): CloudSetting {
  const connections = cloud ? [adHocConnection(cloud)] : []
  return {
    settings: () => ({ connections, products: [], bench: null }),
    secret: (owner, name) => {
      if (owner.startsWith('@')) return name === 'password' ? devicePassword : ''
      return name === 'token' ? (cloud?.token ?? '') : ''
    },
    secrets: () => [...(cloud ? [cloud.token] : []), ...(devicePassword === '' ? [] : [devicePassword])],
  }
}

function adHocConnection({ baseUrl, corpId }: AdHocCloud): Connection {
  const read = connectionSchema.safeParse({ kind: 'xlink', connectionId: adHocConnectionId, baseUrl, corpId })
  if (read.success) return read.data
  throw new FlashlineError('INPUT_INVALID', { field: read.error.issues[0]?.path.join('.') ?? 'baseUrl' })
}

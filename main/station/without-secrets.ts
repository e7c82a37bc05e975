// What may leave the station for a support person: settings without what signs in anywhere, and any text with secrets,
// private keys, and the users and queries of addresses taken out. Pure. Errs towards hiding.
import type { Connection, Settings } from '../../preload/contract/index.ts'
import { redact } from '../clouds/line/redact.ts'

const hidden = '***'

/** Says that something is set, and not what. */
const mask = (text: string) => (text === '' ? '' : hidden)

/** `http://user:password@host/path?query` -> `http://host/path`, wherever it stands. */
const address = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s"'<>\\]+)/gi
const privateKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g

/** May run over several lines, so before anything is taken apart. */
export function withoutPrivateKeys(text: string): string {
  return text.replace(privateKey, hidden)
}

/** `secrets`: every value that is stored, to be found wherever it was written. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return redact(withoutPrivateKeys(text), secrets).replace(
    address,
    (_, scheme: string, rest: string) => scheme + bareAddress(rest),
  )
}

function bareAddress(rest: string): string {
  const [place = ''] = rest.split(/[?#]/, 1)
  const host = place.search(/\//)
  const authority = host < 0 ? place : place.slice(0, host)
  return authority.slice(authority.lastIndexOf('@') + 1) + (host < 0 ? '' : place.slice(host))
}

/** The settings as a support person may read them. The addresses in them still have to go through `withoutSecrets`. */
export function shownSettings(settings: Settings): object {
  const { connections, broker, ...rest } = settings
  return {
    ...rest,
    connections: connections.map(shownConnection),
    broker: broker && {
      ...broker,
      username: mask(broker.username),
      caPem: lengthOf(broker.caPem),
      certPem: lengthOf(broker.certPem),
    },
  }
}

function shownConnection(connection: Connection): object {
  const { extraQuery, proxyUser, caPem, ...rest } = connection
  return {
    ...rest,
    // White-label hosts take keys there.
    extraQuery: Object.fromEntries(Object.keys(extraQuery).map((name) => [name, hidden])),
    proxyUser: mask(proxyUser),
    caPem: lengthOf(caPem),
    ...('accessKeyId' in rest ? { accessKeyId: mask(rest.accessKeyId) } : {}),
    ...('appKey' in rest ? { appKey: mask(rest.appKey) } : {}),
    ...('credential' in rest ? { credential: { kind: rest.credential.kind } } : {}),
  }
}

/** A certificate is long and says little: that it is there is enough. */
const lengthOf = (pem: string) => (pem === '' ? '' : `${pem.length} characters`)

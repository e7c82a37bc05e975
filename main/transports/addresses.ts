// What an address typed by a person or kept in a slot means: which carrier, and where. Pure; strict, because a
// mistyped address must be told at once and not tried.
import { FlashlineError } from '../../preload/contract/index.ts'

export type Address =
  | { readonly scheme: 'serial'; readonly path: string }
  | { readonly scheme: 'tcp'; readonly host: string; readonly port: number }
  | { readonly scheme: 'rfc2217'; readonly host: string; readonly port: number }
  /** A host that is spoken to by more than one connection; the port is the protocol's where none is named. */
  | { readonly scheme: 'lan'; readonly host: string; readonly port: number | null }
  /** A device behind the plant's broker, by the name that fills its topics. */
  | { readonly scheme: 'mqtt'; readonly name: string }
  | { readonly scheme: 'sim'; readonly number: number }

const longestAddress = 300
const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/
const bracketedV6 = /^\[([0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]{1,32})?)\]$/

/**
 * `/dev/ttyUSB0` (any absolute path, except on Windows), `COM3` (Windows only: elsewhere it would be a file's name),
 * `tcp://host:port`, `tcp://[::1]:port`, `rfc2217://host:port`, `lan://host`, `lan://host:port`, `mqtt:name`, `sim://1`.
 * LINK_ADDRESS for everything else.
 */
export function parseAddress(address: string, platform: NodeJS.Platform = process.platform): Address {
  const found = address.length <= longestAddress ? match(address, platform) : null
  if (found === null) throw new FlashlineError('LINK_ADDRESS', { address: address.slice(0, longestAddress) })
  return found
}

function match(address: string, platform: NodeJS.Platform): Address | null {
  if (/^COM[1-9]\d{0,2}$/i.test(address)) {
    return platform === 'win32' ? { scheme: 'serial', path: address.toUpperCase() } : null
  }
  if (address.startsWith('/')) {
    const isPath = platform !== 'win32' && !address.includes('\0') && !address.endsWith('/')
    return isPath ? { scheme: 'serial', path: address } : null
  }
  const simulated = /^sim:\/\/([1-9]\d{0,3})$/.exec(address)
  if (simulated) return { scheme: 'sim', number: Number(simulated[1]) }
  const name = /^mqtt:([A-Za-z0-9][A-Za-z0-9_.:-]{0,127})$/.exec(address)?.[1]
  if (name !== undefined) return { scheme: 'mqtt', name }
  const [, scheme, rest = ''] = /^(tcp|rfc2217|lan):\/\/(.+)$/.exec(address) ?? []
  const place = hostAndPort(rest)
  if (place === null) return null
  if (scheme === 'lan') return { scheme, ...place }
  const { host, port } = place
  return port !== null && (scheme === 'tcp' || scheme === 'rfc2217') ? { scheme, host, port } : null
}

function hostAndPort(text: string): { host: string; port: number | null } | null {
  const [, typed = '', digits] = /^(.+?)(?::([1-9]\d{0,4}))?$/.exec(text) ?? []
  const port = digits === undefined ? null : Number(digits)
  if (port !== null && port > 65_535) return null
  const v6 = bracketedV6.exec(typed)?.[1]
  if (v6 !== undefined) return { host: v6, port }
  return hostName.test(typed) ? { host: typed, port } : null
}

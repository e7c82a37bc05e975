// Which Host headers are answered. A page of somebody else that made its own name resolve to us (DNS rebinding) still
// sends that name. Not authentication: that is gate.ts.
import { isIP } from 'node:net'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
const wildcards = new Set(['0.0.0.0', '::', '[::]'])

/**
 * `boundHost` is what the door listens on. Loopback names count with our port only; a host that was given by hand
 * counts with any, since a port may be mapped on the way. On a wildcard every literal address counts: rebinding needs
 * a name.
 */
export function isAllowedHost(header: string | undefined, boundHost: string, port: number): boolean {
  const asked = parseHost(header)
  if (asked === null) return false
  if (loopbackNames.has(asked.name)) return asked.port === port
  if (wildcards.has(boundHost)) return isIP(asked.name.replace(/^\[|\]$/g, '')) !== 0
  return asked.name === urlHost(boundHost).toLowerCase()
}

export function isLoopback(host: string): boolean {
  return loopbackNames.has(urlHost(host).toLowerCase()) || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** As it stands in a URL: IPv6 in brackets. */
export function urlHost(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

function parseHost(header: string | undefined): { name: string; port: number } | null {
  if (header === undefined || !/^[\w.:[\]-]{1,255}$/.test(header) || !URL.canParse(`http://${header}`))
    return null
  const url = new URL(`http://${header}`)
  return { name: url.hostname, port: url.port === '' ? 80 : Number(url.port) }
}

// Who may come in: pure decision over a request's headers, the same for pages, REST and the WebSocket upgrade.
// Checks the Host (DNS rebinding), the Origin and Sec-Fetch-Site (other sites' pages) and the token, in this order. Guesses
// are not counted: of a token of 192 random bits there is nothing to guess.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isAllowedHost } from './allowed-host.ts'
import { bearerOf, createKeyring, type Keyring } from './keyring.ts'

export interface GateRequest {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** The port it came in on. */
  readonly port: number
}

export type GateDecision =
  | { readonly kind: 'pass' }
  /** The first visit: set the cookie, go to the address without the token. */
  | { readonly kind: 'enter'; readonly location: string; readonly setCookie: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly reason: 'host' | 'origin' | 'token' }

export type Gate = (request: GateRequest) => GateDecision

export interface GateOptions {
  readonly host: string
  readonly token: string
  /** Left out: one with the station's own token and no other. */
  readonly keyring?: Keyring
}

export function createGate(options: GateOptions): Gate {
  const { keyring = createKeyring(options.token) } = options
  const digest = (text: string) => createHash('sha256').update(text).digest()
  // Equal lengths for the constant-time comparison, whatever was sent.
  const same = (sent: string, wanted: Buffer) => timingSafeEqual(digest(sent), wanted)
  const wantedToken = digest(options.token)
  // Cookies are shared by all ports of a host, so other local servers see it: it must not give the token away.
  const session = createHmac('sha256', options.token).update('flashline session').digest('base64url')
  const wantedSession = digest(session)

  return (request) => {
    const { headers, port } = request
    if (!isAllowedHost(headers.host, options.host, port)) return refuse(403, 'host')
    if (
      headers.origin !== undefined &&
      headers.origin.toLowerCase() !== `http://${headers.host}`.toLowerCase()
    ) {
      return refuse(403, 'origin')
    }
    if (isFromOtherPage(headers)) return refuse(403, 'origin')
    if (bearerOf(headers) !== null) {
      const holder = keyring.holderOf(headers)
      // Clients are software: REST and its event stream is theirs, the screens and their socket are not.
      const isIn = holder?.kind === 'station' || (holder?.kind === 'client' && isRest(request.url))
      return isIn ? { kind: 'pass' } : refuse(401, 'token')
    }
    const entering = entry(request)
    if (entering !== null && same(entering.token, wantedToken)) {
      const setCookie = `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`
      return { kind: 'enter', location: entering.location, setCookie }
    }
    const cookie = readCookie(headers.cookie ?? '', cookieName(port))
    if (cookie === null || !same(cookie, wantedSession)) return refuse(401, 'token')
    // A browser always says where an upgrade comes from; one that carries the cookie and does not is no browser of ours.
    if (headers.upgrade !== undefined && headers.origin === undefined) return refuse(403, 'origin')
    return { kind: 'pass' }
  }
}

/**
 * Whether a viewer that was let in came with the station's own key, for which nobody signs in (tokens of clients do not get
 * so far). The cookie of a browser lets a person in, who has still to say who it is.
 */
export function hasKey(headers: IncomingHttpHeaders): boolean {
  return bearerOf(headers) !== null
}

/**
 * Asked for by a page that is not ours, says the browser: also where it sends no Origin (an image, a script), and where it
 * would send our cookie (a page of another port of this machine counts as the same site). Following a link is no harm.
 */
function isFromOtherPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return (site === 'cross-site' || site === 'same-site') && !isLink
}

const isRest = (url: string): boolean => /^\/api(\/|\?|$)/.test(url)

function refuse(status: 401 | 403, reason: 'host' | 'origin' | 'token'): GateDecision {
  return { kind: 'refuse', status, reason }
}

/** Two stations on one machine must not overwrite each other's cookie. */
function cookieName(port: number): string {
  return `flashline_${port}`
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined) return value
  }
  return null
}

/** The token in a page's address, and the address without it. Null when this is not a visit with a token. */
function entry({ method, url }: GateRequest): { token: string; location: string } | null {
  const [path = '/', query] = url.split('?', 2)
  if (method !== 'GET' || query === undefined || /^\/(api|rpc)(\/|$)/.test(path)) return null
  const parameters = new URLSearchParams(query)
  const token = parameters.get('token')
  if (token === null) return null
  parameters.delete('token')
  const rest = parameters.toString()
  // More than one slash at the start would name another host.
  const location = path.replace(/^[/\\]+/, '/') + (rest === '' ? '' : `?${rest}`)
  return { token, location: location.startsWith('/') ? location : '/' }
}

// The connections of one line: straight or over the plant's proxy, trusting the usual authorities and the plant's own.
// HTTP/1.1 only. To an https address a proxy is asked for a tunnel; a plain request is handed to it whole, since proxies
// commonly refuse tunnels to port 80. What fails before a connection stands is a NoConnection.
import { request as askHttp } from 'node:http'
import { createSecureContext, getCACertificates } from 'node:tls'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import type { LineOptions } from './line.ts'
import { NoConnection } from './no-connection.ts'

type Connect = buildConnector.connector
type Headers = Record<string, string>

const CONNECT_TIMEOUT_MS = 10_000

/** Requests set their own deadlines: none is set here but that of connecting. Headers have to come as a plain record. */
export function createDispatcher(
  options: Pick<LineOptions, 'proxyUrl' | 'proxyUser' | 'proxyPassword' | 'caPem'>,
): Dispatcher {
  const connect = buildConnector({
    allowH2: false,
    timeout: CONNECT_TIMEOUT_MS,
    ...(options.caPem === ''
      ? {}
      : { secureContext: createSecureContext({ ca: [...getCACertificates('default'), options.caPem] }) }),
  })
  const toCloud = failingAt('cloud', connect)
  const patient = { headersTimeout: 0, bodyTimeout: 0 }
  if (options.proxyUrl === null) return new Agent({ ...patient, connect: toCloud })

  const { protocol, hostname, host, port } = new URL(options.proxyUrl)
  const proxy = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), host, port }
  const credentials = (): Headers =>
    options.proxyUser === ''
      ? {}
      : { 'proxy-authorization': basic(options.proxyUser, options.proxyPassword()) }
  const toProxy = failingAt('proxy', (_, done) => connect(proxy, done))
  const tunnel = throughTunnel(toProxy, toCloud, credentials)
  return new Agent({
    ...patient,
    connect: (target, done) => (target.protocol === 'http:' ? toProxy : tunnel)(target, done),
  }).compose(handWhole(credentials))
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function failingAt(at: NoConnection['at'], connect: Connect): Connect {
  return (target, done) =>
    connect(target, (cause, socket) =>
      cause === null ? done(null, socket) : done(new NoConnection(at, { cause }), null),
    )
}

function throughTunnel(toProxy: Connect, toCloud: Connect, credentials: () => Headers): Connect {
  return (target, done) => {
    const place = `${target.host ?? target.hostname}${target.port === '' ? ':443' : ''}`
    toProxy(target, (error, socket) => {
      if (error !== null) return done(error, null)
      const ask = askHttp({
        method: 'CONNECT',
        path: place,
        headers: { host: place, ...credentials() },
        createConnection: () => socket,
      })
      ask.once('connect', ({ statusCode = 0 }) => {
        if (statusCode === 200) return toCloud({ ...target, httpSocket: socket }, done)
        socket.destroy()
        done(new NoConnection('proxy', { status: statusCode }), null)
      })
      ask.setTimeout(CONNECT_TIMEOUT_MS, () =>
        ask.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })),
      )
      ask.once('error', (cause) => done(new NoConnection('proxy', { cause }), null))
      ask.end()
    })
  }
}

/** A plain request names its whole address, and says to the proxy who asks. */
function handWhole(credentials: () => Headers): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (wanted, handler) => {
    const origin = String(wanted.origin)
    if (!origin.startsWith('http:')) return dispatch(wanted, handler)
    const headers = { ...wanted.headers, ...credentials() }
    return dispatch({ ...wanted, path: origin + wanted.path, headers }, handler)
  }
}

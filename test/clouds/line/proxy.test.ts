// Over a real proxy: a tunnel to https, a request handed on whole to http; with and without a password.
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, caught, failureOf, never } from './caught.ts'
import { proxyServer } from './proxy-server.ts'
import { certificate, freePort, httpServer, testClock, tlsServer } from './servers.ts'

const login = { proxyUser: 'line 3', proxyPassword: () => 'pass:wörd' }

async function cloud() {
  const own = await certificate()
  const { port, seen } = await tlsServer(own, (_, response) => void response.end('safe'))
  const plain = await httpServer((_, response) => void response.end('plain'))
  return { caPem: own.cert, https: `https://localhost:${port}`, place: `localhost:${port}`, seen, plain }
}

describe('over a proxy', () => {
  it('https goes through a tunnel', async () => {
    const { https, place, caPem, seen } = await cloud()
    const proxy = await proxyServer()
    const { line } = lineTo(https, { caPem, proxyUrl: proxy.url })
    expect((await line.send(call(), never())).text).toBe('safe')
    expect((await line.send(call(), never())).text).toBe('safe')
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${place}`]))
    expect(seen).toHaveLength(2)
  })

  it('http is handed on whole', async () => {
    const { plain } = await cloud()
    const proxy = await proxyServer()
    const { line } = lineTo(`${plain.url}/base`, { proxyUrl: proxy.url })
    expect((await line.send(call(), never())).text).toBe('plain')
    expect(proxy.asked).toEqual([`GET ${plain.url}/base/asked`])
    expect(plain.seen).toMatchObject([{ url: '/base/asked', headers: { host: new URL(plain.url).host } }])
  })

  it.each(['http', 'https'] as const)(
    'the password opens the way, and stays with the proxy: %s',
    async (scheme) => {
      const { https, caPem, seen, plain } = await cloud()
      const proxy = await proxyServer({ login: 'line 3:pass:wörd' })
      const { line, entries } = lineTo(scheme === 'https' ? https : plain.url, {
        caPem,
        proxyUrl: proxy.url,
        ...login,
      })
      expect((await line.send(call(), never())).status).toBe(200)
      expect([...seen, ...plain.seen]).toHaveLength(1)
      expect([...seen, ...plain.seen][0]?.headers).not.toHaveProperty('proxy-authorization')
      expect(JSON.stringify(entries)).not.toContain('Basic')
    },
  )

  it.each(['http', 'https'] as const)(
    'a wrong password is CLOUD_PROXY until it is right: %s',
    async (scheme) => {
      const { https, caPem, seen, plain } = await cloud()
      const proxy = await proxyServer({ login: 'line 3:pass:wörd' })
      let password = 'old'
      const { line, entries } = lineTo(scheme === 'https' ? https : plain.url, {
        caPem,
        proxyUrl: proxy.url,
        proxyUser: 'line 3',
        proxyPassword: () => password,
      })
      const host = new URL(proxy.url).host
      expect(await failureOf(line)).toEqual(['CLOUD_PROXY', { proxy: host, status: 407 }])
      expect(entries).toHaveLength(1)
      expect([...seen, ...plain.seen]).toEqual([])
      password = 'pass:wörd'
      expect((await line.send(call(), never())).status).toBe(200)
    },
  )

  it('a tunnel that is refused is CLOUD_PROXY', async () => {
    const { https, caPem } = await cloud()
    const proxy = await proxyServer({ refuseWith: 403 })
    const { line } = lineTo(https, { caPem, proxyUrl: proxy.url })
    const error = await caught(line.send(call(), never()))
    expect(error.context).toMatchObject({ proxy: new URL(proxy.url).host, status: 403, begun: false })
  })

  it.each(['http', 'https'] as const)('a proxy that is not there is CLOUD_PROXY: %s', async (scheme) => {
    const proxy = `127.0.0.1:${await freePort()}`
    const { line } = lineTo(`${scheme}://cloud.example`, { proxyUrl: `http://${proxy}`, clock: testClock() })
    expect(await failureOf(line)).toEqual(['CLOUD_PROXY', { proxy, cause: 'ECONNREFUSED' }])
  })

  it('a proxy that says nothing is CLOUD_TIMEOUT', async () => {
    const { https, caPem } = await cloud()
    const silent = await httpServer(() => {})
    silent.server.on('connect', () => {})
    const { line } = lineTo(https, { caPem, proxyUrl: silent.url, timeoutMs: 150 })
    expect(await failureOf(line)).toEqual(['CLOUD_TIMEOUT', { timeoutMs: 150 }])
  })

  it('a proxy that hangs up is CLOUD_PROXY', async () => {
    const { https, caPem } = await cloud()
    const rude = await httpServer(() => {})
    rude.server.on('connect', (_, socket) => socket.destroy())
    const [code] = await failureOf(lineTo(https, { caPem, proxyUrl: rude.url }).line)
    expect(code).toBe('CLOUD_PROXY')
  })

  it('a certificate of the cloud that is not trusted is still CLOUD_TLS', async () => {
    const { https } = await cloud()
    const proxy = await proxyServer()
    const { line } = lineTo(https, { proxyUrl: proxy.url })
    expect(await failureOf(line)).toEqual(['CLOUD_TLS', { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' }])
  })

  it('the proxy itself may speak TLS, with a certificate of the plant', async () => {
    const own = await certificate()
    const { https, caPem, plain } = await cloud()
    const proxy = await proxyServer({ certificate: own, login: 'line 3:pass:wörd' })
    const trusting = { caPem: `${caPem}\n${own.cert}`, proxyUrl: proxy.url, ...login }
    expect((await lineTo(https, trusting).line.send(call(), never())).text).toBe('safe')
    expect((await lineTo(plain.url, trusting).line.send(call(), never())).text).toBe('plain')
    const [code, context] = await failureOf(lineTo(https, { ...trusting, caPem }).line)
    expect(code).toBe('CLOUD_PROXY')
    expect(context).toMatchObject({ cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })
})

it('downloads of what a cloud names go the same way', async () => {
  const { https, place, caPem, plain } = await cloud()
  const proxy = await proxyServer({ login: 'line 3:pass:wörd' })
  const { dispatcher } = lineTo(https, { caPem, proxyUrl: proxy.url, ...login }).line
  const fetched = await Promise.all(
    [`${https}/file`, `${plain.url}/file`].map(async (url) =>
      (await request(url, { dispatcher })).body.text(),
    ),
  )
  expect(fetched).toEqual(['safe', 'plain'])
  expect(proxy.asked.sort()).toEqual([`CONNECT ${place}`, `GET ${plain.url}/file`])
})

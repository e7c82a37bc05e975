// Certificates that are trusted and others, shown by real servers.
import { describe, expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, failureOf, never } from './caught.ts'
import { certificate, httpServer, rawServer, testClock, tlsServer } from './servers.ts'

const answer = (_: unknown, response: { end(text: string): void }) => response.end('safe')

describe('a certificate of an unknown authority', () => {
  it('is CLOUD_TLS, not repeated, and nothing was asked', async () => {
    const { port, seen } = await tlsServer(await certificate(), answer)
    const { line, entries } = lineTo(`https://localhost:${port}`)
    expect(await failureOf(line, { repeatable: true })).toEqual([
      'CLOUD_TLS',
      { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    ])
    expect(entries).toHaveLength(1)
    expect(seen).toEqual([])
  })

  it.each(['localhost', '127.0.0.1'])('is good when the plant trusts it: %s', async (name) => {
    const own = await certificate()
    const { port } = await tlsServer(own, answer)
    const { line } = lineTo(`https://${name}:${port}`, {
      caPem: `${(await certificate()).cert}\n${own.cert}`,
    })
    expect(await line.send(call(), never())).toMatchObject({ status: 200, text: 'safe' })
    expect(line.host).toBe(`https://${name}:${port}`)
  })

  it('is still refused with another authority, and with what is none', async () => {
    const { port } = await tlsServer(await certificate(), answer)
    for (const caPem of [(await certificate()).cert, 'nonsense'])
      expect((await failureOf(lineTo(`https://localhost:${port}`, { caPem }).line))[0]).toBe('CLOUD_TLS')
  })
})

describe('a certificate of a trusted authority', () => {
  it.each([
    ['that is over', { expired: true }, 'CERT_HAS_EXPIRED'],
    ['of another name', { name: 'cloud.example' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const)('%s is CLOUD_TLS', async (_, change, cause) => {
    const own = await certificate(change)
    const { port } = await tlsServer(own, answer)
    const { line } = lineTo(`https://localhost:${port}`, { caPem: own.cert })
    expect(await failureOf(line)).toEqual(['CLOUD_TLS', { cause }])
    expect(await failureOf(line)).toEqual(['CLOUD_TLS', { cause }])
  })
})

describe('what is no TLS of today', () => {
  it('an old version is CLOUD_TLS', async () => {
    const own = await certificate()
    const old = { ...own, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const { port } = await tlsServer(old, answer)
    const [code, context] = await failureOf(lineTo(`https://localhost:${port}`, { caPem: own.cert }).line)
    expect(code).toBe('CLOUD_TLS')
    expect(context).toEqual({ cause: expect.stringMatching(/^(ERR_SSL_|EPROTO)/) })
  })

  it('plain HTTP is CLOUD_TLS', async () => {
    const { url, seen } = await httpServer((_, response) => response.end())
    const [code, context] = await failureOf(lineTo(url.replace('http:', 'https:')).line)
    expect(code).toBe('CLOUD_TLS')
    expect(context).toEqual({ cause: expect.stringMatching(/^(ERR_SSL_|EPROTO)/) })
    expect(seen).toEqual([])
  })
})

it('a handshake that never ends is CLOUD_TIMEOUT, and can be broken off', async () => {
  const greeted = Promise.withResolvers<void>()
  const { url } = await rawServer(() => greeted.resolve())
  const { line } = lineTo(url.replace('http:', 'https:'))
  expect(await failureOf(line, { timeoutMs: 100 })).toEqual(['CLOUD_TIMEOUT', { timeoutMs: 100 }])
  const stop = new AbortController()
  const sent = line.send(call(), stop.signal)
  await greeted.promise
  stop.abort('enough')
  await expect(sent).rejects.toBe('enough')
})

it('asking TLS in plain HTTP finds nobody', async () => {
  const { port } = await tlsServer(await certificate(), answer)
  const { line } = lineTo(`http://localhost:${port}`, { clock: testClock() })
  expect((await failureOf(line))[0]).toMatch(/^CLOUD_(UNREACHABLE|REPLY)$/)
})

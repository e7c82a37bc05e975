import { describe, expect, test } from 'vitest'
import { isAllowedHost } from '../../../main/hosts/headless/allowed-host.ts'
import { createGate, type GateRequest } from '../../../main/hosts/headless/gate.ts'

const token = 'a-token-of-the-test-0123456789'
const gate = createGate({ host: '127.0.0.1', token })

function request(url: string, headers: GateRequest['headers'] = {}, method = 'GET'): GateRequest {
  return { method, url, headers: { host: '127.0.0.1:4517', ...headers }, port: 4517 }
}

function cookie(): string {
  const decision = gate(request(`/?token=${token}`))
  if (decision.kind !== 'enter') throw new Error(`expected enter, got ${decision.kind}`)
  return decision.setCookie.split(';', 1)[0] ?? ''
}

describe('host', () => {
  test.each([
    ['127.0.0.1:4517', '127.0.0.1', true],
    ['localhost:4517', '127.0.0.1', true],
    ['LOCALHOST:4517', '127.0.0.1', true],
    ['[::1]:4517', '::1', true],
    ['127.0.0.1:80', '127.0.0.1', false],
    ['127.0.0.1', '127.0.0.1', false],
    ['evil.example:4517', '127.0.0.1', false],
    ['127.0.0.1.evil.example:4517', '127.0.0.1', false],
    ['192.168.1.5:4517', '127.0.0.1', false],
    ['', '127.0.0.1', false],
    ['user@127.0.0.1:4517', '127.0.0.1', false],
    ['127.0.0.1:4517/x', '127.0.0.1', false],
    ['192.168.1.5:4517', '0.0.0.0', true],
    ['[fe80::1]:4517', '::', true],
    ['evil.example:4517', '0.0.0.0', false],
    ['bench-7.plant:8080', 'bench-7.plant', true],
    ['other.plant:4517', 'bench-7.plant', false],
    ['127.0.0.2:4517', '127.0.0.2', true],
  ])('%s on a door at %s: %s', (header, bound, allowed) => {
    expect(isAllowedHost(header, bound, 4517)).toBe(allowed)
  })

  test('none at all', () => expect(isAllowedHost(undefined, '127.0.0.1', 4517)).toBe(false))

  test('is looked at before the token', () => {
    const decision = gate(request('/', { host: 'evil.example', authorization: `Bearer ${token}` }))
    expect(decision).toEqual({ kind: 'refuse', status: 403, reason: 'host' })
  })
})

describe('origin', () => {
  test.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1:4517',
    'http://127.0.0.1:4518',
    'http://localhost:4517',
  ])('%s is refused, whatever the token', (origin) => {
    const decision = gate(request('/api/jobs', { origin, authorization: `Bearer ${token}` }, 'POST'))
    expect(decision).toEqual({ kind: 'refuse', status: 403, reason: 'origin' })
  })

  test('our own passes', () => {
    const headers = { origin: 'http://127.0.0.1:4517', cookie: cookie() }
    expect(gate(request('/api/jobs', headers, 'POST'))).toEqual({ kind: 'pass' })
  })

  test('an upgrade that lives on the cookie must have one', () => {
    const headers = { upgrade: 'websocket', cookie: cookie() }
    expect(gate(request('/rpc', headers))).toMatchObject({ kind: 'refuse', reason: 'origin' })
    const bearer = { upgrade: 'websocket', authorization: `Bearer ${token}` }
    expect(gate(request('/rpc', bearer))).toEqual({ kind: 'pass' })
  })
})

describe('token', () => {
  test('nothing, a wrong bearer, a wrong cookie, a wrong address: refused', () => {
    const refused = { kind: 'refuse', status: 401, reason: 'token' }
    expect(gate(request('/'))).toEqual(refused)
    expect(gate(request('/', { authorization: `Bearer ${token}x` }))).toEqual(refused)
    expect(gate(request('/', { authorization: `Basic ${token}` }))).toEqual(refused)
    expect(gate(request('/', { cookie: `flashline_4517=${token}` }))).toEqual(refused)
    expect(gate(request('/?token=wrong'))).toEqual(refused)
    expect(gate(request('/?token='))).toEqual(refused)
  })

  test('a bearer passes', () => {
    expect(gate(request('/', { authorization: `bearer ${token}` }))).toEqual({ kind: 'pass' })
  })

  test('the first visit gets a cookie that does not hold the token, and the clean address', () => {
    const decision = gate(request(`/bench?slot=1&token=${token}`))
    expect(decision).toMatchObject({ kind: 'enter', location: '/bench?slot=1' })
    if (decision.kind !== 'enter') return
    expect(decision.setCookie).toMatch(/^flashline_4517=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(decision.setCookie).not.toContain(token)
    expect(gate(request('/', { cookie: `a=b; ${cookie()}; c=d` }))).toEqual({ kind: 'pass' })
  })

  test.each(['//evil.example/', '/\\evil.example/', '///evil.example'])('%s stays here', (path) => {
    const decision = gate(request(`${path}?token=${token}`))
    expect(decision).toMatchObject({ kind: 'enter', location: expect.stringMatching(/^\/(?![/\\])/) })
  })

  test('an address with a token opens pages only', () => {
    expect(gate(request(`/api/snapshot?token=${token}`))).toMatchObject({ kind: 'refuse', reason: 'token' })
    expect(gate(request(`/?token=${token}`, {}, 'POST'))).toMatchObject({ kind: 'refuse', reason: 'token' })
  })

  test('the cookie of another station on this machine is not ours', () => {
    const other = createGate({ host: '127.0.0.1', token: 'another-token-of-the-test' })
    expect(other(request('/', { cookie: cookie() }))).toMatchObject({ kind: 'refuse', reason: 'token' })
  })
})

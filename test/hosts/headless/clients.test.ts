// Factory software at the door: what a token of its own opens, what its role lets it do, and what its end closes.
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createGate } from '../../../main/hosts/headless/gate.ts'
import { createKeyring } from '../../../main/hosts/headless/keyring.ts'
import { type Headless, startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import { createCaller } from '../../../main/station/caller.ts'
import type { StationClient } from '../../../main/station/router.ts'
import { createStation, type Station } from '../../../main/station/station.ts'
import { openStore } from '../../../main/store/open-store.ts'
import type { ClientRole } from '../../../preload/contract/index.ts'
import { resourcesDir } from '../../station/one-device.ts'
import { tempFolder } from '../../store/job-fixture.ts'

const own = 'the-own-key-of-the-station'
let dataDir: string
let station: Station
let door: Headless
let lead: StationClient

beforeEach(async () => {
  dataDir = await tempFolder()
  station = await createStation({
    ...{ dataDir, resourcesDir, practice: true, version: 'test' },
    keychain: async () => null,
  })
  lead = createRouterClient(station.router, { context: { caller: createCaller() } })
  const logger = { info: () => {}, warn: () => {}, error: () => {} }
  door = await startHeadless({
    ...{ router: station.router, clientOf: station.clientOf, port: 0, uiDir: resourcesDir, version: 'test' },
    ...{ token: own, logger },
  })
})
afterEach(async () => {
  await door.close()
  await station.close()
})

const order = { name: 'Lot 7', productId: null, mode: 'manual' }
const make = async (role: ClientRole, name: string = role, expiresAt: string | null = null) =>
  lead.clients.create({ name, role, expiresAt })

async function ask(token: string, method: string, path: string, body?: object) {
  const answer = await fetch(new URL(`/api${path}`, door.url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const said = JSON.parse(await answer.text())
  return { status: answer.status, said, code: said?.data?.code ?? null }
}

describe('by role', () => {
  test.each<[ClientRole, string, string, number, string | null]>([
    ['reader', 'GET', '/orders', 200, null],
    ['reader', 'GET', '/jobs?limit=5', 200, null],
    ['reader', 'GET', '/snapshot', 200, null],
    ['reader', 'POST', '/orders/disarm', 409, 'ROLE_TOO_LOW'],
    ['reader', 'POST', '/jobs/start-all', 409, 'ROLE_TOO_LOW'],
    ['reader', 'GET', '/clients', 409, 'ROLE_TOO_LOW'],
    ['technician', 'POST', '/orders/disarm', 200, null],
    ['technician', 'POST', '/orders', 409, 'ROLE_TOO_LOW'],
    ['support', 'GET', '/lots/L7', 200, null],
    ['lead', 'POST', '/orders', 200, null],
    ['lead', 'GET', '/clients', 200, null],
  ])('%s: %s %s is %i %s', async (role, method, path, status, code) => {
    const { token } = await make(role)
    const answer = await ask(token, method, path, method === 'POST' ? order : undefined)
    expect([answer.status, answer.code]).toEqual([status, code])
  })
})

test('what it does is recorded with its name, also where nobody has to sign in', async () => {
  const { token } = await make('lead', 'MES line 2')
  const { said } = await ask(token, 'POST', '/orders', { ...order, number: 'PO-1' })
  expect(said).toMatchObject({ orderId: 'mes-PO-1', state: 'ready', createdBy: 'client:MES line 2' })
  expect((await ask(token, 'POST', '/orders/mes-PO-1/arm')).said).toMatchObject({
    state: 'armed',
    armedBy: 'client:MES line 2',
  })
  expect((await ask(token, 'GET', '/session')).said).toMatchObject({
    open: false,
    operator: null,
    client: { name: 'MES line 2', readOnly: false },
  })
})

test('an order with a number is made once, however often and how fast it is sent', async () => {
  const { token } = await make('lead')
  const answers = await Promise.all(
    [1, 2, 3].map(() => ask(token, 'POST', '/orders', { ...order, number: 'PO-1' })),
  )
  expect(answers.map(({ said }) => said.orderId)).toEqual(['mes-PO-1', 'mes-PO-1', 'mes-PO-1'])
  expect((await lead.orders.list({})).filter(({ orderId }) => orderId === 'mes-PO-1')).toHaveLength(1)
  const other = await ask(token, 'POST', '/orders', { ...order, number: 'PO-1', quantity: 9 })
  expect(other).toMatchObject({ status: 409, code: 'ORDER_NUMBER' })
  expect((await ask(token, 'GET', '/orders/mes-PO-1')).said).toMatchObject({ quantity: null })
  expect(await ask(token, 'GET', '/orders/mes-PO-2')).toMatchObject({ status: 409, code: 'ORDER_UNKNOWN' })
})

test('revoked it is refused at once, also in the middle of a stream', async () => {
  const { token, client } = await make('reader')
  const stream = await fetch(new URL('/api/events?afterSeq=0', door.url), {
    headers: { authorization: `Bearer ${token}` },
  })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.done).toBe(false)
  await lead.clients.revoke({ clientId: client.clientId })
  expect((await ask(token, 'GET', '/orders')).status).toBe(401)
  let heard = ''
  for (;;) {
    const part = await reader?.read().catch(() => ({ done: true, value: '' }))
    heard += part?.value ?? ''
    if (!part || part.done) break
  }
  expect(heard).toContain('CLIENT_REFUSED')
  expect((await lead.clients.list())[0]).toMatchObject({ revokedAt: expect.any(String) })
  // Its name is free again.
  await make('reader')
})

test('an end that has come closes the door; one in the past is refused', async () => {
  const soon = new Date(Date.now() + 400).toISOString()
  const { token } = await make('reader', 'brief', soon)
  await expect.poll(async () => (await ask(token, 'GET', '/orders')).status, { timeout: 10_000 }).toBe(401)
  await expect(make('reader', 'late', '2020-01-01T00:00:00Z')).rejects.toMatchObject({
    data: { code: 'INPUT_INVALID' },
  })
})

test('a name is one client; an unknown one cannot be revoked', async () => {
  await make('reader', 'MES')
  await expect(make('lead', 'mes')).rejects.toMatchObject({ data: { code: 'CLIENT_TAKEN' } })
  await expect(lead.clients.revoke({ clientId: '000000000000' })).rejects.toMatchObject({
    data: { code: 'CLIENT_UNKNOWN' },
  })
})

test('the token is for REST, and nowhere but in the hands of its owner', async () => {
  const { token, client } = await make('lead')
  const authorization = `Bearer ${token}`
  expect((await fetch(door.url, { headers: { authorization } })).status).toBe(401)
  expect((await fetch(`${door.url}?token=${token}`, { redirect: 'manual' })).status).toBe(401)
  const socket = new WebSocket(new URL('/rpc', door.url.replace('http', 'ws')), {
    headers: { authorization },
  })
  const status = await new Promise((resolve) =>
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode)),
  )
  socket.on('error', () => {})
  socket.terminate()
  expect(status).toBe(401)
  for (const wrong of [
    `${token.slice(0, -1)}_`,
    token.slice(0, 20),
    `flc_${client.clientId}_${'A'.repeat(43)}`,
  ])
    expect((await ask(wrong, 'GET', '/orders')).status).toBe(401)
  await station.close()
  const store = await openStore(`${dataDir}/practice`, { readOnly: true })
  const [kept] = await store.clients.list()
  await store.close()
  expect(kept?.client).toMatchObject({ clientId: client.clientId, lastUsedAt: null })
  expect(JSON.stringify(kept)).not.toContain(token.slice(-43))
})

test('the gate lets a client to /api and no further, and asks for Host and Origin first', () => {
  const keyring = createKeyring(own, (token) => (token === 'flc' ? 'c1' : null))
  const gate = createGate({ host: '127.0.0.1', token: own, keyring })
  const decide = (url: string, headers: object = {}) =>
    gate({
      ...{ method: 'GET', url, port: 4517 },
      headers: { host: '127.0.0.1:4517', authorization: 'Bearer flc', ...headers },
    })
  expect(decide('/api/orders')).toEqual({ kind: 'pass' })
  expect(decide('/api?x=1')).toEqual({ kind: 'pass' })
  for (const url of ['/', '/rpc', '/apiary', '/assets/index.js', '//api/orders'])
    expect(decide(url)).toEqual({ kind: 'refuse', status: 401, reason: 'token' })
  expect(decide('/api/orders', { host: 'evil.example' })).toMatchObject({ reason: 'host' })
  expect(decide('/api/orders', { origin: 'http://evil.example' })).toMatchObject({ reason: 'origin' })
})

// Whose session a call over the headless door uses: one for each socket; over REST the header's, the key's, or nobody's.
import { once } from 'node:events'
import { createORPCClient, isDefinedError, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Headless, startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import type { StationParts } from '../../../main/station/parts.ts'
import { createRouter, type StationClient } from '../../../main/station/router.ts'
import { type OperatorBed, openOperatorBed } from '../../station/operator-bed.ts'

const token = 'a-token-of-the-test-0123456789'
const key = { authorization: `Bearer ${token}` }
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

let bed: OperatorBed
let door: Headless
let cookie: Record<string, string>
const sockets: WebSocket[] = []

beforeEach(async () => {
  bed = await openOperatorBed()
  await bed.add({ name: 'Ann', role: 'lead', pin: '1111' })
  await bed.add({ name: 'Bo', role: 'technician', pin: '2222' })
  const parts = {
    operators: bed.desk,
    sync: { list: async () => [] },
    connections: { storedSecrets: async () => ({ keptIn: 'file', stored: [] }) },
  } as unknown as StationParts
  door = await startHeadless({
    router: createRouter(parts),
    port: 0,
    uiDir: bed.dataDir,
    token,
    version: '1',
    logger: quiet,
  })
  const entered = await fetch(door.entryUrl, { redirect: 'manual' })
  cookie = { cookie: entered.headers.get('set-cookie')?.split(';', 1)[0] ?? '' }
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await door.close()
  await bed.close()
})

async function connect(headers: Record<string, string>): Promise<StationClient> {
  const socket = new WebSocket(new URL('/rpc', door.url.replace('http', 'ws')), {
    headers,
    origin: door.url.slice(0, -1),
  })
  sockets.push(socket)
  await once(socket, 'open')
  // The library types the browser's WebSocket; this one has the same events and methods.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

/** For a lead only: `allowed`, or the code of the refusal. */
async function leadCall(client: StationClient): Promise<string> {
  const { error } = await safe(client.connections.storedSecrets())
  return error === null ? 'allowed' : isDefinedError(error) ? error.data.code : String(error)
}

async function rest(path: string, headers: Record<string, string>, body?: object) {
  const response = await fetch(new URL(`/api${path}`, door.url), {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: await response.json() }
}

test('two sockets of one browser are two people', async () => {
  const [one, two] = [await connect(cookie), await connect(cookie)]
  expect(await leadCall(one)).toBe('SIGN_IN_NEEDED')
  await one.operators.signIn({ operatorId: 'ann', pin: '1111' })
  await two.operators.signIn({ operatorId: 'bo', pin: '2222' })
  expect([await leadCall(one), await leadCall(two)]).toEqual(['allowed', 'ROLE_TOO_LOW'])
  await one.operators.signOut()
  expect((await two.operators.current()).operator?.name).toBe('Bo')
  expect(await leadCall(one)).toBe('SIGN_IN_NEEDED')
})

test('a session is taken up on a new socket, and ends on both', async () => {
  const one = await connect(cookie)
  const signedIn = await one.operators.signIn({ operatorId: 'ann', pin: '1111' })
  const two = await connect(cookie)
  expect(await two.operators.resume({ token: signedIn.token })).toEqual(signedIn.session)
  await one.operators.signOut()
  expect(await leadCall(two)).toBe('SIGN_IN_NEEDED')
})

test('a socket with the key is a lead, and nobody in particular', async () => {
  const client = await connect(key)
  expect(await leadCall(client)).toBe('allowed')
  expect(await client.operators.current()).toEqual({ open: false, operator: null, role: 'lead' })
})

test('REST: the key is a lead, a cookie alone nobody, and a session whoever signed in', async () => {
  expect((await rest('/connections/secrets', key)).status).toBe(200)
  expect(await rest('/connections/secrets', cookie)).toMatchObject({
    status: 409,
    body: { data: { code: 'SIGN_IN_NEEDED' } },
  })
  const { body } = await rest('/session', cookie, { operatorId: 'bo', pin: '2222' })
  const session = { ...cookie, 'x-flashline-session': body.token }
  expect((await rest('/session', session)).body).toMatchObject({ operator: { name: 'Bo' } })
  expect((await rest('/sync', session)).status).toBe(200)
  expect((await rest('/connections/secrets', session)).body.data.code).toBe('ROLE_TOO_LOW')
  expect((await rest('/sync', { ...cookie, 'x-flashline-session': 'made-up' })).body.data.code).toBe(
    'SIGN_IN_NEEDED',
  )
})

test('REST: a session without cookie or key does not come in at all', async () => {
  const { body } = await rest('/session', cookie, { operatorId: 'ann', pin: '1111' })
  expect((await rest('/session', { 'x-flashline-session': body.token })).status).toBe(401)
})

test('the OpenAPI document names the header of the session', async () => {
  const { body } = await rest('/openapi.json', key)
  expect(body.components.securitySchemes.session).toMatchObject({ in: 'header', name: 'x-flashline-session' })
})

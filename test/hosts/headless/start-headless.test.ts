import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient, isDefinedError, safe } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Headless, startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import type { StationClient } from '../../../main/station/router.ts'
import { type FakeStation, fakeStation, outboxEvent, snapshot } from '../fake-router.ts'

const token = 'a-token-of-the-test-0123456789'
const bearer = { authorization: `Bearer ${token}` }

let station: FakeStation
let door: Headless
let uiDir: string
let logged: { level: string; facts: object; message: string }[]

const logger = {
  info: (facts: object, message: string) => void logged.push({ level: 'info', facts, message }),
  warn: (facts: object, message: string) => void logged.push({ level: 'warn', facts, message }),
  error: (facts: object, message: string) => void logged.push({ level: 'error', facts, message }),
}

beforeEach(async () => {
  logged = []
  uiDir = await mkdtemp(join(tmpdir(), 'flashline-ui-'))
  await mkdir(join(uiDir, 'assets'))
  await writeFile(join(uiDir, 'index.html'), '<!doctype html><title>Flashline</title>')
  await writeFile(join(uiDir, 'assets', 'index-Ab3_dE9-.js'), 'export {}')
  station = fakeStation()
  door = await start()
})

afterEach(async () => {
  await door.close()
  await rm(uiDir, { recursive: true })
})

function start(options: { host?: string; port?: number } = {}): Promise<Headless> {
  return startHeadless({
    router: station.router,
    port: 0,
    uiDir,
    token,
    version: '9.8.7',
    logger,
    ...options,
  })
}

function get(path: string, headers: Record<string, string> = bearer): Promise<Response> {
  return fetch(new URL(path, door.url), { headers, redirect: 'manual' })
}

/** fetch() does not let one choose Host or Origin. */
async function raw(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  const request = httpRequest(new URL(path, door.url), { headers })
  request.end()
  const [response] = await once(request, 'response')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode, body }
}

function connect(headers: Record<string, string> = bearer): WebSocket {
  return new WebSocket(new URL('/rpc', door.url.replace('http', 'ws')), { headers })
}

/** The status with which an upgrade was refused. */
async function refusedWith(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response')
  socket.on('error', () => {})
  socket.terminate()
  return response.statusCode
}

function clientOver(socket: WebSocket): StationClient {
  // The library types the browser's WebSocket; this one has the same events and methods.
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

describe('pages', () => {
  test('the address with the token signs the browser in and is cleaned', async () => {
    const first = await fetch(door.entryUrl, { redirect: 'manual' })
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe('/')
    expect(first.headers.get('cache-control')).toBe('no-store')
    const cookie = first.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const page = await get('/', { cookie })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<title>Flashline</title>')
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const asset = await get('/assets/index-Ab3_dE9-.js', { cookie })
    expect(asset.headers.get('cache-control')).toContain('immutable')
  })

  test('without it a plain page says where to find it, in both languages', async () => {
    const response = await get('/', { accept: 'text/html,*/*' })
    expect(response.status).toBe(401)
    const page = await response.text()
    expect(page).toContain('?token=')
    expect(page).toContain('完整地址')
    expect(page).not.toContain(token)
    expect((await get('/assets/index-Ab3_dE9-.js', {})).status).toBe(401)
  })

  test('every answer carries the policies', async () => {
    const host = new URL(door.url).host
    for (const response of [
      await get('/'),
      await get('/', {}),
      await get('/nothing'),
      await get('/api/snapshot'),
    ]) {
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'; script-src 'self';")
      expect(policy).toContain(`connect-src 'self' ws://${host};`)
      expect(policy).toContain("frame-ancestors 'none'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('permissions-policy')).toContain('serial=()')
    }
  })

  test('nothing outside the folder is served', async () => {
    expect((await raw('/..%2f..%2fetc%2fpasswd', bearer)).status).toBeGreaterThanOrEqual(400)
    expect((await raw('/%2e%2e/%2e%2e/etc/passwd', bearer)).status).toBeGreaterThanOrEqual(400)
  })

  test('screens that were not built: said so, and the API works', async () => {
    await door.close()
    await rm(join(uiDir, 'index.html'))
    door = await start()
    const page = await get('/')
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('npm run build')
    expect((await get('/api/snapshot')).status).toBe(200)
  })
})

describe('who may come in', () => {
  test('another host name, another origin: refused', async () => {
    expect((await raw('/api/snapshot', { ...bearer, host: 'evil.example' })).status).toBe(403)
    expect((await raw('/api/snapshot', { ...bearer, origin: 'http://evil.example' })).status).toBe(403)
    expect(await refusedWith(connect({ ...bearer, origin: 'http://evil.example' }))).toBe(403)
    expect(await refusedWith(connect({ ...bearer, host: 'evil.example' }))).toBe(403)
    expect(station.viewers()).toBe(0)
  })

  test('no token: the typed error for software, no socket', async () => {
    const response = await get('/api/snapshot', {})
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'FLASHLINE', data: { code: 'NOT_AUTHORISED' } })
    expect(await refusedWith(connect({}))).toBe(401)
  })

  test('sockets at /rpc only', async () => {
    const socket = new WebSocket(new URL('/other', door.url.replace('http', 'ws')), { headers: bearer })
    expect(await refusedWith(socket)).toBe(404)
  })

  test('a browser with the cookie and our origin gets its socket', async () => {
    const entered = await fetch(door.entryUrl, { redirect: 'manual' })
    const cookie = entered.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const socket = connect({ cookie, origin: new URL(door.url).origin })
    await once(socket, 'open')
    expect((await clientOver(socket).station.snapshot()).settings.stationName).toBe('Bench 7')
    socket.close()
  })

  test('a listen address beyond this machine is warned about', async () => {
    const wide = await start({ host: '0.0.0.0' })
    expect(logged).toContainEqual(expect.objectContaining({ level: 'warn', facts: { host: '0.0.0.0' } }))
    await wide.close()
  })
})

describe('the contract over the socket', () => {
  test('a call and a typed refusal', async () => {
    const socket = connect()
    const client = clientOver(socket)
    expect(await client.station.snapshot()).toEqual(snapshot)
    const { error } = await safe(client.jobs.start({ slotId: 'usb:1-2/3' }))
    expect(isDefinedError(error) && error.data).toEqual({
      code: 'SLOT_EMPTY',
      context: { slotId: 'usb:1-2/3' },
    })
    socket.close()
  })

  test('an unexpected error does not show the inside, and is logged', async () => {
    const socket = connect()
    const { error } = await safe(clientOver(socket).slots.unplug({ slotId: 'sim:1' }))
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(JSON.stringify(error)).not.toContain('secret of the inside')
    expect(logged).toContainEqual(expect.objectContaining({ level: 'error' }))
    socket.close()
  })

  test('events arrive in order, and a viewer that leaves is forgotten', async () => {
    const socket = connect()
    const events = await clientOver(socket).station.events({ afterSeq: 3 })
    const first = events.next()
    while (station.viewers() === 0) await new Promise((resolve) => setImmediate(resolve))
    for (let seq = 4; seq <= 6; seq++) station.emit(outboxEvent(seq, seq))
    expect((await first).value).toEqual(outboxEvent(4, 4))
    expect((await events.next()).value).toEqual(outboxEvent(5, 5))
    expect((await events.next()).value).toEqual(outboxEvent(6, 6))
    socket.close()
    await station.nobodyListens()
  })

  test('a message over the limit ends its sender only', async () => {
    const good = connect()
    const client = clientOver(good)
    await client.station.snapshot()
    const bad = connect()
    await once(bad, 'open')
    bad.send(Buffer.alloc(1024 * 1024 + 1))
    const [code] = await once(bad, 'close')
    expect(code).toBe(1009)
    expect((await client.station.snapshot()).seq).toBe(3)
    good.close()
  })
})

describe('REST', () => {
  test('a picture, a refusal, a bad request', async () => {
    expect(await (await get('/api/snapshot')).json()).toEqual(snapshot)
    const refused = await fetch(new URL('/api/slots/usb%3A1-2%2F3/start', door.url), {
      method: 'POST',
      headers: bearer,
    })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'FLASHLINE', data: { code: 'SLOT_EMPTY' } })
    expect(station.started).toEqual(['usb:1-2/3'])
    expect((await get('/api/jobs?limit=0')).status).toBe(400)
    expect((await get('/api/nothing')).status).toBe(404)
  })

  test('an unexpected error shows neither message nor stack', async () => {
    const response = await fetch(new URL('/api/slots/a/unplug', door.url), {
      method: 'POST',
      headers: bearer,
    })
    expect(response.status).toBe(500)
    const body = await response.text()
    expect(body).not.toContain('secret of the inside')
    expect(body).not.toContain('.ts')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'what a form of another site can send (%s) is not understood',
    async (type) => {
      const response = await fetch(new URL('/api/jobs/start-all', door.url), {
        method: 'POST',
        headers: { ...bearer, 'content-type': type },
        body: '{}',
      })
      expect(response.status).toBe(415)
    },
  )

  test('settings travel as JSON', async () => {
    const settings = { ...snapshot.settings, stationName: 'Bench 8' }
    const response = await fetch(new URL('/api/settings', door.url), {
      method: 'PUT',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: JSON.stringify({ settings }),
    })
    expect(await response.json()).toEqual(settings)
  })

  test('events as a stream, ended by the closing door', async () => {
    const response = await get('/api/events?afterSeq=3')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    while (station.viewers() === 0) await new Promise((resolve) => setImmediate(resolve))
    station.emit(outboxEvent(4, 1))
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (reader && !text.includes('outboxChanged')) text += (await reader.read()).value ?? ''
    expect(text).toContain('"seq":4')
    await Promise.all([door.close(), reader?.read().catch(() => {})])
    await station.nobodyListens()
  })

  test('the OpenAPI document names every procedure', async () => {
    const document = await (await get('/api/openapi.json')).json()
    expect(document.info).toMatchObject({ title: 'Flashline', version: '9.8.7' })
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/snapshot', '/events', '/slots/{slotId}/start', '/jobs/{jobId}', '/settings']),
    )
    const { schema } = document.paths['/jobs/{jobId}'].get.responses['200'].content['application/json']
    expect(schema).toEqual({ $ref: '#/components/schemas/JobRecord' })
    const job = document.components.schemas.JobRecord
    expect(job.properties.outcome.enum).toContain('interrupted')
  })
})

describe('opening and closing', () => {
  test('a taken port is PORT_IN_USE', async () => {
    const port = Number(new URL(door.url).port)
    await expect(start({ port })).rejects.toMatchObject({ code: 'PORT_IN_USE', context: { port } })
  })

  test('an address that is not ours is INPUT_INVALID', async () => {
    await expect(start({ host: '203.0.113.7' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('closing says goodbye to viewers; twice is once', async () => {
    const socket = connect()
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await Promise.all([door.close(), door.close()])
    expect((await closed)[0]).toBe(1001)
    await expect(get('/')).rejects.toThrow()
  })
})

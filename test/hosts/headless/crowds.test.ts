// Those who come in thousands, or take their time: silent connections, half requests, half bodies, answers that nobody
// reads, requests without end. Whoever comes properly is served all the while.
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { DoorLimits } from '../../../main/hosts/headless/door-limits.ts'
import { type AttackBed, key, openAttackBed, statusOf, textUntilEnd, token } from './attack-bed.ts'

const short: Partial<DoorLimits> = { headersMs: 500, requestMs: 1000, keepAliveMs: 500 }

let bed: AttackBed
const connections: Socket[] = []
const viewers: WebSocket[] = []
const open = async (limits: Partial<DoorLimits> = {}) => {
  bed = await openAttackBed(limits)
}
beforeEach(() => {
  connections.length = 0
  viewers.length = 0
})
afterEach(async () => {
  for (const socket of connections) socket.destroy()
  for (const viewer of viewers) viewer.terminate()
  await bed[Symbol.asyncDispose]()
})

async function dial(bytes = ''): Promise<Socket> {
  const socket = await bed.dial(bytes)
  connections.push(socket)
  return socket
}

/** How many of them are still connected when all that is to be hung up on has been. */
const alive = () => connections.filter((socket) => !socket.destroyed && !socket.closed).length

async function snapshotStatus(): Promise<number> {
  const response = await fetch(new URL('/api/snapshot', bed.door.url), {
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
  })
  await response.arrayBuffer()
  return response.status
}

async function view(): Promise<WebSocket> {
  const viewer = new WebSocket(`ws://${bed.host}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  viewers.push(viewer)
  viewer.on('error', () => {})
  await once(viewer, 'open')
  return viewer
}

const half = (length: number) =>
  `PUT /api/settings HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n{`

describe('a thousand connections', () => {
  test.each([
    ['that say nothing', ''],
    ['with half a request', 'GET / HTTP/1.1\r\nhost: '],
    ['that were answered once', 'GET /nothing HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'],
  ])('%s: bounded, and a new visitor still gets in', async (_what, bytes) => {
    await open({ connections: 64, connectionsPerPeer: 64 })
    const viewer = await view()
    for (let round = 0; round < 10; round++) {
      const dialled = await Promise.all(Array.from({ length: 100 }, () => dial(bytes)))
      for (const socket of dialled) socket.resume()
      expect(await snapshotStatus()).toBe(200)
    }
    const hungUp = connections.filter((socket) => !socket.closed).slice(0, -64)
    await Promise.all(hungUp.map((socket) => socket.closed || once(socket, 'close')))
    expect(alive()).toBeLessThanOrEqual(64)
    // Whoever works here was not pushed out.
    expect(viewer.readyState).toBe(WebSocket.OPEN)
  })

  test('that all work: the next is turned away, and those go on', async () => {
    await open({ connections: 8, connectionsPerPeer: 8, viewers: 8 })
    for (let count = 0; count < 8; count++) await view()
    expect(await bed.tell(`GET / HTTP/1.1\r\nhost: ${bed.host}\r\n\r\n`)).toBe('')
    expect(viewers.map(({ readyState }) => readyState)).toEqual(viewers.map(() => WebSocket.OPEN))
    viewers[0]?.close()
    await once(viewers[0] as WebSocket, 'close')
    await expect.poll(snapshotStatus).toBe(200)
  })

  test('as viewers: only so many, so that pages and REST have room', async () => {
    await open({ viewers: 4 })
    for (let count = 0; count < 4; count++) await view()
    const fifth = new WebSocket(`ws://${bed.host}/rpc`, { headers: { authorization: `Bearer ${token}` } })
    fifth.on('error', () => {})
    const [, response] = await once(fifth, 'unexpected-response')
    expect(response.statusCode).toBe(503)
    expect(await snapshotStatus()).toBe(200)
  })
})

describe('who takes his time', () => {
  test('silent, or with half a request or half a body: hung up on', async () => {
    await open(short)
    const silent = textUntilEnd(await dial())
    const slowHeader = textUntilEnd(await dial('GET / HTTP/1.1\r\nx-a: b\r\n'))
    const slowBody = textUntilEnd(await dial(half(100)))
    expect([null, 408]).toContain(statusOf(await silent))
    expect(statusOf(await slowHeader)).toBe(408)
    expect(statusOf(await slowBody)).toBe(408)
  })

  test('a header or a body drop by drop does not lengthen it', async () => {
    await open(short)
    for (const start of ['GET / HTTP/1.1\r\nx: ', half(1_000_000)]) {
      const socket = await dial(start)
      const drops = setInterval(() => socket.write('x'), 50)
      await textUntilEnd(socket).finally(() => clearInterval(drops))
    }
    expect(await snapshotStatus()).toBe(200)
  })

  test('a stranger with a body to come is answered at once and hung up on', async () => {
    await open()
    const answer = await bed.tell(half(1_000_000).replace(key, 'x: y'))
    expect(statusOf(answer)).toBe(401)
  })

  test('an upgrade that is refused does not keep its connection', async () => {
    await open()
    const upgrade = (target: string, more = '') =>
      `GET ${target} HTTP/1.1\r\nhost: ${bed.host}\r\n${more}connection: upgrade\r\nupgrade: websocket\r\n\r\n`
    for (const [request, status] of [
      [upgrade('/rpc'), 401],
      [upgrade('/other', `${key}\r\n`), 404],
      [upgrade('/rpc', `${key}\r\n`), 400],
    ] as const) {
      // Keeps its own half open, and can write only while the door has not let go.
      const socket = await bed.dial(request, true)
      connections.push(socket)
      const writing = setInterval(() => socket.write('x'), 20)
      expect(statusOf(await textUntilEnd(socket).finally(() => clearInterval(writing)))).toBe(status)
    }
  })
})

describe('requests without end', () => {
  test('ten thousand in one connection, none waited for: a few hundred are taken', async () => {
    await open()
    const one = `GET /api/snapshot HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n\r\n`
    const socket = await dial(one.repeat(10_000))
    let answers = ''
    socket.on('data', (piece) => {
      answers += piece
    })
    await expect.poll(() => answers.match(/HTTP\/1\.1 \d/g)?.length, { timeout: 15_000 }).toBe(10_000)
    expect(answers.match(/HTTP\/1\.1 200 /g)).toHaveLength(256)
    expect(await snapshotStatus()).toBe(200)
  })

  test('streams of events that nobody reads: as many as there are seats', async () => {
    await open({ connections: 32, connectionsPerPeer: 32 })
    const one = `GET /api/events?afterSeq=3 HTTP/1.1\r\nhost: ${bed.host}\r\n${key}\r\n\r\n`
    for (let count = 0; count < 100; count++) await dial(one)
    await expect.poll(() => bed.station.viewers()).toBe(32)
    for (const socket of connections) socket.destroy()
    await bed.station.nobodyListens()
    expect(await snapshotStatus()).toBe(200)
  })
})

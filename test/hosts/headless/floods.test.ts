// What somebody who has the key, or has stolen it, can pour into one WebSocket: streams, parts of streams, pings, pieces,
// questions whose answers he never reads. The station drops him, keeps its memory and flashes on.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type AttackedStation, startAttackedStation, token } from './attacked-station.ts'

const mebibyte = 1024 * 1024
const call = (id: string, path: string, json: unknown = undefined) =>
  JSON.stringify({ i: id, p: { u: path, b: { json } } })

let station: AttackedStation
let peakBefore: number
beforeAll(async () => {
  station = await startAttackedStation()
  peakBefore = await station.peakBytes()
}, 120_000)
afterAll(() => station[Symbol.asyncDispose](), 60_000)

/** A WebSocket without the library, which sends nothing that is against the rules. */
async function rawSocket(more = ''): Promise<{ socket: Socket; head: string }> {
  const [hostname = '', port] = station.host.split(':')
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {})
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET /rpc HTTP/1.1\r\nhost: ${station.host}\r\nauthorization: Bearer ${token}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n${more}\r\n`,
  )
  const [head] = await once(socket, 'data')
  return { socket, head: String(head) }
}

/** A masked frame of a client, RFC 6455 section 5.2; the mask is zero. */
function frame(firstByte: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255]
  return Buffer.concat([Buffer.of(firstByte, ...length, 0, 0, 0, 0), payload])
}

/** The code with which the far end closed; null: it just hung up. */
async function closeCode(socket: Socket): Promise<number | null> {
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const all = Buffer.concat(pieces)
  const at = all.lastIndexOf(0x88)
  return at === -1 || at + 3 >= all.length ? null : all.readUInt16BE(at + 2)
}

/** Sends as fast as the far end takes it, until it hangs up. */
async function pour(socket: WebSocket, next: () => string): Promise<void> {
  const closed = once(socket, 'close')
  while (socket.readyState === WebSocket.OPEN) {
    for (let count = 0; count < 200; count++) socket.send(next())
    await new Promise<void>((resolve) => socket.send(next(), () => resolve()))
  }
  socket.terminate()
  await closed
}

test('a thousand streams of events in one socket: sixteen, and the others are told why', {
  timeout: 120_000,
}, async () => {
  const socket = await station.view()
  const { seq } = await station.client.station.snapshot()
  const refused = new Set<string>()
  const allRefused = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const { i, p } = JSON.parse(String(data))
      if (p?.s === 429 && p.b.json.data.code === 'CALLS_TOO_MANY') refused.add(i)
      if (refused.size === 984) resolve()
    })
  })
  for (let id = 0; id < 1000; id++) socket.send(call(`${id}`, '/station/events', { afterSeq: seq }))
  await allRefused
  // One that ends makes room for another.
  socket.send('{"i":"0","t":4}')
  const answer = new Promise<string>((resolve) => {
    socket.on('message', (data) => {
      if (String(data).startsWith('{"i":"again"')) resolve(String(data))
    })
  })
  // It has ended when its next event would come.
  socket.send(call('again', '/station/events', { afterSeq: seq }))
  expect(await answer).not.toContain('CALLS_TOO_MANY')
  socket.terminate()
})

test('parts of a stream for a call that takes none: not kept', async () => {
  const socket = await station.view()
  const { seq } = await station.client.station.snapshot()
  socket.send(call('1', '/station/events', { afterSeq: seq }))
  const part = JSON.stringify({ i: '1', t: 3, p: { e: 'message', d: 'x'.repeat(900_000) } })
  for (let count = 0; count < 150; count++) socket.send(part)
  const [code] = await once(socket, 'close')
  expect(code).toBe(1008)
})

test('between pings without end a call is still answered', async () => {
  const socket = await station.view()
  const ponged = once(socket, 'pong')
  socket.ping('one')
  expect(String((await ponged)[0])).toBe('one')
  socket.pause()
  const most = Buffer.alloc(125)
  for (let count = 0; count < 5000; count++) socket.ping(most)
  let answers = 0
  socket.on('pong', () => answers++)
  const answer = once(socket, 'message')
  socket.send(call('1', '/jobs/cancel', { jobId: 'none' }))
  socket.resume()
  expect(String((await answer)[0])).toContain('"i":"1"')
  expect(answers).toBeGreaterThan(0)
  socket.terminate()
})

test('a message of countless pieces, one too long, one that is compressed: hung up on', async () => {
  const { socket, head } = await rawSocket('sec-websocket-extensions: permessage-deflate\r\n')
  expect(head).toContain(' 101 ')
  expect(head.toLowerCase()).not.toContain('permessage-deflate')
  // The bit of a compressed message.
  socket.write(frame(0xc1, Buffer.from('x')))
  expect(await closeCode(socket)).toBe(1002)

  const pieces = await rawSocket()
  pieces.socket.write(frame(0x01, Buffer.from('{')))
  pieces.socket.write(Buffer.concat(Array.from({ length: 5000 }, () => frame(0x00, Buffer.from(' ')))))
  expect(await closeCode(pieces.socket)).toBe(1008)

  const long = await rawSocket()
  for (let count = 0; count < 40; count++)
    long.socket.write(frame(count === 0 ? 0x01 : 0x00, Buffer.alloc(60_000, 32)))
  expect(await closeCode(long.socket)).toBe(1009)

  const claimed = await rawSocket()
  claimed.socket.write(Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]))
  expect([1009, 1002]).toContain(await closeCode(claimed.socket))
})

test('who asks and never reads is dropped, and the boards pass', { timeout: 120_000 }, async () => {
  const outcomes = await station.flashDuring(async () => {
    const socket = await station.view()
    socket.pause()
    let id = 0
    await pour(socket, () => call(`${id++}`, '/station/snapshot'))
  })
  expect(outcomes).toEqual(['passed', 'passed'])
})

test('after all of it the memory is bounded', async () => {
  expect((await station.peakBytes()) - peakBefore).toBeLessThan(192 * mebibyte)
})

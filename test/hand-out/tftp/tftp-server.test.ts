// The server on loopback, with a client that is made of single datagrams: who gets what, what is told, what is refused.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import type { HandOutOffer, Served } from '../../../main/hand-out/hand-out.ts'
import {
  createTftpServer,
  type TftpServer,
  type TftpServerOptions,
} from '../../../main/hand-out/tftp/tftp-server.ts'
import { createHandClock } from '../http/hand-clock.ts'

const host = '127.0.0.1'
const openSockets: Socket[] = []
const servers: TftpServer[] = []
afterEach(async () => {
  for (const socket of openSockets.splice(0)) socket.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

function serverWith(options: Partial<TftpServerOptions> = {}) {
  const clock = createHandClock()
  const server = createTftpServer({
    hosts: () => [host],
    port: 0,
    log: { warn: () => {} },
    clock,
    ...options,
  })
  servers.push(server)
  const told: Served[] = []
  let onTold = () => {}
  const offer = (bytes: Uint8Array, more: Partial<HandOutOffer> = {}) =>
    server.offer({
      file: { bytes, sha256: '' },
      fileName: 'app.bin',
      deviceIp: null,
      host: null,
      lifetimeMs: 60_000,
      onServed: (served) => {
        told.push(served)
        onTold()
      },
      ...more,
    })
  /** Resolves when something was told that fits. */
  const until = async (fits: (served: Served) => boolean): Promise<Served> => {
    for (;;) {
      const found = told.find(fits)
      if (found) return found
      await new Promise<void>((resolve) => {
        onTold = resolve
      })
    }
  }
  return { server, clock, offer, told, until }
}

class Client {
  readonly socket: Socket
  readonly #heard: { bytes: Buffer; port: number }[] = []
  #wake = () => {}

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('message', (bytes, { port }) => {
      this.#heard.push({ bytes, port })
      this.#wake()
    })
  }

  static async open(address = host): Promise<Client> {
    const socket = createSocket('udp4')
    openSockets.push(socket)
    socket.bind(0, address)
    await once(socket, 'listening')
    return new Client(socket)
  }

  send(port: number, bytes: Buffer): void {
    this.socket.send(bytes, port, host)
  }

  ask(port: number, name: string, options: readonly string[] = [], opcode = 1, mode = 'octet'): void {
    const text = [name, mode, ...options].map((part) => `${part}\0`).join('')
    this.send(port, Buffer.concat([Buffer.from([0, opcode]), Buffer.from(text)]))
  }

  ack(port: number, block: number): void {
    this.send(port, Buffer.from([0, 4, block >> 8, block & 0xff]))
  }

  async next(): Promise<{ bytes: Buffer; port: number }> {
    for (;;) {
      const first = this.#heard.shift()
      if (first) return first
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

const errorOf = ({ bytes }: { bytes: Buffer }) => ({
  opcode: bytes.readUInt16BE(0),
  code: bytes.readUInt16BE(2),
  text: bytes.toString('latin1', 4, bytes.length - 1),
})
const notFound = { opcode: 5, code: 1, text: 'File not found' }

it('hands a file out under a short unguessable name, and tells what was acknowledged', async () => {
  const { offer, until, told } = serverWith()
  const bytes = Buffer.alloc(200_000, 'flashline')
  const { path, port, url } = await offer(bytes)
  expect(path).toMatch(/^[0-9a-f]{32}\.bin$/)
  expect(url).toBe(`tftp://${host}:${port}/${path}`)

  const client = await Client.open()
  client.ask(port, `/${path}`, ['blksize', '9000', 'windowsize', '64', 'tsize', '0'])
  const first = await client.next()
  expect(first.bytes.toString('latin1', 2)).toBe('blksize\x001468\0windowsize\x0016\0tsize\x00200000\0')
  expect(first.port).not.toBe(port)
  client.ack(first.port, 0)
  const got: Buffer[] = []
  while (Buffer.concat(got).length < bytes.length) {
    const { bytes: datagram, port: from } = await client.next()
    expect(from).toBe(first.port)
    got.push(datagram.subarray(4))
    if (got.length % 16 === 0 || datagram.length < 1472) client.ack(from, datagram.readUInt16BE(2))
  }
  expect(Buffer.concat(got).equals(bytes)).toBe(true)
  expect(await until((served) => served.isWhole)).toEqual({
    doneBytes: 200_000,
    requests: 1,
    open: 0,
    isWhole: true,
  })
  expect(told[0]).toEqual({ doneBytes: 0, requests: 1, open: 1, isWhole: false })
  const steps = told.map(({ doneBytes }) => doneBytes)
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  expect(steps.length).toBeLessThanOrEqual(2 + Math.ceil(200_000 / 65_536))
})

it('refuses to be written to, other names, other modes, other devices, and says nothing to the rest', async () => {
  const { offer } = serverWith()
  const { path, port } = await offer(Buffer.from('x'))
  const { path: theirs } = await offer(Buffer.from('x'), { deviceIp: '127.0.0.77' })
  const client = await Client.open()
  const answer = async (...args: Parameters<Client['ask']>) => {
    client.ask(...args)
    return errorOf(await client.next())
  }
  expect(await answer(port, path, [], 2)).toEqual({ opcode: 5, code: 2, text: 'Only to be read' })
  expect(await answer(port, path, [], 1, 'netascii')).toEqual({ opcode: 5, code: 4, text: 'Only mode octet' })
  for (const name of ['other.bin', `../${path}`, `x/${path}`, path.toUpperCase(), theirs])
    expect(await answer(port, name)).toEqual(notFound)
  // Not understood, or an answer itself: the next thing heard is the answer to what comes after them.
  client.send(port, Buffer.from([0, 9, 0, 0]))
  client.send(port, Buffer.from([0, 5, 0, 1, 0]))
  client.ack(port, 1)
  expect(await answer(port, 'last.bin')).toEqual(notFound)

  const device = await Client.open('127.0.0.77')
  device.ask(port, theirs)
  expect((await device.next()).bytes.toString('latin1')).toBe('\0\x03\0\x01x')
})

it('takes a name back: by hand, after its time, and with it what is under way', async () => {
  const { offer, clock, until } = serverWith()
  const { path, port, close } = await offer(Buffer.alloc(5000), { lifetimeMs: 1500 })
  const client = await Client.open()
  client.ask(port, path)
  await client.next()
  clock.advance(1500)
  // Repetitions may have come first.
  let last = await client.next()
  while (last.bytes.readUInt16BE(0) === 3) last = await client.next()
  expect(errorOf(last)).toEqual({ opcode: 5, code: 0, text: 'No longer offered' })
  expect(await until(({ open, requests }) => requests === 1 && open === 0)).toMatchObject({ isWhole: false })
  close()
  client.ask(port, path)
  expect(errorOf(await client.next())).toEqual(notFound)
})

it('answers a request that comes again from where it stands, and serves one that starts anew', async () => {
  const { offer, until } = serverWith()
  const { path, port } = await offer(Buffer.alloc(3000, 7))
  const client = await Client.open()
  client.ask(port, path)
  const first = await client.next()
  client.ask(port, path)
  const again = await client.next()
  expect(again).toEqual(first)
  client.ack(first.port, 1)
  expect((await client.next()).bytes.readUInt16BE(2)).toBe(2)
  client.ask(port, path)
  const farewell = await client.next()
  const fresh = await client.next()
  expect(errorOf(farewell)).toMatchObject({ opcode: 5, code: 0 })
  expect(fresh.bytes.readUInt16BE(2)).toBe(1)
  expect(fresh.port).not.toBe(first.port)
  expect(await until(({ requests }) => requests === 2)).toMatchObject({ doneBytes: 512, open: 1 })
})

it('notices a client that is gone at its next word', async () => {
  const { offer, until, clock } = serverWith()
  const { path, port } = await offer(Buffer.alloc(300_000))
  const client = await Client.open()
  client.ask(port, path)
  const { port: from } = await client.next()
  client.ack(from, 1)
  await client.next()
  openSockets.pop()
  await new Promise<void>((resolve) => client.socket.close(resolve))
  // One repetition: the clock stands long before it would give up.
  clock.advance(1000)
  expect(await until(({ open }) => open === 0)).toMatchObject({ isWhole: false })
})

it('serves only so many at once, and has room again when one has ended', async () => {
  const { offer } = serverWith({ limits: { maxTransfers: 3, maxTransfersOfPeer: 1 } })
  const { path, port } = await offer(Buffer.from('abc'))
  const [one, two, other] = await Promise.all([Client.open(), Client.open(), Client.open('127.0.0.5')])
  one.ask(port, path)
  const first = await one.next()
  two.ask(port, path)
  // Served behind the request that was passed over.
  other.ask(port, path)
  await other.next()
  one.send(first.port, Buffer.from([0, 5, 0, 0, 0]))
  // Its socket is closed with the end: asked until there is room.
  const answered = two.next()
  let hasAnswer = false
  void answered.then(() => {
    hasAnswer = true
  })
  while (!hasAnswer) {
    two.ask(port, path)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect((await answered).bytes.toString('latin1', 4)).toBe('abc')
})

it('names a port that cannot be opened, and a station without an address', async () => {
  const taken = createSocket('udp4')
  openSockets.push(taken)
  taken.bind(0, host)
  await once(taken, 'listening')
  const { port } = taken.address()
  await expect(serverWith({ port }).offer(Buffer.from('x'))).rejects.toMatchObject({
    code: 'HANDOUT_PORT',
    context: { port, address: host, reason: 'EADDRINUSE' },
  })
  await expect(serverWith({ hosts: () => [] }).offer(Buffer.from('x'))).rejects.toMatchObject({
    code: 'HANDOUT_UNSET',
  })
})

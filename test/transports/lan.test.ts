// Opening a device of the LAN: who may be spoken to, and that only that one is.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openLan } from '../../main/transports/lan.ts'
import type { LanHost } from '../../main/transports/lan-host.ts'
import type { Link } from '../../main/transports/link.ts'

const { signal } = new AbortController()
const open = (address: string, ranges: string[], names: Record<string, string[]> = {}) =>
  openLan({ ranges: () => ranges, lookup: async (host) => names[host] ?? [] })(address, {
    baudRate: 0,
    signal,
  })

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function hostAt(address: string): Promise<LanHost> {
  const link = await open(address, ['127.0.0.0/8'])
  closers.push(() => link.close())
  if (!link.host) throw new Error('no host')
  return link.host
}

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host)
  await once(server, 'listening')
  closers.push(() => server.close())
  const bound = server.address()
  return typeof bound === 'object' && bound ? bound.port : 0
}

describe('which device may be spoken to', () => {
  it('refuses an address outside the ranges, and everything without ranges', async () => {
    await expect(open('lan://10.1.0.9', ['10.0.0.0/24'])).rejects.toMatchObject({
      code: 'LAN_OUTSIDE',
      context: { address: '10.1.0.9' },
    })
    await expect(open('lan://127.0.0.1', [])).rejects.toMatchObject({ code: 'LAN_OUTSIDE' })
  })

  it('resolves a name once and takes the address that is allowed', async () => {
    const names = { 'lamp.local': ['203.0.113.5', '10.0.0.9'] }
    const link = await open('lan://lamp.local:8080', ['10.0.0.0/24'], names)
    expect(link.host).toMatchObject({ name: 'lamp.local', ip: '10.0.0.9', port: 8080 })
    // A later answer of the name server changes nothing.
    names['lamp.local'] = ['203.0.113.6']
    expect(link.host?.ip).toBe('10.0.0.9')
    await link.close()
  })

  it('refuses a name that leads outside, and one that leads nowhere', async () => {
    await expect(open('lan://evil', ['10.0.0.0/24'], { evil: ['203.0.113.5'] })).rejects.toMatchObject({
      code: 'LAN_OUTSIDE',
      context: { address: '203.0.113.5', host: 'evil' },
    })
    await expect(open('lan://nobody', ['10.0.0.0/24'])).rejects.toMatchObject({ code: 'LAN_NAME' })
  })

  it('carries no bytes itself', async () => {
    const link = await open('lan://127.0.0.1', ['127.0.0.1'])
    await expect(link.write(new Uint8Array(1), signal)).rejects.toMatchObject({ code: 'LINK_ADDRESS' })
    await link.close()
    expect(await link.closed).toBe('asked')
  })
})

describe('what goes through it', () => {
  it('connects, and says why it cannot', async () => {
    const port = await listening(createServer((socket) => socket.end('hello')))
    const host = await hostAt('lan://127.0.0.1')
    const link = await host.connect(port, { timeoutMs: 1000, signal })
    const bytes = await link.read({ atLeast: 5, timeoutMs: 5000, signal })
    expect(Buffer.from(bytes).toString()).toBe('hello')

    const closed = createServer()
    const freed = await listening(closed)
    closed.close()
    await once(closed, 'close')
    await expect(host.connect(freed, { timeoutMs: 1000, signal })).rejects.toMatchObject({
      code: 'LAN_UNREACHABLE',
      context: { address: '127.0.0.1', port: freed, reason: 'ECONNREFUSED' },
    })
  })

  it('closes with the link what was opened through it', async () => {
    const accepted = Promise.withResolvers<void>()
    const port = await listening(
      createServer((socket) => {
        socket.resume()
        socket.once('close', () => accepted.resolve())
      }),
    )
    const link = await open('lan://127.0.0.1', ['127.0.0.1'])
    const inner = await link.host?.connect(port, { timeoutMs: 1000, signal })
    await link.close()
    expect(await inner?.closed).toBe('asked')
    await accepted.promise
  })

  it('hears datagrams of this host alone', async () => {
    const device = createSocket('udp4').bind(0, '127.0.0.1')
    await once(device, 'listening')
    const stranger = createSocket('udp4').bind(0, '127.0.0.2')
    await once(stranger, 'listening')
    closers.push(
      () => device.close(),
      () => stranger.close(),
    )
    device.on('message', (bytes, { port, address }) => {
      stranger.send('not me', port, address, () => device.send(`echo ${bytes}`, port, address))
    })
    const host = await hostAt('lan://127.0.0.1')
    const datagrams = await host.openUdp(device.address().port, { signal })
    await datagrams.send(Buffer.from('one'))
    const answer = await datagrams.receive(5000, signal)
    expect(Buffer.from(answer ?? []).toString()).toBe('echo one')
    expect(await datagrams.receive(1, signal)).toBeNull()
  })

  it('learns that nobody listens', async () => {
    const gone = createSocket('udp4').bind(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address()
    gone.close()
    const host = await hostAt('lan://127.0.0.1')
    const datagrams = await host.openUdp(port, { signal })
    await datagrams.send(Buffer.from('anybody?'))
    await expect(datagrams.receive(5000, signal)).rejects.toMatchObject({
      code: 'LAN_UNREACHABLE',
      context: { address: '127.0.0.1', port, reason: 'ECONNREFUSED' },
    })
  })

  it('accepts the connection of this host alone', async () => {
    const host = await hostAt('lan://127.0.0.1')
    const acceptor = await host.accept({ signal })
    const stranger = connect({ port: acceptor.port, host: '127.0.0.1', localAddress: '127.0.0.2' })
    stranger.on('error', () => {})
    await once(stranger, 'close')
    const device = connect({ port: acceptor.port, host: '127.0.0.1' })
    device.write('from the device')
    const link: Link | null = await acceptor.next(5000, signal)
    const bytes = await link?.read({ atLeast: 15, timeoutMs: 5000, signal })
    expect(Buffer.from(bytes ?? []).toString()).toBe('from the device')
    expect(await acceptor.next(1, signal)).toBeNull()
    device.destroy()
    await link?.close()
  })

  it('names our own address as the host sees it', async () => {
    const host = await hostAt('lan://127.0.0.5')
    expect(await host.localIp()).toBe('127.0.0.1')
  })

  it('ends a wait at once when it is cancelled', async () => {
    const host = await hostAt('lan://127.0.0.1')
    const acceptor = await host.accept({ signal })
    const cancel = new AbortController()
    const waiting = acceptor.next(60_000, cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
  })
})

// The link suite on the carriers that need nothing but this process: memory, and on loopback TCP and RFC 2217.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect } from 'vitest'
import { createLinkPair } from '../../main/transports/memory.ts'
import { openRfc2217 } from '../../main/transports/rfc2217.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { startRfc2217Server } from '../transports/rfc2217-server.ts'
import { Inbox } from './inbox.ts'
import { describeLink } from './link-suite.ts'
import { streamPeer } from './stream-peer.ts'

const signal = new AbortController().signal
// Long enough for a busy machine to show that nothing moves before a write counts as stalled.
const stallMs = 1500

describeLink('memory', async () => {
  const { host, device, pull } = createLinkPair({ stallMs })
  const inbox = new Inbox()
  let isFrozen = false
  const pump = async (): Promise<void> => {
    while (!isFrozen) inbox.push(await device.read({ atLeast: 1, timeoutMs: 5, signal }))
  }
  let pumping = pump().catch(() => {})
  return {
    link: host,
    moreThanFits: 1_000_000,
    peer: {
      send: (bytes) => device.write(bytes, signal),
      receive: (count) => inbox.receive(count),
      receiveSome: () => inbox.receiveSome(),
      freeze: () => {
        isFrozen = true
      },
      thaw: () => {
        isFrozen = false
        pumping = pumping.then(pump).catch(() => {})
      },
      vanish: pull,
    },
    dispose: async () => {
      isFrozen = true
      await device.close()
      await pumping
    },
  }
})

describeLink('TCP', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const address = `tcp://127.0.0.1:${port}`
  const limits = { connectMs: 5000, stallMs, lingerMs: 250 }
  const link = await openTcp(address, { baudRate: 115_200, signal }, limits)
  expect(link.address).toBe(address)
  const [socket] = await accepted
  return {
    link,
    moreThanFits: 64 * 1024 * 1024,
    peer: streamPeer(socket, socket, {
      freeze: () => socket.pause(),
      thaw: () => socket.resume(),
      vanish: () => socket.destroy(),
    }),
    dispose: async () => {
      socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
})

describeLink('RFC 2217', async () => {
  const server = await startRfc2217Server({ silentAbout: ['dtr', 'rts'] })
  // A line this fast makes no difference to when a write has stalled.
  const options = { baudRate: 10_000_000, signal }
  const limits = { stallMs, lingerMs: 250, silenceMs: 20 }
  return {
    link: await openRfc2217(server.address, options, limits),
    moreThanFits: 64 * 1024 * 1024,
    peer: server.port,
    dispose: async () => {
      await server[Symbol.asyncDispose]()
    },
  }
})

// Our client at brokers that no real one here plays: an old one, silent ones, and one that answers nonsense.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Broker } from '../../main/transports/broker.ts'
import { openBrokerLink } from '../../main/transports/broker-link.ts'
import { openBroker } from '../../main/transports/mqtt.ts'
import { codeOf } from '../conformance/link-suite.ts'

const { signal } = new AbortController()
let server: Server | null = null
let broker: Broker | null = null
const sockets = new Set<Socket>()

afterEach(async () => {
  await broker?.close()
  broker = null
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  server?.close()
})

/** A broker that answers each packet with what `answer` says; the first byte of a packet is its type. */
async function listen(answer: (packet: Buffer, socket: Socket) => readonly number[] | null): Promise<string> {
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let rest = Buffer.alloc(0)
    socket.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes])
      // Packets of these tests are shorter than 128 bytes: one byte of length.
      while (rest.length >= 2 && rest.length >= 2 + (rest[1] ?? 0)) {
        const packet = rest.subarray(0, 2 + (rest[1] ?? 0))
        rest = rest.subarray(packet.length)
        const said = answer(packet, socket)
        if (said === null) socket.end()
        else socket.write(Uint8Array.from(said))
      }
    })
  }).listen(0, '127.0.0.1')
  server = listening
  await once(listening, 'listening')
  return `mqtt://127.0.0.1:${(listening.address() as AddressInfo).port}`
}

const optionsFor = (url: string) => ({
  url,
  username: 'user',
  caPem: '',
  certPem: '',
  password: () => 'secret',
  clientKey: () => '',
  log: { warn: (facts: object) => logged.push(facts) },
})
const logged: object[] = []

const typeOf = (packet: Buffer) => (packet[0] ?? 0) >> 4
/** Fixed header, then 00 04 "MQTT", then the version. */
const versionOf = (connect: Buffer) => connect[8]
const connectType = 1
const subscribeType = 8
const accepted311 = [0x20, 2, 0, 0]
const accepted5 = [0x20, 3, 0, 0, 0]

/** Of a broker of 3.1.1. */
function answerAs311(packet: Buffer): readonly number[] {
  const id = [packet[2] ?? 0, packet[3] ?? 0]
  switch (typeOf(packet)) {
    case connectType:
      return versionOf(packet) === 4 ? accepted311 : [0x20, 2, 0, 1]
    case subscribeType:
      return [0x90, 3, ...id, packet.includes('secret') ? 0x80 : 0]
    case 3: {
      const topicBytes = packet.readUInt16BE(2)
      return [0x40, 2, ...packet.subarray(4 + topicBytes, 6 + topicBytes)]
    }
    case 10:
      return [0xb0, 2, ...id]
    default:
      return []
  }
}

describe('a broker that knows only 3.1.1', () => {
  test.each([
    ['says so', answerAs311],
    [
      'hangs up on 5',
      (packet: Buffer) =>
        typeOf(packet) === connectType && versionOf(packet) === 5 ? null : answerAs311(packet),
    ],
  ])('%s', async (_, answer) => {
    broker = await openBroker(optionsFor(await listen(answer)))
    await broker.publish('a', 'b', { signal })
    await broker.subscribe(['a'], () => {}, signal)
    expect(await codeOf(broker.subscribe(['secret'], () => {}, signal))).toBe('BROKER_REFUSED')
  })

  test('sends a message beyond all bounds: it is dropped while it streams by, and the next one is heard', async () => {
    const url = await listen(answerAs311)
    broker = await openBroker(optionsFor(url))
    const { promise: heard, resolve } = Promise.withResolvers<string>()
    await broker.subscribe(['+'], ({ topic }) => resolve(topic), signal)
    const publish = (topic: string, bodyBytes: number): Buffer => {
      const length = 2 + topic.length + bodyBytes
      const header = [
        0x30,
        (length & 0x7f) | 0x80,
        ((length >> 7) & 0x7f) | 0x80,
        ((length >> 14) & 0x7f) | 0x80,
        length >> 21,
      ]
      return Buffer.concat([
        Buffer.of(...header, 0, topic.length),
        Buffer.from(topic),
        Buffer.alloc(bodyBytes),
      ])
    }
    const socket = [...sockets].at(-1)
    socket?.write(publish('large', 16 * 1024 * 1024))
    socket?.write(publish('small', 10))
    expect(await heard).toBe('small')
    expect(logged).toContainEqual({ address: url, sizeBytes: 2 + 5 + 16 * 1024 * 1024 })
  })

  test('refuses this station for good', async () => {
    const url = await listen((packet) => (versionOf(packet) === 4 ? [0x20, 2, 0, 4] : [0x20, 2, 0, 1]))
    await expect(openBroker(optionsFor(url))).rejects.toMatchObject({
      code: 'BROKER_DENIED',
      context: { address: url, reason: 4 },
    })
  })
})

test('what is no broker is not reached', async () => {
  const url = await listen(() => [...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')])
  expect(await codeOf(openBroker(optionsFor(url)))).toBe('BROKER_UNREACHABLE')
})

test('nobody waits on for a broker that does not answer', async () => {
  const reason = new Error('enough')
  const abort = new AbortController()
  const url = await listen(() => {
    abort.abort(reason)
    return []
  })
  await expect(openBroker(optionsFor(url), abort.signal)).rejects.toBe(reason)
})

test('given up before it was acknowledged; what waits for its turn is never sent', async () => {
  const published: string[] = []
  const url = await listen((packet) => {
    if (typeOf(packet) === connectType) return [0x20, 6, 0, 0, 3, 0x21, 0, 1]
    if (typeOf(packet) === 3) published.push(packet.toString('latin1', 4, 5))
    return []
  })
  broker = await openBroker(optionsFor(url))
  const first = new AbortController()
  const second = new AbortController()
  const publishing = broker.publish('a', '', { signal: first.signal })
  const waiting = broker.publish('b', '', { signal: second.signal })
  second.abort(new Error('second'))
  await expect(waiting).rejects.toThrow('second')
  first.abort(new Error('first'))
  await expect(publishing).rejects.toThrow('first')
  await broker.close()
  expect(published.filter((topic) => topic !== 'a')).toEqual([])
})

test('lost while it waits: told at once', async () => {
  const url = await listen((packet, socket) => {
    if (typeOf(packet) === connectType) return accepted5
    socket.destroy()
    return []
  })
  broker = await openBroker(optionsFor(url))
  expect(await codeOf(broker.publish('a', '', { signal }))).toBe('BROKER_LOST')
})

describe('mqtt:name', () => {
  const options = { baudRate: 0, signal }

  test('carries no bytes, and leaves the broker open', async () => {
    const open = await openBroker(optionsFor(await listen(answerAs311)))
    broker = open
    const link = await openBrokerLink(() => open)('mqtt:plug-1', options)
    expect(link.brokerDevice).toEqual({ name: 'plug-1', broker: open })
    expect(await codeOf(link.read({ atLeast: 1, timeoutMs: 1000, signal }))).toBe('LINK_ADDRESS')
    expect(await codeOf(link.write(Buffer.of(1), signal))).toBe('LINK_ADDRESS')
    expect(link.discard()).toBe(0)
    await link.close()
    await link.close()
    expect(await link.closed).toBe('asked')
    await open.publish('a', 'b', { signal })
  })

  test('no broker, or another address', async () => {
    expect(await codeOf(openBrokerLink(() => null)('mqtt:plug-1', options))).toBe('BROKER_UNSET')
    expect(await codeOf(openBrokerLink(() => null)('lan://plug-1', options))).toBe('LINK_ADDRESS')
  })
})

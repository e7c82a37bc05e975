// A serial server that speaks RFC 2217, made for tests: it writes down what it is asked to do and can be told to behave
// badly. It shares no code with the client. What is behind its serial port is the test: `port`.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { streamPeer } from '../conformance/stream-peer.ts'

export interface ServerManners {
  /** Requests that are not answered, by the names in `events`: `dtr`, `purge`, ... */
  readonly silentAbout?: readonly string[]
  /** What the port has instead of what was asked for. */
  readonly insists?: Readonly<Record<string, number>>
  /** Every byte to the client goes out alone. */
  readonly fragments?: boolean
  /** Says this instead of anything else, and hangs up. */
  readonly lastWords?: Buffer
  readonly telnet?: 'full' | 'none' | 'withoutComPort' | 'withoutBinary'
  /** Sent right before the answer to `purge`, and right after it. */
  readonly beforePurge?: string
  readonly afterPurge?: string
}

export interface Rfc2217Server extends AsyncDisposable {
  readonly address: string
  /** What it was asked for, in order: `baudRate 115200`, `dtr on`. */
  readonly events: string[]
  /** Everything that came in over the network. */
  readonly received: Buffer[]
  /** Resolves when the first client is there. */
  readonly client: Promise<Socket>
  /** What is wired to the serial port. */
  readonly port: ReturnType<typeof streamPeer>
  /** To the client, without an escape. */
  sendRaw(bytes: Uint8Array): void
}

const valueNames: Readonly<Record<number, string>> = {
  1: 'flow none',
  5: 'break on',
  6: 'break off',
  8: 'dtr on',
  9: 'dtr off',
  11: 'rts on',
  12: 'rts off',
}
const requestNames: Readonly<Record<number, string>> = {
  1: 'baudRate',
  2: 'dataSize',
  3: 'parity',
  4: 'stopSize',
  12: 'purge',
}

export async function startRfc2217Server(manners: ServerManners = {}): Promise<Rfc2217Server> {
  const { telnet = 'full', fragments = false } = manners
  const { promise: client, resolve: arrived } = Promise.withResolvers<Socket>()
  const events: string[] = []
  const received: Buffer[] = []
  const toPort = new PassThrough({ highWaterMark: 1024 })
  const fromPort = new PassThrough()
  let sending: Promise<void> = Promise.resolve()
  let socket: Socket | null = null

  const send = (bytes: Uint8Array): void => {
    if (!fragments) return void socket?.write(bytes)
    sending = sending.then(async () => {
      for (const byte of bytes) {
        socket?.write(Uint8Array.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
  }
  const escaped = (bytes: Uint8Array) =>
    Buffer.from([...bytes].flatMap((one) => (one === 255 ? [255, 255] : [one])))

  const negotiate = (verb: number, option: number): void => {
    const has =
      option === 0
        ? telnet !== 'withoutBinary'
        : option === 3 || (option === 44 && telnet !== 'withoutComPort')
    // Asked to be 44 itself it says no, as ser2net does.
    if (verb === 253) send(Uint8Array.of(255, has && option !== 44 ? 251 : 252, option))
    if (verb === 251) send(Uint8Array.of(255, has ? 253 : 254, option))
  }
  const obey = (body: readonly number[]): void => {
    const [option, code = 0, ...rest] = body
    if (option !== 44) return
    const asked = rest.reduce((sum, byte) => sum * 256 + byte, 0)
    const event =
      code === 5 ? (valueNames[asked] ?? `control ${asked}`) : `${requestNames[code] ?? code} ${asked}`
    events.push(event)
    const [name = ''] = event.split(' ')
    if (manners.silentAbout?.includes(name)) return
    const value = manners.insists?.[name] ?? asked
    const bytes = code === 1 ? [24, 16, 8, 0].map((shift) => (value >>> shift) & 255) : [value]
    if (code === 12) send(Buffer.from(manners.beforePurge ?? ''))
    send(
      Buffer.concat([Buffer.of(255, 250, 44, code + 100), escaped(Buffer.from(bytes)), Buffer.of(255, 240)]),
    )
    if (code === 12) send(Buffer.from(manners.afterPurge ?? ''))
  }

  const take = createParser({ onNegotiation: negotiate, onSubnegotiation: obey })
  const server = createServer({ noDelay: true }, (one) => {
    one.on('error', () => {})
    if (socket !== null) return void one.destroy()
    socket = one
    arrived(one)
    if (manners.lastWords) return void one.end(manners.lastWords)
    if (telnet !== 'none') {
      send(Buffer.of(255, 251, 3, 255, 253, 3, 255, 251, 1, 255, 254, 1))
      if (telnet !== 'withoutComPort') send(Buffer.of(255, 253, 44))
    }
    one.on('data', (bytes: Buffer) => {
      received.push(bytes)
      const data = telnet === 'none' ? bytes : take(bytes)
      // A port that takes nothing makes the network wait, as a real one does.
      if (data.length > 0 && !toPort.write(data)) {
        one.pause()
        toPort.once('drain', () => one.resume())
      }
    })
    one.on('close', () => toPort.destroy())
    fromPort.on('data', (bytes: Buffer) => send(escaped(bytes)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `rfc2217://127.0.0.1:${port}`,
    events,
    received,
    client,
    port: streamPeer(toPort, fromPort, {
      freeze: () => toPort.pause(),
      thaw: () => toPort.resume(),
      vanish: () => socket?.destroy(),
    }),
    sendRaw: send,
    [Symbol.asyncDispose]: async () => {
      socket?.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Heard {
  onNegotiation(verb: number, option: number): void
  onSubnegotiation(body: readonly number[]): void
}

/** Returns the data among the bytes. */
function createParser({ onNegotiation, onSubnegotiation }: Heard): (bytes: Buffer) => Buffer {
  let command: number[] = []
  let body: number[] | null = null
  return (bytes) => {
    const data = Buffer.alloc(bytes.length)
    let length = 0
    const plain = (byte: number): void => {
      if (body !== null) body.push(byte)
      else data[length++] = byte
    }
    for (const byte of bytes) {
      if (command.length === 0 && byte !== 255) {
        plain(byte)
        continue
      }
      command.push(byte)
      const [, verb = 0, option] = command
      if (command.length === 1 || (verb >= 251 && verb <= 254 && option === undefined)) continue
      if (verb === 255) plain(255)
      else if (verb === 250) body = []
      else if (verb === 240) {
        onSubnegotiation(body ?? [])
        body = null
      } else if (option !== undefined) onNegotiation(verb, option)
      command = []
    }
    return data.subarray(0, length)
  }
}

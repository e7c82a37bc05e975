// A raw TCP connection as a link: a serial server (ser2net, an Ethernet-to-serial box) or an emulator's console.
// No modem lines and no rate: both are the server's. Not here: RFC 2217.
import { connect, type Socket } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import { boundedWait } from './bounded-wait.ts'
import { CarriedLink, type Carrier } from './carried-link.ts'
import type { Link, LinkOptions } from './link.ts'

export interface TcpLimits {
  readonly connectMs: number
  /** A peer that takes nothing for so long has stalled. */
  readonly stallMs: number
  /** How long a closed link waits for the peer to end its side too, so that the last bytes sent are not cut off. */
  readonly lingerMs: number
}

const usualLimits: TcpLimits = { connectMs: 5000, stallMs: 10_000, lingerMs: 250 }
/** A peer that lost its power says nothing; the kernel asks it now and then. */
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 10_000 }

/** LINK_ADDRESS, LINK_NOT_FOUND, LINK_DENIED. */
export async function openTcp(
  address: string,
  options: LinkOptions,
  limits: TcpLimits = usualLimits,
): Promise<Link> {
  options.signal.throwIfAborted()
  const place = parseAddress(address)
  if (place.scheme !== 'tcp') throw new FlashlineError('LINK_ADDRESS', { address })
  const socket = connect({ host: place.host, port: place.port, noDelay: true, ...keepAlive })
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    // Stays for the socket's whole life: an error without a listener would end the process.
    socket.on('error', reject)
  })
  try {
    await boundedWait(connected, {
      signals: [options.signal],
      timeoutMs: limits.connectMs,
      timeoutError: () => new FlashlineError('LINK_NOT_FOUND', { address, reason: 'timeout' }),
    })
  } catch (error) {
    socket.destroy()
    options.signal.throwIfAborted()
    throw error instanceof FlashlineError ? error : connectError(address, error)
  }
  return linkOver(socket, address, limits)
}

function connectError(address: string, error: unknown): FlashlineError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const isDenied = reason === 'EACCES' || reason === 'EPERM'
  return new FlashlineError(
    isDenied ? 'LINK_DENIED' : 'LINK_NOT_FOUND',
    { address, reason },
    { cause: error },
  )
}

function linkOver(socket: Socket, address: string, limits: TcpLimits): Link {
  const socketClosed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const carrier: Carrier = {
    pieceBytes: 64 * 1024,
    hasSignals: false,
    stallMs: () => limits.stallMs,
    writePiece: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    drain: async () => {},
    setBaud: async () => {},
    setParity: async () => {},
    setSignals: async () => {},
    release: async (writeBlocked) => {
      if (!writeBlocked) {
        socket.end()
        const lingering = { signals: [], timeoutMs: limits.lingerMs, timeoutError: () => null }
        await boundedWait(socketClosed, lingering).catch(() => {})
      }
      socket.destroy()
      await socketClosed
    },
  }
  const link = new CarriedLink(address, carrier)
  const greeting = new Greeting()
  socket.on('data', (bytes: Buffer) => {
    greeting.add(bytes)
    link.received(bytes)
  })
  socket.once('end', () => link.lost({ reason: 'ended' }, undefined, greeting.refusal()))
  socket.once('error', (error) => link.lost({}, error))
  socket.once('close', () => link.lost())
  return link
}

/**
 * A serial server takes every connection, and says in plain text that it cannot serve it before it hangs up; the
 * sentences are ser2net's. So what came before the end decides whether the port was held, missing, or just lost.
 */
class Greeting {
  readonly #longest = 200
  #text = ''

  add(bytes: Uint8Array): void {
    if (this.#text.length <= this.#longest) {
      this.#text += Buffer.from(bytes.subarray(0, this.#longest + 1)).toString('latin1')
    }
  }

  refusal(): 'LINK_BUSY' | 'LINK_NOT_FOUND' | 'LINK_LOST' {
    if (this.#text.length > this.#longest) return 'LINK_LOST'
    if (/^Port already in use\r?\n$/.test(this.#text)) return 'LINK_BUSY'
    if (/^Device open failure[^\n]*\n$/.test(this.#text)) return 'LINK_NOT_FOUND'
    return 'LINK_LOST'
  }
}

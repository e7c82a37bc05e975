// The socket under every link that goes over one TCP connection: connecting within a time limit, handing bytes over,
// letting go without cutting off the last ones. Not here: what the bytes are (tcp.ts, rfc2217.ts).
import { connect, type Socket } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'

export interface TcpLimits {
  readonly connectMs: number
  /** A peer that takes nothing for so long has stalled. */
  readonly stallMs: number
  /** How long a closed link waits for the peer to end its side too, so that the last bytes sent are not cut off. */
  readonly lingerMs: number
}

export const usualLimits: TcpLimits = { connectMs: 5000, stallMs: 10_000, lingerMs: 250 }
/** A peer that lost its power says nothing; the kernel asks it now and then. */
const keepAlive = { keepAlive: true, keepAliveInitialDelay: 10_000 }

export interface TcpPlace {
  readonly address: string
  readonly host: string
  readonly port: number
}

/** LINK_NOT_FOUND, LINK_DENIED; the signal's reason. */
export async function connectSocket(
  { address, host, port }: TcpPlace,
  signal: AbortSignal,
  limits: TcpLimits,
): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, ...keepAlive })
  const connected = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    // Stays for the socket's whole life: an error without a listener would end the process.
    socket.on('error', reject)
  })
  try {
    await boundedWait(connected, {
      signals: [signal],
      timeoutMs: limits.connectMs,
      timeoutError: () => new FlashlineError('LINK_NOT_FOUND', { address, reason: 'timeout' }),
    })
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw error instanceof FlashlineError ? error : connectError(address, error)
  }
  return socket
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

export interface TcpListener {
  received(bytes: Uint8Array): void
  /** The peer will say no more. */
  ended(): void
  /** Also after ended(). */
  broken(cause?: unknown): void
}

/** A socket that is connected already. */
export class TcpWire {
  readonly #socket: Socket
  readonly #limits: TcpLimits
  readonly #closed: Promise<void>

  constructor(socket: Socket, limits: TcpLimits) {
    this.#socket = socket
    this.#limits = limits
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()))
  }

  listen(listener: TcpListener): void {
    this.#socket.on('data', (bytes) => listener.received(bytes))
    this.#socket.once('end', () => listener.ended())
    this.#socket.once('error', (error) => listener.broken(error))
    this.#socket.once('close', () => listener.broken())
  }

  /** Resolves when the system has taken the bytes. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** As Carrier.release() says. */
  async release(writeBlocked: boolean): Promise<void> {
    if (!writeBlocked) {
      this.#socket.end()
      const lingering = { signals: [], timeoutMs: this.#limits.lingerMs, timeoutError: () => null }
      await boundedWait(this.#closed, lingering).catch(() => {})
    }
    this.#socket.destroy()
    await this.#closed
  }
}

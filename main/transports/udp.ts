// A UDP socket that speaks to one host and hears it alone: the kernel drops what others send. Not here: what is said.
import { createSocket, type Socket } from 'node:dgram'
import { isIP } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { Datagrams } from './lan-host.ts'

/** Datagrams that nobody has read yet; the network may lose more of them, too. */
const queuedAtMost = 256
/** Any: connecting a UDP socket sends nothing. */
const discardPort = 9

/** Our own address as `ip` would see it. LAN_UNREACHABLE when there is no route. */
export async function localAddressTo(ip: string): Promise<string> {
  const socket = await connected(ip, discardPort)
  const { address } = socket.address()
  socket.close()
  return address
}

/** LAN_UNREACHABLE. */
export async function openDatagrams(ip: string, port: number, signal: AbortSignal): Promise<Datagrams> {
  signal.throwIfAborted()
  const socket = await connected(ip, port)
  const queue: Uint8Array[] = []
  let failure: FlashlineError | null = null
  let wake: (() => void) | null = null
  let isClosed = false
  socket.on('message', (bytes) => {
    if (queue.length < queuedAtMost) queue.push(bytes)
    wake?.()
  })
  socket.on('error', (error) => {
    failure = unreachable(ip, port, error)
    wake?.()
  })
  /** What the host said once; the next question may find it listening. */
  const throwFailure = () => {
    const known = failure
    failure = null
    if (known) throw known
  }
  return {
    localPort: socket.address().port,
    async send(bytes) {
      throwFailure()
      await new Promise<void>((resolve, reject) => {
        socket.send(bytes, (error) => (error ? reject(unreachable(ip, port, error)) : resolve()))
      })
    },
    async receive(timeoutMs, waitSignal) {
      waitSignal.throwIfAborted()
      const first = queue.shift()
      if (first) return first
      throwFailure()
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      try {
        await boundedWait(promise, { signals: [waitSignal], timeoutMs, timeoutError: () => null })
      } catch (error) {
        if (error !== null) throw error
      } finally {
        wake = null
      }
      const next = queue.shift()
      if (!next) throwFailure()
      return next ?? null
    },
    close() {
      if (isClosed) return
      isClosed = true
      socket.close()
      wake?.()
    },
  }
}

async function connected(ip: string, port: number): Promise<Socket> {
  const socket = createSocket(isIP(ip) === 6 ? 'udp6' : 'udp4')
  const ready = Promise.withResolvers<void>()
  socket.once('error', ready.reject)
  socket.connect(port, ip, () => ready.resolve())
  try {
    await ready.promise
  } catch (error) {
    socket.close()
    throw unreachable(ip, port, error)
  }
  socket.off('error', ready.reject)
  return socket
}

function unreachable(ip: string, port: number, error: unknown): FlashlineError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new FlashlineError('LAN_UNREACHABLE', { address: ip, port, reason }, { cause: error })
}

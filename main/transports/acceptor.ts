// Listens for connections that one host makes to us: a device that is told to connect back. Others are hung up on.
import { createServer, type Socket } from 'node:net'
import { FlashlineError } from '../../preload/contract/index.ts'
import { boundedWait } from './bounded-wait.ts'
import type { Acceptor } from './lan-host.ts'
import { plainIp } from './ranges.ts'
import { linkOver } from './tcp.ts'
import { usualLimits } from './tcp-wire.ts'

/** A device makes one connection; a few more may be a retry of its own. */
const waitingAtMost = 4

/** Listens at `localIp` for connections that come from `ip`. LAN_UNREACHABLE */
export async function openAcceptor(ip: string, localIp: string, signal: AbortSignal): Promise<Acceptor> {
  signal.throwIfAborted()
  const waiting: Socket[] = []
  let arrived = Promise.withResolvers<void>()
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {})
    if (plainIp(socket.remoteAddress ?? '') !== ip || waiting.length >= waitingAtMost) {
      socket.destroy()
      return
    }
    waiting.push(socket)
    arrived.resolve()
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', (error) =>
    listening.reject(
      new FlashlineError('LAN_UNREACHABLE', { address: ip, reason: 'listen' }, { cause: error }),
    ),
  )
  server.listen({ host: localIp, port: 0 }, () => listening.resolve())
  await listening.promise
  const bound = server.address()
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0
  let isClosed = false
  return {
    port,
    async next(timeoutMs, waitSignal) {
      const until = performance.now() + timeoutMs
      for (;;) {
        waitSignal.throwIfAborted()
        const socket = waiting.shift()
        if (socket && !socket.destroyed) {
          const link = linkOver(socket, `tcp://${ip}:${socket.remotePort ?? 0}`, usualLimits)
          socket.resume()
          return link
        }
        if (socket) continue
        const left = until - performance.now()
        if (left <= 0) return null
        arrived = Promise.withResolvers<void>()
        const isHere = await boundedWait(
          arrived.promise.then(() => true),
          { signals: [waitSignal], timeoutMs: left, timeoutError: () => null },
        ).catch((error) => {
          if (error === null) return false
          throw error
        })
        if (!isHere) return null
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      for (const socket of waiting) socket.destroy()
      // Its callback would wait for the connections that were handed out.
      server.close()
    },
  }
}

// The contract over a WebSocket at /rpc: the carrier of the screens in a browser. Not REST: that is rest-door.ts.
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { createCaller } from '../../station/caller.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { logUnexpected } from '../log-unexpected.ts'
import { type Gate, hasKey } from './gate.ts'

const maxMessageBytes = 1024 * 1024
/** A viewer that has stopped reading is dropped before its events fill the memory. */
const maxQueuedBytes = 8 * 1024 * 1024
const keepaliveMs = 15_000
const goodbyeMs = 1_000

export interface SocketDoor {
  /** Says goodbye to every viewer and waits, at most a second, until they are gone. */
  close(): Promise<void>
}

export function openSocketDoor(server: Server, router: Router, gate: Gate, logger: HostLogger): SocketDoor {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, clientTracking: false })
  const handler = new RPCHandler(router, { interceptors: [onError(logUnexpected(logger))] })
  const viewers = new Map<WebSocket, { alive: boolean }>()

  server.on('upgrade', onUpgrade)
  const keepalive = setInterval(checkViewers, keepaliveMs)
  keepalive.unref()

  return {
    async close() {
      clearInterval(keepalive)
      server.off('upgrade', onUpgrade)
      await Promise.all([...viewers.keys()].map(sayGoodbye))
    },
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const { method = '', url = '', headers } = request
    const decision = gate({ method, url, headers, port: request.socket.localPort ?? 0 })
    if (decision.kind === 'refuse') {
      logger.warn({ door: 'socket', reason: decision.reason }, 'a visitor was refused')
      answer(socket, decision.status === 401 ? '401 Unauthorized' : '403 Forbidden')
    } else if (url.split('?', 1)[0] !== '/rpc') {
      answer(socket, '404 Not Found')
    } else {
      sockets.handleUpgrade(request, socket, head, (viewer) => onViewer(viewer, socket, headers))
    }
  }

  function onViewer(viewer: WebSocket, socket: Duplex, headers: IncomingHttpHeaders): void {
    const state = { alive: true }
    viewers.set(viewer, state)
    viewer.on('pong', () => {
      state.alive = true
    })
    // A frame over the limit or a broken one: the library closes the socket; without a listener it would throw.
    viewer.on('error', (error) =>
      logger.warn({ door: 'socket', error: error.message }, 'a viewer was dropped'),
    )
    viewer.on('close', () => viewers.delete(viewer))
    void handler.upgrade(sendingByTurns(viewer, socket), {
      context: { caller: createCaller(hasKey(headers)) },
    })
  }

  function checkViewers(): void {
    for (const [viewer, state] of viewers) {
      if (!state.alive || viewer.bufferedAmount > maxQueuedBytes) viewer.terminate()
      state.alive = false
      if (viewer.readyState === viewer.OPEN) viewer.ping()
    }
  }
}

/** The same viewer, to whom everything of one turn of the event loop is written at once: a busy bench tells a lot. */
function sendingByTurns(viewer: WebSocket, socket: Duplex): Pick<WebSocket, 'addEventListener' | 'send'> {
  let isCorked = false
  const cork = () => {
    if (isCorked) return
    isCorked = true
    socket.cork()
    setImmediate(() => {
      isCorked = false
      socket.uncork()
    })
  }
  return {
    addEventListener: viewer.addEventListener.bind(viewer),
    send: (message: Parameters<WebSocket['send']>[0]) => {
      cork()
      viewer.send(message)
    },
  }
}

function sayGoodbye(viewer: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => viewer.terminate(), goodbyeMs)
    viewer.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    viewer.close(1001, 'the station closes')
  })
}

function answer(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

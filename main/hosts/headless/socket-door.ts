// The contract over a WebSocket at /rpc: the carrier of the screens in a browser. Not REST: that is rest-door.ts.
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Refusals } from '../../hand-out/http/refusals.ts'
import { createCaller } from '../../station/caller.ts'
import type { Router } from '../../station/router.ts'
import { mostFrameBytes } from '../call-frame.ts'
import { createCallServer } from '../call-server.ts'
import type { HostLogger } from '../host-logger.ts'
import type { DoorLimits } from './door-limits.ts'
import { type Gate, hasKey } from './gate.ts'
import type { VisitorRefusal } from './refusal.ts'
import { openViewerLine } from './viewer-line.ts'

const keepaliveMs = 15_000
const goodbyeMs = 1_000

export interface SocketDoorOptions {
  readonly router: Router
  readonly gate: Gate
  readonly refusals: Refusals<VisitorRefusal>
  readonly limits: DoorLimits
  readonly logger: HostLogger
}

export interface SocketDoor {
  /** Says goodbye to every viewer and waits, at most a second, until they are gone. */
  close(): Promise<void>
}

export function openSocketDoor(server: Server, options: SocketDoorOptions): SocketDoor {
  const { router, gate, refusals, limits, logger } = options
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: mostFrameBytes,
    // Our clients send a message in one piece, or a browser in a few.
    maxFragments: 64,
    maxBufferedChunks: 8192,
    // A kilobyte that unpacks to gigabytes has no way in.
    perMessageDeflate: false,
    autoPong: false,
    // One message in each turn of the event loop: who asks without pause must not keep a boot loader waiting.
    allowSynchronousEvents: false,
  })
  const calls = createCallServer(router, logger)
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
      refusals.count(decision.reason, request.socket.remoteAddress)
      answer(socket, decision.status === 401 ? '401 Unauthorized' : '403 Forbidden')
    } else if (url.split('?', 1)[0] !== '/rpc') {
      answer(socket, '404 Not Found')
    } else if (viewers.size >= limits.viewers) {
      refusals.count('seat', request.socket.remoteAddress)
      answer(socket, '503 Service Unavailable')
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
    calls.serve(openViewerLine(viewer, socket, limits.unreadBytes), createCaller(hasKey(headers)))
  }

  function checkViewers(): void {
    for (const [viewer, state] of viewers) {
      if (!state.alive) viewer.terminate()
      state.alive = false
      if (viewer.readyState === viewer.OPEN) viewer.ping()
    }
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

/** Node keeps a connection half open after its end was written: who never closes its own half must not keep ours. */
function answer(socket: Duplex, status: string): void {
  const text = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
  socket.end(text, () => socket.destroy())
}

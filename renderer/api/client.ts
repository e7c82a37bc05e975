// The contract's client over either carrier: a WebSocket to the server of this page, or a message port that the
// preload hands over. Nothing else knows which.
import { createORPCClient, onError } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../preload/contract/contract.ts'
import { noteRefusal } from './session.ts'

export type StationClient = ContractRouterClient<Contract>

export interface Connected {
  readonly client: StationClient
  /** Resolves when the carrier has gone; never rejects. */
  readonly closed: Promise<void>
  close(): void
}

export interface Carrier {
  /** One attempt. Rejects when the station cannot be reached, with `unauthorised` when it does not know us. */
  connect(signal: AbortSignal): Promise<Connected>
}

/** The station answers, but refuses this browser. */
export class Unauthorised extends Error {}

/** What the preload posts to the window, with one port. */
export const portMessageType = 'flashline:port'

export function webSocketCarrier(page: Location): Carrier {
  const url = `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/rpc`
  return {
    async connect(signal) {
      const websocket = new WebSocket(url)
      websocket.binaryType = 'arraybuffer'
      const closed = new Promise<void>((resolve) => {
        websocket.addEventListener('close', () => resolve(), { once: true })
      })
      const opened = new Promise<boolean>((resolve) => {
        websocket.addEventListener('open', () => resolve(true), { once: true })
        void closed.then(() => resolve(false))
        signal.addEventListener('abort', () => websocket.close(), { once: true })
      })
      if (!(await opened)) {
        signal.throwIfAborted()
        // A socket does not tell why it was refused; the page's own address does.
        const page = await fetch('/', { method: 'HEAD', cache: 'no-store', signal })
        if (page.status === 401 || page.status === 403) throw new Unauthorised()
        throw new Error('the station does not take the connection')
      }
      const client: StationClient = createORPCClient(
        new WebSocketLink({ websocket, interceptors: [onError(noteRefusal)] }),
      )
      return { client, closed, close: () => websocket.close() }
    },
  }
}

/** Waits for the port of the preload; a later port (the station was restarted) ends this one and serves the next attempt. */
export function messagePortCarrier(view: Window): Carrier {
  let port: MessagePort | null = null
  let arrived: () => void = () => undefined
  let outlived: () => void = () => undefined
  view.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [given] = event.ports
    if (event.source !== view || !given || !isPortMessage(event.data)) return
    port?.close()
    port = given
    outlived()
    arrived()
  })
  return {
    async connect(signal) {
      while (!port) {
        await new Promise<void>((resolve, reject) => {
          arrived = resolve
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
      const mine = port
      port = null
      const closed = new Promise<void>((resolve) => {
        mine.addEventListener('close', () => resolve(), { once: true })
        outlived = resolve
      })
      mine.start()
      const client: StationClient = createORPCClient(
        new MessagePortLink({ port: mine, interceptors: [onError(noteRefusal)] }),
      )
      return { client, closed, close: () => mine.close() }
    },
  }
}

/** In a browser the page comes from the station's own server; the desktop's window gets a port. */
export function carrierOf(view: Window): Carrier {
  return isDesktop(view) ? messagePortCarrier(view) : webSocketCarrier(view.location)
}

export function isDesktop(view: Window): boolean {
  return !/^https?:$/.test(view.location.protocol) || / Electron\//.test(view.navigator.userAgent)
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === portMessageType
}

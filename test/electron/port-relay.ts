// Carries message ports over a line that can carry only messages: the port stays on this side, a new one appears on the
// other, and what goes into either comes out of the other. When one closes, or the line does, the others close, too.
import type { MessagePort } from 'node:worker_threads'
import { MessageChannelMain, type StandInPort } from './message-ports.ts'

/** What goes over the line; everything else on it is not of the relay. */
export type RelayMessage =
  | { readonly relay: 'data'; readonly port: number; readonly data: unknown }
  | { readonly relay: 'close'; readonly port: number }

export interface PortRelay {
  /** Sends a port away; its number is told to the other side, who takes it up. */
  carry(port: StandInPort): number
  /** The other side has sent one. */
  takeUp(number: number): StandInPort
  /** True when the message was the relay's own. */
  receive(message: unknown): message is RelayMessage
  /** The line has ended. */
  end(): void
}

export function createPortRelay(send: (message: RelayMessage) => void): PortRelay {
  const ends = new Map<number, MessagePort>()
  let last = 0
  const join = (number: number, port: MessagePort) => {
    ends.set(number, port)
    port.on('message', (message: { data: unknown }) => {
      send({ relay: 'data', port: number, data: message.data })
    })
    port.once('close', () => {
      if (ends.delete(number)) send({ relay: 'close', port: number })
    })
  }
  return {
    carry(port) {
      last += 1
      join(last, port.take())
      return last
    },
    takeUp(number) {
      const { port1, port2 } = new MessageChannelMain()
      join(number, port1.take())
      return port2
    },
    receive(message): message is RelayMessage {
      if (!isRelayMessage(message)) return false
      const port = ends.get(message.port)
      if (message.relay === 'data') port?.postMessage({ data: message.data, ports: [] })
      else if (ends.delete(message.port)) port?.close()
      return true
    },
    end() {
      for (const port of ends.values()) port.close()
      ends.clear()
    },
  }
}

function isRelayMessage(message: unknown): message is RelayMessage {
  return typeof message === 'object' && message !== null && 'relay' in message
}

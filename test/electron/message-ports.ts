// Stands in for Electron's MessageChannelMain: Node's message channel in Electron's shape. Messages wait until start(); a
// message event has `data` and `ports`; a port that was sent away can no longer be used here.
import { EventEmitter } from 'node:events'
import { MessageChannel, MessagePort } from 'node:worker_threads'
import type * as Electron from 'electron'

export class StandInPort
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'close' | 'postMessage' | 'start'>
{
  readonly #port: MessagePort
  #sentAway = false
  #started = false

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.once('close', () => {
      if (!this.#sentAway) this.emit('close')
    })
  }
  start(): void {
    this.#check()
    if (this.#started) return
    this.#started = true
    this.#port.on('message', (message: unknown) => this.emit('message', messageEvent(message)))
  }
  postMessage(message: unknown, transfer: StandInPort[] = []): void {
    this.#check()
    const ports = transfer.map((port) => port.take())
    this.#port.postMessage({ data: message, ports }, ports)
  }
  close(): void {
    if (!this.#sentAway) this.#port.close()
  }
  /** Node's port, for whoever carries it elsewhere. */
  take(): MessagePort {
    this.#check()
    if (this.#started) this.#port.removeAllListeners('message')
    this.#sentAway = true
    return this.#port
  }
  #check(): void {
    if (this.#sentAway) throw new Error('Port is neutered: it was sent away')
  }
}

export class MessageChannelMain implements Record<keyof Electron.MessageChannelMain, StandInPort> {
  readonly port1: StandInPort
  readonly port2: StandInPort
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new StandInPort(port1)
    this.port2 = new StandInPort(port2)
  }
}

export function messageEvent(message: unknown): { data: unknown; ports: StandInPort[] } {
  if (typeof message !== 'object' || message === null || !('data' in message) || !('ports' in message)) {
    throw new Error('not a message of a stand-in port')
  }
  const ports = Array.isArray(message.ports) ? message.ports : []
  return {
    data: message.data,
    ports: ports.filter((port) => port instanceof MessagePort).map((port) => new StandInPort(port)),
  }
}

// Loaded before a program that the stand-in's utilityProcess starts: gives it `process.parentPort` in Electron's shape.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { createPortRelay } from './port-relay.ts'

const relay = createPortRelay((message) => {
  if (process.connected) process.send?.(message)
})

class StandInParentPort extends EventEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  #waiting: unknown[] | null = []

  constructor() {
    super()
    // Messages wait until somebody listens.
    this.on('newListener', (name) => {
      if (name === 'message' && this.#waiting !== null) queueMicrotask(() => this.#deliver())
    })
  }
  postMessage(message: unknown): void {
    if (process.connected) process.send?.({ data: message })
  }
  receive(event: unknown): void {
    if (this.#waiting === null) this.emit('message', event)
    else this.#waiting.push(event)
  }
  #deliver(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const event of waiting) this.emit('message', event)
  }
}

const parentPort = new StandInParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })
process.on('message', (message: { data: unknown; ports: number[] }) => {
  if (relay.receive(message)) return
  parentPort.receive({ data: message.data, ports: message.ports.map((number) => relay.takeUp(number)) })
})
// Electron ends its utility processes with itself.
process.once('disconnect', () => process.exit(1))

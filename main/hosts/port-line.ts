// A message port as a line of calls: Electron's own in its processes (`on`), or one with the DOM's events, as Node's workers
// have.
import type { CallLine } from './call-server.ts'

interface PortEvent {
  readonly data?: unknown
}

export type CallPort = (
  | { addEventListener(type: 'message' | 'close', listener: (event: PortEvent) => void): void }
  | { on(type: 'message' | 'close', listener: (event?: PortEvent) => void): void }
) & {
  postMessage(message: string): void
  /** What came before is delivered now. */
  start(): void
  close(): void
}

export function portLine(port: CallPort): CallLine {
  const listen = (type: 'message' | 'close', listener: (event?: PortEvent) => void) =>
    'addEventListener' in port ? port.addEventListener(type, listener) : port.on(type, listener)
  return {
    onMessage: (listener) => listen('message', (event) => listener(event?.data)),
    onClose: (listener) => listen('close', () => listener()),
    send: (message) => port.postMessage(message),
    hangUp: () => port.close(),
  }
}

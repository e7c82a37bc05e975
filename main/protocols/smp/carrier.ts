// What carries SMP messages, and the one that exists: lines on a serial console. A datagram carrier would be one more.
// Not here: what the messages say (session.ts).
import type { Link } from '../../transports/link.ts'
import { printable } from '../console/console-lines.ts'
import type { ConnectContext } from '../protocol.ts'
import { ConsoleReader, encodeConsole, packetOverhead, wireBytes } from './console-frames.ts'

export interface SmpCarrier {
  /** The largest message that a device takes whose buffer has this many bytes. */
  messageBytesIn(bufferBytes: number): number
  /** What a message of this size costs on the wire, for estimates. */
  wireBytes(messageBytes: number): number
  /** Makes the bytes that go out, ahead of the moment they are sent. */
  frame(message: Uint8Array): Uint8Array
  send(frame: Uint8Array, signal: AbortSignal): Promise<void>
  /** The next message; null when none came in time. LINK_LOST; the signal's reason. */
  receive(timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null>
  /** Frames that arrived and were not right. */
  readonly brokenCount: number
}

export function serialCarrier(link: Link, log: ConnectContext['log']): SmpCarrier {
  const reader = new ConsoleReader((bytes) => {
    const text = printable(bytes)
    if (text.trim() !== '') log({ source: 'device', text })
  })
  return {
    // A device decodes each line at once into its buffer, where the length stands before and the CRC behind.
    messageBytesIn: (bufferBytes) => bufferBytes - packetOverhead,
    wireBytes,
    frame: encodeConsole,
    send: (frame, signal) => link.write(frame, signal),
    async receive(timeoutMs, signal) {
      const until = performance.now() + timeoutMs
      for (let left = timeoutMs; ; left = until - performance.now()) {
        const message = reader.take()
        if (message !== null) return message
        if (left <= 0) return null
        reader.feed(await link.read({ atLeast: 1, timeoutMs: left, signal }))
      }
    },
    get brokenCount() {
      return reader.brokenCount
    },
  }
}

// What carries SMP messages, and the older of the two: lines on a serial console. Datagrams: udp-carrier.ts.
// Not here: what the messages say (session.ts).
import type { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import { printable } from '../console/console-lines.ts'
import type { ConnectContext } from '../protocol.ts'
import { ConsoleReader, encodeConsole, packetOverhead, wireBytes } from './console-frames.ts'

export interface SmpCarrier {
  /** The largest message that a device takes whose buffer has this many bytes. */
  messageBytesIn(bufferBytes: number): number
  /** How long a message of this size is under way, for estimates. */
  messageMs(messageBytes: number): number
  /** Makes the bytes that go out, ahead of the moment they are sent. */
  frame(message: Uint8Array): Uint8Array
  send(frame: Uint8Array, signal: AbortSignal): Promise<void>
  /** The next message; null when none came in time. LINK_LOST; the signal's reason. */
  receive(timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null>
  /** Frames that arrived and were not right. */
  readonly brokenCount: number
  /** Loses messages of any size, and says nothing of it: silence after one that passed is no sign of a small buffer. */
  readonly losesAny: boolean
  /** What the network said since the last message came: the reason why none does. */
  readonly unreachable: FlashlineError | null
}

/** Assumed where the rate is not known. */
const usualBaudRate = 115_200

export function serialCarrier(
  link: Link,
  { log, baudRate = usualBaudRate }: Pick<ConnectContext, 'log' | 'baudRate'>,
): SmpCarrier {
  const reader = new ConsoleReader((bytes) => {
    const text = printable(bytes)
    if (text.trim() !== '') log({ source: 'device', text })
  })
  return {
    // A device decodes each line at once into its buffer, where the length stands before and the CRC behind.
    messageBytesIn: (bufferBytes) => bufferBytes - packetOverhead,
    messageMs: (messageBytes) => (wireBytes(messageBytes) * 10_000) / baudRate,
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
    losesAny: false,
    unreachable: null,
  }
}

// Drops messages of a broker that are larger than anybody here has use for, while they stream by: the client above would
// gather a whole one in memory first, up to the 256 MiB that its length can say. Source: OASIS MQTT 5.0, section 2.1.
//
//   fixed header   | type << 4 + flags (1) | remaining length (1..4), 7 bits each, low first, 0x80: more follows |
//   rest           | remaining length bytes |
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

const publishType = 3
const longestHeaderBytes = 5

export class PacketBound {
  readonly #largestBytes: number
  readonly #onDropped: (sizeBytes: number) => void
  #header: number[] = []
  #restBytes = 0
  #isDropping = false

  constructor(largestBytes: number, onDropped: (sizeBytes: number) => void) {
    this.#largestBytes = largestBytes
    this.#onDropped = onDropped
  }

  /** What is left of these bytes of the stream. Null when they are no packets of a broker: nothing after counts. */
  pass(bytes: Uint8Array): Uint8Array[] | null {
    const kept: Uint8Array[] = []
    for (let at = 0; at < bytes.length; ) {
      if (this.#restBytes > 0) {
        const piece = bytes.subarray(at, at + this.#restBytes)
        if (!this.#isDropping) kept.push(piece)
        this.#restBytes -= piece.length
        at += piece.length
        continue
      }
      this.#header.push(bytes[at] ?? 0)
      at += 1
      if (this.#header.length === 1) continue
      if ((this.#header.at(-1) ?? 0) >= 0x80) {
        if (this.#header.length === longestHeaderBytes) return null
        continue
      }
      if (!this.#begin(kept)) return null
    }
    return kept
  }

  #begin(kept: Uint8Array[]): boolean {
    const [first = 0, ...length] = this.#header
    this.#restBytes = length.reduce((sum, byte, index) => sum + (byte & 0x7f) * 128 ** index, 0)
    this.#isDropping = this.#restBytes > this.#largestBytes
    if (this.#isDropping && first >> 4 !== publishType) return false
    if (this.#isDropping) this.#onDropped(this.#restBytes)
    else kept.push(Uint8Array.from(this.#header))
    this.#header = []
    return true
  }
}

/** The socket with that bound on what comes in. It ends with the socket, and ends it. */
export function boundPackets(socket: Socket, bound: PacketBound): Duplex {
  const bounded = new Duplex({
    read: () => {
      socket.resume()
    },
    write: (bytes: Uint8Array, _encoding, done) => {
      socket.write(bytes, (error) => done(error))
    },
    final: (done) => {
      socket.end(done)
    },
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (bytes: Buffer) => {
    const kept = bound.pass(bytes)
    if (kept === null) bounded.destroy()
    else if (!kept.every((piece) => bounded.push(piece))) socket.pause()
  })
  socket.once('end', () => bounded.push(null))
  socket.once('error', (error) => bounded.destroy(error))
  socket.once('close', () => bounded.destroy())
  return bounded
}

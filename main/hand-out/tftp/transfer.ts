// One file on its way to one client: what is on the wire, what was acknowledged, what is sent again and when. Not here:
// sockets (peer.ts), who may have which file (tftp-server.ts). Time and the wire are given.
// Source: RFC 1350, chapter 2 and 6; RFC 7440, chapter 4. Against the sorcerer's apprentice (RFC 1123, 4.2.3.1) a
// repeated ACK never moves a window of one block, and a larger one at most once between two steps forward.
import type { Clock } from '../clock.ts'
import {
  blockNumbers,
  encodeDataHeader,
  encodeError,
  encodeOptionAck,
  errorCode,
  type Packet,
} from './codec.ts'
import type { Terms } from './negotiate.ts'

/** How a transfer ended: to the last byte, or no answer came, the client broke it off, it was taken back. */
export type TransferEnd = 'whole' | 'silent' | 'refused' | 'closed'

export interface TransferPorts {
  readonly clock: Pick<Clock, 'after'>
  /** Hands one datagram to the wire: the parts, one behind the other. Nobody changes them afterwards. */
  readonly send: (...parts: Uint8Array[]) => void
  /** So many bytes of the file are there; only ever more. */
  readonly onAcknowledged: (doneBytes: number) => void
  /** Once; nothing is sent and nothing is told from then on. */
  readonly onEnd: (end: TransferEnd) => void
}

/** The first repetition comes early, the next ones later and later. */
const firstWaitMs = 1000
/** For clients that named no time of their own. */
const longestWaitMs = 4000
const maxRepeats = 8

export class Transfer {
  readonly #bytes: Uint8Array
  readonly #terms: Terms
  readonly #ports: TransferPorts
  /** Blocks count from 1 and never wrap here; the last one is shorter than the others, perhaps empty. */
  readonly #lastBlock: number
  /** The first block that is not acknowledged; 0: the client has not answered the OACK. */
  #base: number
  /** The last block that is on the wire. */
  #sent = 0
  #repeats = 0
  /** The window may start again at an ACK that says nothing new. */
  #mayRewind = true
  #isOver = false
  #disarm: () => void = () => {}

  constructor(bytes: Uint8Array, terms: Terms, ports: TransferPorts) {
    this.#bytes = bytes
    this.#terms = terms
    this.#ports = ports
    this.#lastBlock = Math.floor(bytes.length / terms.blockSize) + 1
    this.#base = terms.granted.length > 0 ? 0 : 1
  }

  /** The client has acknowledged something: it knows this end of the transfer. */
  get isUnderWay(): boolean {
    return this.#base > (this.#terms.granted.length > 0 ? 0 : 1)
  }

  start(): void {
    this.#sendWindow()
  }

  /** What the client said; what is stale or not meant for a transfer is passed over. */
  receive(packet: Packet): void {
    if (this.#isOver) return
    if (packet.kind === 'error') this.#end('refused')
    if (packet.kind === 'ack') this.#acknowledged(packet.block)
  }

  /** The client asks again for what it was already told. */
  repeat(): void {
    if (!this.#isOver) this.#sendWindow()
  }

  /** The wire says that nobody is there any more. */
  lost(): void {
    this.#end('silent')
  }

  /** Ends it, and tells the client. Idempotent. */
  close(): void {
    if (this.#isOver) return
    this.#ports.send(encodeError(errorCode.undefined, 'No longer offered'))
    this.#end('closed')
  }

  #acknowledged(number: number): void {
    const before = this.#base - 1
    // The block of that number which is nearest behind what was acknowledged before.
    const block = before + ((((number - before) % blockNumbers) + blockNumbers) % blockNumbers)
    if (block > this.#sent) return
    if (block === before) {
      this.#saidAgain()
      return
    }
    // Short of what was sent: the client misses the block behind it, and the window starts again there.
    this.#mayRewind = block === this.#sent
    this.#base = block + 1
    this.#repeats = 0
    const isWhole = block === this.#lastBlock
    if (block > 0) this.#ports.onAcknowledged(isWhole ? this.#bytes.length : block * this.#terms.blockSize)
    if (isWhole) this.#end('whole')
    else this.#sendWindow()
  }

  #saidAgain(): void {
    if (this.#terms.windowSize === 1 || !this.#mayRewind) return
    this.#mayRewind = false
    this.#sendWindow()
  }

  #sendWindow(): void {
    if (this.#base === 0) {
      this.#ports.send(encodeOptionAck(this.#terms.granted))
    } else {
      const { blockSize, windowSize } = this.#terms
      const last = Math.min(this.#base + windowSize - 1, this.#lastBlock)
      for (let block = this.#base; block <= last; block += 1) {
        const start = (block - 1) * blockSize
        const payload = this.#bytes.subarray(start, start + blockSize)
        this.#ports.send(encodeDataHeader(block % blockNumbers), payload)
      }
      this.#sent = last
    }
    this.#awaitAnswer()
  }

  #awaitAnswer(): void {
    this.#disarm()
    const mostMs = this.#terms.timeoutMs ?? longestWaitMs
    this.#disarm = this.#ports.clock.after(Math.min(firstWaitMs * 2 ** this.#repeats, mostMs), () => {
      if (this.#repeats === maxRepeats) {
        this.#end('silent')
        return
      }
      this.#repeats += 1
      this.#mayRewind = false
      this.#sendWindow()
    })
  }

  #end(end: TransferEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#disarm()
    this.#ports.onEnd(end)
  }
}

// A transfer with its wire cut off: what it sent is listed, time is turned by hand.
import type { Terms } from '../../../main/hand-out/tftp/negotiate.ts'
import { Transfer, type TransferEnd } from '../../../main/hand-out/tftp/transfer.ts'

export class TransferBed {
  readonly transfer: Transfer
  /** Opcode and number of each datagram since the last look: `DATA 1`, `OACK`, `ERROR 0`. */
  readonly #sent: Buffer[] = []
  readonly done: number[] = []
  readonly ends: TransferEnd[] = []
  #timer: { delayMs: number; run: () => void } | null = null

  constructor(bytes: Uint8Array, terms: Partial<Terms> = {}) {
    const whole: Terms = { blockSize: 512, windowSize: 1, timeoutMs: null, granted: [], ...terms }
    this.transfer = new Transfer(bytes, whole, {
      clock: {
        after: (delayMs, run) => {
          const timer = { delayMs, run }
          this.#timer = timer
          return () => {
            if (this.#timer === timer) this.#timer = null
          }
        },
      },
      send: (...parts) => void this.#sent.push(Buffer.concat(parts)),
      onAcknowledged: (doneBytes) => void this.done.push(doneBytes),
      onEnd: (end) => void this.ends.push(end),
    })
    this.transfer.start()
  }

  /** What was sent since the last look. */
  datagrams(): Buffer[] {
    return this.#sent.splice(0)
  }

  /** The same, by name. */
  said(): string[] {
    return this.datagrams().map((bytes) => {
      const name = ['', '', '', 'DATA', 'ACK', 'ERROR', 'OACK'][bytes.readUInt16BE(0)]
      return name === 'OACK' ? 'OACK' : `${name} ${bytes.readUInt16BE(2)}`
    })
  }

  ack(block: number): void {
    this.transfer.receive({ kind: 'ack', block })
  }

  get isWaiting(): boolean {
    return this.#timer !== null
  }

  /** Lets the time pass that it waits for, and tells how long that was. */
  passTime(): number {
    const timer = this.#timer
    this.#timer = null
    timer?.run()
    return timer?.delayMs ?? 0
  }
}

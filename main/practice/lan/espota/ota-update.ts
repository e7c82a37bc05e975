// The half of ArduinoOTA that takes the image: connects to whoever invited it, says the count of every write, checks the MD5,
// says OK or what is wrong. Sources: ArduinoOTA.cpp and Updater.cpp of the Arduino cores for ESP8266 and ESP32.
import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { EspotaFaults } from './espota-faults.ts'

export interface OtaOrder {
  readonly isFileSystem: boolean
  /** Where the inviter listens. */
  readonly port: number
  readonly sizeBytes: number
  readonly md5: string
}

export interface OtaUpdateOptions {
  readonly host: string
  readonly order: OtaOrder
  readonly faults: EspotaFaults
  /** At most so much is written at once, and each write is told. */
  readonly writeBytes: number
  /** No data for so long: the last count is said again, three times, then it gives up. */
  readonly dataTimeoutMs: number
  readonly signal: AbortSignal
}

/** `reset`: its power was gone; `failed`: it runs on. */
export type OtaEnd =
  | { readonly kind: 'stored'; readonly bytes: Buffer }
  | { readonly kind: 'reset' | 'failed' }

const espMagic = 0xe9
const gzipMagic = 0x1f
const triesAtMost = 3

export class OtaUpdate {
  readonly #options: OtaUpdateOptions
  readonly #staged: Buffer
  readonly #ended = Promise.withResolvers<OtaEnd>()
  readonly #socket: Socket
  #storedBytes = 0
  #lastCount = 0
  #tries = 0

  constructor(options: OtaUpdateOptions) {
    this.#options = options
    this.#staged = Buffer.alloc(options.order.sizeBytes)
    this.#socket = connect({ host: options.host, port: options.order.port })
  }

  async run(): Promise<OtaEnd> {
    const { signal, dataTimeoutMs } = this.#options
    const socket = this.#socket
    const onAbort = () => this.#ended.resolve({ kind: 'reset' })
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    socket.setTimeout(dataTimeoutMs, () => this.#onNoData())
    socket.on('data', (bytes) => this.#take(bytes))
    socket.on('error', () => this.#ended.resolve({ kind: 'failed' }))
    socket.on('close', () => this.#ended.resolve({ kind: 'failed' }))
    try {
      const end = await this.#ended.promise
      if (end.kind === 'reset') socket.resetAndDestroy()
      return end
    } finally {
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
    }
  }

  #take(bytes: Buffer): void {
    if (this.#options.faults.isHalfOpen) {
      this.#socket.setTimeout(0)
      return
    }
    this.#tries = 0
    const { writeBytes, order, faults } = this.#options
    if (this.#storedBytes === 0 && !order.isFileSystem && bytes[0] !== espMagic && bytes[0] !== gzipMagic) {
      this.#sayNo('Wrong Magic Byte')
      return
    }
    let counts = ''
    for (let at = 0; at < bytes.length && this.#storedBytes < order.sizeBytes; at += writeBytes) {
      this.#store(bytes.subarray(at, at + writeBytes))
      if (faults.resetsAfterBytes !== null && this.#storedBytes >= faults.resetsAfterBytes) {
        faults.resetsAfterBytes = null
        this.#ended.resolve({ kind: 'reset' })
        return
      }
      counts += this.#lastCount
      if (faults.joinsCounts) continue
      this.#socket.write(counts)
      counts = ''
    }
    if (counts !== '') this.#socket.write(counts)
    if (this.#storedBytes === order.sizeBytes) this.#finish()
  }

  #store(bytes: Buffer): void {
    const { lieAt } = this.#options.faults
    const offset = this.#storedBytes
    this.#lastCount = bytes.copy(this.#staged, offset)
    if (lieAt !== null && lieAt >= offset && lieAt < offset + this.#lastCount)
      this.#staged.writeUInt8((this.#staged[lieAt] ?? 0) ^ 0x10, lieAt)
    this.#storedBytes += this.#lastCount
  }

  #finish(): void {
    const bytes = this.#staged
    if (createHash('md5').update(bytes).digest('hex') !== this.#options.order.md5) {
      this.#sayNo('MD5 Check Failed')
      return
    }
    this.#socket.end('OK', () => this.#ended.resolve({ kind: 'stored', bytes }))
  }

  #sayNo(sentence: string): void {
    this.#socket.removeAllListeners('data').resume()
    this.#socket.end(`${sentence}\r\n`, () => this.#ended.resolve({ kind: 'failed' }))
  }

  #onNoData(): void {
    this.#tries += 1
    if (this.#storedBytes > 0 && this.#tries <= triesAtMost) this.#socket.write(String(this.#lastCount))
    else this.#ended.resolve({ kind: 'failed' })
  }
}

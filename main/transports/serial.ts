// A serial port as a link: 8 data bits, no parity, 1 stop bit. The only user of the serial port library besides
// discovery. What was measured there and shapes this file: a port without a `data` listener does not notice that it is
// gone; `close` may come twice; one large write can stall for ever; a flush takes sent bytes back; modem lines may be
// missing; drain, open and close each hold a thread of the pool while they last.
import { realpath } from 'node:fs/promises'
import { SerialPort } from 'serialport'
import { FlashlineError } from '../../preload/contract/index.ts'
import { parseAddress } from './addresses.ts'
import { CarriedLink, type Carrier } from './carried-link.ts'
import type { Link, LinkOptions, ModemLines } from './link.ts'
import { watchPresence } from './presence.ts'
import { meansNoSignals, openError, rateError } from './serial-errors.ts'
import { repairPoller } from './serial-poller.ts'

export interface SerialLimits {
  /** A carrier that takes nothing for so long, on top of the time the bytes themselves need, has stalled. */
  readonly stallMs: number
  /** How often to look whether the device file is still there; some losses show nowhere else. */
  readonly lookMs: number
}

const usualLimits: SerialLimits = { stallMs: 2000, lookMs: 1000 }
const pieceBytes = 4096
const bitsPerByte = 10

/** LINK_ADDRESS, LINK_NOT_FOUND, LINK_BUSY, LINK_DENIED, PROFILE_INVALID (the rate). DTR and RTS are on after open. */
export async function openSerial(
  address: string,
  options: LinkOptions,
  limits: SerialLimits = usualLimits,
): Promise<Link> {
  const { baudRate, signal } = options
  signal.throwIfAborted()
  const place = parseAddress(address)
  if (place.scheme !== 'serial') throw new FlashlineError('LINK_ADDRESS', { address })
  const port = new SerialPort({ path: place.path, baudRate, autoOpen: false })
  const carrier = new SerialCarrier(port, address, limits)
  const link = new CarriedLink(address, carrier)
  port.on('data', link.received)
  // Both listeners stay: a cancelled write is told as an error even after the port was closed.
  port.on('error', (error) => link.lost({}, error))
  port.on('close', (error?: unknown) => link.lost({}, error))
  const opened = call((done) => port.open(done)).then(() => carrier.begin())
  const onAbort = Promise.withResolvers<never>()
  const abort = (): void => onAbort.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await Promise.race([opened, onAbort.promise])
  } catch (error) {
    // A port that opens after the abort is closed again; until then it is nobody's.
    opened.then(() => link.close()).catch(() => {})
    signal.throwIfAborted()
    throw openError(error, { address, baudRate })
  } finally {
    signal.removeEventListener('abort', abort)
  }
  if (carrier.devicePath !== null) watchPresence(carrier.devicePath, link, limits.lookMs)
  return link
}

class SerialCarrier implements Carrier {
  readonly pieceBytes = pieceBytes
  hasSignals = false
  /** Null where a device is no file. */
  devicePath: string | null = null
  readonly #port: SerialPort
  readonly #address: string
  readonly #limits: SerialLimits
  readonly #gone: Promise<void>
  /** The library switches on what it is not told, so all lines are told each time. Both are on after open. */
  #lines: { dtr: boolean; rts: boolean } = { dtr: true, rts: true }

  constructor(port: SerialPort, address: string, limits: SerialLimits) {
    this.#port = port
    this.#address = address
    this.#limits = limits
    this.#gone = new Promise((resolve) => port.once('close', () => resolve()))
  }

  async begin(): Promise<void> {
    repairPoller(this.#port.port)
    this.hasSignals = await call((done) => this.#port.get(done)).then(
      () => true,
      () => false,
    )
    if (process.platform !== 'win32') this.devicePath = await realpath(this.#port.path).catch(() => null)
  }

  stallMs(bytes: number): number {
    return this.#limits.stallMs + (4 * 1000 * bytes * bitsPerByte) / this.#port.baudRate
  }

  writePiece(bytes: Uint8Array): Promise<void> {
    return call((done) => this.#port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), done))
  }

  drain(): Promise<void> {
    return call((done) => this.#port.drain(done))
  }

  async setBaud(baudRate: number): Promise<void> {
    try {
      await call((done) => this.#port.update({ baudRate }, done))
    } catch (error) {
      throw rateError(error, { address: this.#address, baudRate })
    }
  }

  async setSignals(lines: ModemLines): Promise<void> {
    this.#lines = { dtr: lines.dtr ?? this.#lines.dtr, rts: lines.rts ?? this.#lines.rts }
    try {
      await call((done) => this.#port.set(this.#lines, done))
    } catch (error) {
      if (!meansNoSignals(error))
        throw new FlashlineError('LINK_LOST', { address: this.#address }, { cause: error })
      this.hasSignals = false
    }
  }

  async release(writeBlocked: boolean): Promise<void> {
    // The kernel would hold the close back, for half a minute, until bytes have left that nobody takes.
    if (writeBlocked && this.#port.isOpen) await call((done) => this.#port.flush(done)).catch(() => {})
    // Not open: the library is closing it by itself, or has closed it; either way `close` comes or came.
    if (this.#port.isOpen) await call((done) => this.#port.close(done)).catch(() => {})
    else await this.#gone
  }
}

/** A call of the library as a promise; a callback that never comes is the caller's to bound. */
function call(start: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()))
  })
}

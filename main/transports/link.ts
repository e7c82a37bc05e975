// An open byte pipe to a device. Owned by exactly one job at a time. Transports implement it; protocols know only
// this type. Not here: framing, retries, meaning.

import type { BrokerDevice } from './broker.ts'
import type { LanHost } from './lan-host.ts'

/** Why a link is closed. `closed` resolves with it, once, and never rejects. */
export type CloseReason = 'asked' | 'lost'

/** A boot loader may speak with parity while its firmware does not. */
export type Parity = 'none' | 'even' | 'odd'

export interface ModemLines {
  readonly dtr?: boolean
  readonly rts?: boolean
}

export interface LinkOptions {
  /** Bits per second; carriers without a rate ignore it. */
  readonly baudRate: number
  readonly signal: AbortSignal
}

export interface Link {
  /** The address it was opened with, for the record. */
  readonly address: string
  /** False where the carrier has no DTR/RTS: setSignals() is then a no-op, never an error. */
  readonly hasSignals: boolean
  /** Where the address names a host of the LAN (`lan://`). Such a link carries no bytes: read and write are LINK_ADDRESS. */
  readonly host?: LanHost
  /** Where the address names a device behind the plant's broker (`mqtt:`). It carries no bytes either. */
  readonly brokerDevice?: BrokerDevice

  /**
   * Waits until at least `atLeast` bytes have arrived and returns them with everything else that is there, at most
   * `atMost`. When `timeoutMs` passes first, returns what is there: fewer bytes than asked, possibly none.
   * Rejects with LINK_LOST when the link is or becomes closed (bytes that arrived before are delivered first),
   * with the signal's reason when aborted. One read at a time.
   */
  read(request: ReadRequest): Promise<Uint8Array>

  /** Gives back bytes that were read too far; the next read returns them first. */
  unread(bytes: Uint8Array): void

  /** Drops everything that has arrived and was not read. Returns how many bytes. */
  discard(): number

  /** Resolves when the carrier has taken the bytes (not when the device has them). LINK_LOST, LINK_STALLED. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>

  /**
   * Where the carrier can: arms one reply. When the very next arrival is the single byte `on`, `bytes` are handed to
   * the carrier at once, before anybody reads the byte (which is still read as usual). It saves a protocol that waits
   * for every answer the way through its reader with every block. The returned function disarms; it answers null when
   * nothing was sent, else what write() would have answered.
   */
  armReply?(on: number, bytes: Uint8Array, signal: AbortSignal): () => Promise<void> | null

  /** Waits until the bytes left the machine, where the carrier can tell. Never needed per block. */
  drain(signal: AbortSignal): Promise<void>

  setBaud(baudRate: number): Promise<void>
  /** Bytes that arrive while it changes may be lost, and modem lines may flicker. Carriers without parity ignore it. */
  setParity(parity: Parity): Promise<void>
  setSignals(lines: ModemLines): Promise<void>

  readonly closed: Promise<CloseReason>
  /** Idempotent. Resolves when the carrier let go. Never rejects. */
  close(): Promise<void>
}

export interface ReadRequest {
  readonly atLeast: number
  readonly atMost?: number
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Opens a link to an address of one scheme. LINK_NOT_FOUND, LINK_BUSY, LINK_DENIED. Undone when aborted late. */
export type OpenLink = (address: string, options: LinkOptions) => Promise<Link>

// The commands of AN3155, one function each: their frames, the answer checked and bounded. Each is one attempt: what is
// tried again is decided by the caller. Not here: the frames' bytes (codec.ts), the conversation (loader.ts).
import {
  crcPolynomial,
  crcStart,
  decodeChecksum,
  type EraseCommand,
  encodeErase,
  encodeReadCount,
  encodeWord,
} from './codec.ts'
import { commandFrame, type Loader, type Refusal } from './loader.ts'

export interface LoaderFacts {
  /** Of the protocol: 0x31 is 3.1. */
  readonly version: number
  readonly codes: ReadonlySet<number>
}

/** A chip adds up about a megabyte in a tenth of a second, one without the unit in some. */
const checksumTimeoutMs = 10_000

export async function get(loader: Loader, signal: AbortSignal): Promise<LoaderFacts | Refusal> {
  const refusal = await loader.run('get', [commandFrame.get], signal)
  if (refusal) return refusal
  const damaged: Refusal = { command: 'get', step: 1, answer: 'damaged' }
  const count = (await loader.take(1, signal))?.[0]
  if (count === undefined) return damaged
  const bytes = await loader.take(count + 1, signal)
  if (!bytes || !(await loader.takeAck(signal))) return damaged
  const codes = new Set(bytes.subarray(1))
  return codes.has(0x00) && codes.has(0x02) ? { version: bytes[0] ?? 0, codes } : damaged
}

export async function getId(loader: Loader, signal: AbortSignal): Promise<{ id: number } | Refusal> {
  const refusal = await loader.run('getId', [commandFrame.getId], signal)
  if (refusal) return refusal
  const damaged: Refusal = { command: 'getId', step: 1, answer: 'damaged' }
  // A few chips say more than the two bytes of the id behind them.
  const count = (await loader.take(1, signal))?.[0]
  if (count === undefined || count < 1 || count > 7) return damaged
  const bytes = await loader.take(count + 1, signal)
  if (!bytes || !(await loader.takeAck(signal))) return damaged
  return { id: ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0) }
}

/** 1 to 256 bytes. */
export async function read(
  loader: Loader,
  address: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | Refusal> {
  const frames = [commandFrame.read, encodeWord(address), encodeReadCount(sizeBytes)]
  const refusal = await loader.run('read', frames, signal)
  if (refusal) return refusal
  return (await loader.take(sizeBytes, signal)) ?? { command: 'read', step: 3, answer: 'damaged' }
}

/** `pages` null: all. Null: done. */
export function erase(
  loader: Loader,
  command: EraseCommand,
  pages: readonly number[] | null,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Refusal | null> {
  const frames = [commandFrame[command], encodeErase(command, pages)]
  return loader.run(command, frames, signal, { lastTimeoutMs: timeoutMs })
}

/** The CRC of a piece of memory, computed by the chip. A multiple of four bytes. */
export async function checksum(
  loader: Loader,
  address: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<{ crc: number } | Refusal> {
  const words = [address, sizeBytes / 4, crcPolynomial, crcStart].map((word) => encodeWord(word))
  const refusal = await loader.run('checksum', [commandFrame.checksum, ...words], signal)
  if (refusal) return refusal
  // A second ACK says that it has added up.
  const bytes = (await loader.takeAck(signal, checksumTimeoutMs)) ? await loader.take(5, signal) : null
  const crc = bytes && decodeChecksum(bytes)
  return crc === null ? { command: 'checksum', step: 5, answer: 'damaged' } : { crc }
}

/** Null: it jumped. */
export function go(loader: Loader, address: number, signal: AbortSignal): Promise<Refusal | null> {
  return loader.run('go', [commandFrame.go, encodeWord(address)], signal)
}

/** Erases everything, takes the protection off and resets the chip. Null: done. */
export async function readoutUnprotect(
  loader: Loader,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Refusal | null> {
  const refusal = await loader.run('readoutUnprotect', [commandFrame.readoutUnprotect], signal)
  if (refusal) return refusal
  return (await loader.takeAck(signal, timeoutMs))
    ? null
    : { command: 'readoutUnprotect', step: 1, answer: 'silence' }
}

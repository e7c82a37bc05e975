// STK500 version 1 as Optiboot and the Arduino boot loaders speak it: the bytes, pure. Not here: deadlines, retries.
// Source: Atmel application note AVR061 "STK500 Communication Protocol"; which commands the boot loaders really take, and
// that they count pages in bytes and addresses in words: the sources of Optiboot 4.4 and ATmegaBOOT_168.
//
//   command   code [arguments] 20                               20 is SYNC_CRC_EOP, a space
//   answer    14 [data] 10                                      INSYNC ... OK; 11 FAILED, 15 NOSYNC
//
//   30 20                      GET_SYNC                14 10
//   41 nn 20                   GET_PARAMETER           14 vv 10       81 software major, 82 minor
//   50 20   51 20              ENTER_, LEAVE_PROGMODE  14 10
//   55 lo hi 20                LOAD_ADDRESS            14 10          in words
//   56 4d 00 ex 00 20          UNIVERSAL               14 00 10       the address bits above 128 KiB
//   64 sh sl 46 data... 20     PROG_PAGE               14 10          size in bytes, 'F' for flash
//   74 sh sl 46 20             READ_PAGE               14 data... 10
//   75 20                      READ_SIGN               14 1e xx yy 10

export const endOfCommand = 0x20
export const inSync = 0x14
export const ok = 0x10
export const failed = 0x11
export const noSync = 0x15

const command = {
  getSync: 0x30,
  getParameter: 0x41,
  enterProgmode: 0x50,
  leaveProgmode: 0x51,
  loadAddress: 0x55,
  universal: 0x56,
  progPage: 0x64,
  readPage: 0x74,
  readSign: 0x75,
} as const
const flashMemory = 0x46
const loadExtendedAddress = 0x4d

export const parameter = { softwareMajor: 0x81, softwareMinor: 0x82 } as const

export const getSync: Uint8Array = Uint8Array.of(command.getSync, endOfCommand)
export const enterProgmode: Uint8Array = Uint8Array.of(command.enterProgmode, endOfCommand)
export const leaveProgmode: Uint8Array = Uint8Array.of(command.leaveProgmode, endOfCommand)
export const readSign: Uint8Array = Uint8Array.of(command.readSign, endOfCommand)

export function getParameter(number: number): Uint8Array {
  return Uint8Array.of(command.getParameter, number, endOfCommand)
}

/** Bytes that LOAD_ADDRESS can reach without an extended address. */
const extendedBytes = 128 * 1024

/** What stands above the 16 bits of a word address. */
export function extendedAddress(address: number): number {
  return Math.floor(address / extendedBytes)
}

/** For flash behind 128 KiB; the answer carries one byte. */
export function loadExtended(address: number): Uint8Array {
  return Uint8Array.of(command.universal, loadExtendedAddress, 0, extendedAddress(address), 0, endOfCommand)
}

/** Of LOAD_ADDRESS, which begins the frames of encodeWrite() and encodeRead(). */
export const loadAddressBytes = 4
/** Around the data of PROG_PAGE. */
const progPageOverhead = 5
const readPageBytes = 5

export function writeFrameBytes(pageBytes: number): number {
  return loadAddressBytes + progPageOverhead + pageBytes
}

/** LOAD_ADDRESS and PROG_PAGE into `frame` (writeFrameBytes() long); two commands, two answers. Returns the length. */
export function encodeWrite(frame: Uint8Array, address: number, page: Uint8Array): number {
  encodeAddress(frame, address)
  encodeBlock(frame, command.progPage, page.length)
  const dataAt = loadAddressBytes + progPageOverhead - 1
  frame.set(page, dataAt)
  frame[dataAt + page.length] = endOfCommand
  return dataAt + page.length + 1
}

/** LOAD_ADDRESS and READ_PAGE: two commands, two answers. */
export function encodeRead(address: number, sizeBytes: number): Uint8Array {
  const frame = new Uint8Array(loadAddressBytes + readPageBytes)
  encodeAddress(frame, address)
  encodeBlock(frame, command.readPage, sizeBytes)
  frame[loadAddressBytes + readPageBytes - 1] = endOfCommand
  return frame
}

function encodeAddress(frame: Uint8Array, address: number): void {
  const words = (address % extendedBytes) >>> 1
  frame[0] = command.loadAddress
  frame[1] = words & 0xff
  frame[2] = words >>> 8
  frame[3] = endOfCommand
}

function encodeBlock(frame: Uint8Array, code: number, sizeBytes: number): void {
  frame[loadAddressBytes] = code
  frame[loadAddressBytes + 1] = sizeBytes >>> 8
  frame[loadAddressBytes + 2] = sizeBytes & 0xff
  frame[loadAddressBytes + 3] = flashMemory
}

/**
 * Finds one answer with `dataBytes` of data in what came. `data`: it, and how many bytes it and what stood before it
 * took; `more`: at least so many bytes are missing; `refused`: FAILED in the place of OK; `nonsense`: no answer can
 * come of this. Bytes before INSYNC are noise; without data also those between INSYNC and OK.
 */
export type Answer =
  | { readonly kind: 'data'; readonly data: Uint8Array; readonly takenBytes: number }
  | { readonly kind: 'more'; readonly missingBytes: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'nonsense' }

export function decodeAnswer(bytes: Uint8Array, dataBytes: number): Answer {
  const start = bytes.indexOf(inSync)
  if (start < 0) {
    if (bytes.includes(noSync)) return { kind: 'nonsense' }
    return { kind: 'more', missingBytes: dataBytes + 2 }
  }
  const data = start + 1
  if (dataBytes === 0) {
    for (let at = data; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (byte === ok) return { kind: 'data', data: bytes.subarray(data, data), takenBytes: at + 1 }
      if (byte === failed) return { kind: 'refused', status: failed }
    }
    return { kind: 'more', missingBytes: 1 }
  }
  const end = data + dataBytes
  if (bytes.length <= end) return { kind: 'more', missingBytes: end + 1 - bytes.length }
  if (bytes[end] === ok) return { kind: 'data', data: bytes.subarray(data, end), takenBytes: end + 1 }
  return { kind: 'nonsense' }
}

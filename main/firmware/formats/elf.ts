// ELF files of 32-bit chips: what their program headers load, at the physical addresses, where flash programmers put it.
// Source: TIS Committee, "Executable and Linking Format Specification", version 1.2; System V ABI, chapter 4 and 5.
//
//   7f "ELF" class(1) data(1) ...16  type(2) machine(2) version(4) entry(4) phoff(4) shoff(4) flags(4)
//   ehsize(2) phentsize(2) phnum(2) shentsize(2) shnum(2) shstrndx(2)
//   program header: type offset vaddr paddr filesz memsz flags align     section: name type flags addr offset size ...
import type { Region } from '../../protocols/protocol.ts'
import { damagedAt, damagedFile } from './addresses.ts'
import { joinRegions } from './join-regions.ts'
import { lookInside } from './look-inside.ts'
import type { ParsedImage } from './parsed-image.ts'

const magic = 0x7f454c46
const headerBytes = 52
const programHeaderBytes = 32
const sectionHeaderBytes = 40
const typeLoad = 1
const sectionNoBits = 8
const flagAlloc = 2
/** Executable, and executable that may be moved. Others (objects, core dumps) are no firmware. */
const loadableTypes = [2, 3]

const machines: Readonly<Record<number, string>> = {
  3: 'x86',
  8: 'MIPS',
  40: 'ARM',
  83: 'AVR',
  94: 'Xtensa',
  105: 'MSP430',
  243: 'RISC-V',
}

interface Elf {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly isLittle: boolean
}

export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 16 && viewOf(bytes).getUint32(0) === magic
}

/** IMAGE_FORMAT for 64 bits, objects, tables and segments outside the file; IMAGE_ADDRESS for overlaps. */
export function parseElf(bytes: Uint8Array): ParsedImage {
  const view = viewOf(bytes)
  if (bytes.length < headerBytes) throw damagedAt('elf', bytes.length, 'truncated')
  if (view.getUint8(4) !== 1) throw damagedAt('elf', 4, 'not 32-bit')
  const order = view.getUint8(5)
  if (order !== 1 && order !== 2) throw damagedAt('elf', 5, 'byte order')
  const elf: Elf = { bytes, view, isLittle: order === 1 }
  const isLittle = elf.isLittle
  if (!loadableTypes.includes(view.getUint16(16, isLittle))) throw damagedAt('elf', 16, 'not linked')
  const pieces = readSegments(elf)
  // Segments may name the same bytes more than once; a file of firmware does not.
  if (pieces.reduce((sum, piece) => sum + piece.bytes.length, 0) > bytes.length)
    throw damagedFile('elf', 'segments overlap')
  const regions = joinRegions(pieces, 'elf')
  const inside = lookInside(regions)
  const machine = view.getUint16(18, isLittle)
  return {
    format: 'elf',
    regions,
    isPlaced: true,
    entry: view.getUint32(24, isLittle),
    ...inside,
    facts: {
      machine: machines[machine] ?? machine,
      byteOrder: isLittle ? 'little endian' : 'big endian',
      ...inside.facts,
    },
  }
}

function readSegments(elf: Elf): Region[] {
  const { bytes, view, isLittle } = elf
  const table = view.getUint32(28, isLittle)
  const entryBytes = view.getUint16(42, isLittle)
  const count = view.getUint16(44, isLittle)
  if (count > 0 && entryBytes < programHeaderBytes) throw damagedAt('elf', 42, 'program header size')
  if (table + count * entryBytes > bytes.length) throw damagedAt('elf', table, 'truncated')
  const pieces: Region[] = []
  for (let at = table; at < table + count * entryBytes; at += entryBytes) {
    if (view.getUint32(at, isLittle) !== typeLoad) continue
    const offset = view.getUint32(at + 4, isLittle)
    const sizeBytes = view.getUint32(at + 16, isLittle)
    if (sizeBytes === 0) continue
    if (offset + sizeBytes > bytes.length) throw damagedAt('elf', at, 'truncated')
    // A segment that begins with the file loads the headers of the file: linkers do that to fill a page, and in flash
    // they would overwrite what is there. Only the sections in it are meant.
    const skip = offset === 0 ? firstSectionOffset(elf, sizeBytes) : 0
    pieces.push({
      address: view.getUint32(at + 12, isLittle) + skip,
      bytes: bytes.subarray(offset + skip, offset + sizeBytes),
    })
  }
  return pieces
}

/** Of the first section in bytes[0, end) that is loaded; 0 in a file without sections. */
function firstSectionOffset({ bytes, view, isLittle }: Elf, end: number): number {
  const table = view.getUint32(32, isLittle)
  const entryBytes = view.getUint16(46, isLittle)
  const count = view.getUint16(48, isLittle)
  if (count === 0) return 0
  if (entryBytes < sectionHeaderBytes) throw damagedAt('elf', 46, 'section header size')
  if (table + count * entryBytes > bytes.length) throw damagedAt('elf', table, 'truncated')
  let first = end
  for (let at = table; at < table + count * entryBytes; at += entryBytes) {
    const offset = view.getUint32(at + 16, isLittle)
    const isLoaded =
      (view.getUint32(at + 8, isLittle) & flagAlloc) !== 0 &&
      view.getUint32(at + 4, isLittle) !== sectionNoBits &&
      view.getUint32(at + 20, isLittle) > 0
    if (isLoaded && offset >= headerBytes && offset < first) first = offset
  }
  return first
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

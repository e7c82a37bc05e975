// MCUboot images. Source: MCUboot, "Bootloader design" (docs/design.md), Image Format; imgtool writes them.
//
//   header(32): 96f3b83d  load address(4)  header size(2)  protected TLV size(2)  image size(4)  flags(4)
//               major(1) minor(1) revision(2) build(4)  pad(4)         numbers little endian; the header may be longer
//   image; then TLV areas: magic(2, 6908 protected, 6907)  size with this info(2)  { type(2) length(2) value }*
//   The hash covers header, image and the protected area.
import { createHash } from 'node:crypto'
import type { ErrorContext } from '../../../preload/contract/index.ts'
import { damagedAt, damagedFile, hexAddress } from './addresses.ts'
import { joinRegions } from './join-regions.ts'
import type { ParsedImage } from './parsed-image.ts'

const magic = 0x96f3b83d
const headerBytes = 32
const infoBytes = 4
const protectedMagic = 0x6908
const plainMagic = 0x6907
const flagsEncrypted = 0x04 | 0x08
const flagRamLoad = 0x20
const tlvSecurityCounter = 0x50

const hashKinds: Readonly<Record<number, { algorithm: string; sizeBytes: number }>> = {
  16: { algorithm: 'sha256', sizeBytes: 32 },
  17: { algorithm: 'sha384', sizeBytes: 48 },
  18: { algorithm: 'sha512', sizeBytes: 64 },
}
const signatureKinds: Readonly<Record<number, string>> = {
  32: 'RSA-2048',
  33: 'ECDSA P-224',
  34: 'ECDSA P-256',
  35: 'RSA-3072',
  36: 'Ed25519',
}

interface Tlv {
  readonly type: number
  readonly value: Uint8Array
}

export interface McubootImage {
  /** `1.2.3`, or `1.2.3+4` where the build number is not 0. */
  readonly version: string
  readonly major: number
  readonly minor: number
  readonly revision: number
  readonly build: number
  readonly headerBytes: number
  /** Of the payload, without header and TLVs. */
  readonly imageBytes: number
  readonly flags: number
  readonly loadAddress: number
  /** What boot loaders name the image by; proved, unless the image is encrypted. Null: the signature stands alone. */
  readonly hash: { readonly algorithm: string; readonly digest: string } | null
  /** `Ed25519`; null: not signed. Which key it needs only the boot loader knows. */
  readonly signature: string | null
  readonly isEncrypted: boolean
  readonly securityCounter: number | null
  /** With all TLVs. What follows in the file is padding to the size of a slot. */
  readonly totalBytes: number
}

export function isMcubootImage(bytes: Uint8Array): boolean {
  return bytes.length >= headerBytes && viewOf(bytes).getUint32(0, true) === magic
}

/** IMAGE_FORMAT when it is none, is cut, or has a hash that is not that of its bytes. */
export function readMcubootImage(bytes: Uint8Array): McubootImage {
  if (!isMcubootImage(bytes)) throw damagedAt('mcuboot', 0, 'header')
  const view = viewOf(bytes)
  const headerSize = view.getUint16(8, true)
  const protectedBytes = view.getUint16(10, true)
  const imageBytes = view.getUint32(12, true)
  const flags = view.getUint32(16, true)
  if (headerSize < headerBytes) throw damagedAt('mcuboot', 8, 'header size')
  const imageEnd = headerSize + imageBytes
  const hashedEnd = imageEnd + protectedBytes
  const guarded = protectedBytes > 0 ? readTlvs(bytes, imageEnd, protectedMagic) : null
  if (guarded && guarded.end !== hashedEnd) throw damagedAt('mcuboot', imageEnd, 'TLV size')
  const plain = readTlvs(bytes, hashedEnd, plainMagic)
  const tlvs = [...(guarded?.tlvs ?? []), ...plain.tlvs]
  const isEncrypted = (flags & flagsEncrypted) !== 0
  const hash = hashOf(tlvs)
  if (hash && !isEncrypted) {
    const found = createHash(hash.algorithm).update(bytes.subarray(0, hashedEnd)).digest('hex')
    if (found !== hash.digest) throw damagedAt('mcuboot', hashedEnd, hash.algorithm)
  }
  const [major, minor] = [view.getUint8(20), view.getUint8(21)]
  const [revision, build] = [view.getUint16(22, true), view.getUint32(24, true)]
  return {
    version: `${major}.${minor}.${revision}${build === 0 ? '' : `+${build}`}`,
    major,
    minor,
    revision,
    build,
    headerBytes: headerSize,
    imageBytes,
    flags,
    loadAddress: view.getUint32(4, true),
    hash,
    signature: tlvs.map(({ type }) => signatureKinds[type]).find((kind) => kind !== undefined) ?? null,
    isEncrypted,
    securityCounter: securityCounterOf(guarded?.tlvs ?? []),
    totalBytes: plain.end,
  }
}

export function describeMcubootImage(bytes: Uint8Array): Pick<ParsedImage, 'version' | 'chip' | 'facts'> {
  const image = readMcubootImage(bytes)
  const { version, hash, signature, isEncrypted, securityCounter, flags, loadAddress, totalBytes } = image
  const facts: ErrorContext = {
    signature: signature ?? 'none',
    ...(hash ? { [hash.algorithm]: hash.digest } : {}),
    encrypted: isEncrypted,
    ...(securityCounter === null ? {} : { securityCounter }),
    ...((flags & flagRamLoad) === 0 ? {} : { loadAddress: hexAddress(loadAddress) }),
    ...(totalBytes === bytes.length ? {} : { paddingBytes: bytes.length - totalBytes }),
  }
  return { version, chip: null, facts }
}

export function parseMcubootImage(bytes: Uint8Array): ParsedImage {
  return {
    format: 'mcuboot',
    ...describeMcubootImage(bytes),
    regions: joinRegions([{ address: 0, bytes }], 'mcuboot'),
    isPlaced: false,
    entry: null,
  }
}

/** One area of TLVs; they fill it exactly. */
function readTlvs(bytes: Uint8Array, start: number, areaMagic: number): { tlvs: Tlv[]; end: number } {
  if (start + infoBytes > bytes.length) throw damagedAt('mcuboot', start, 'truncated')
  const view = viewOf(bytes)
  if (view.getUint16(start, true) !== areaMagic) throw damagedAt('mcuboot', start, 'TLV area')
  const end = start + view.getUint16(start + 2, true)
  if (end > bytes.length) throw damagedAt('mcuboot', start, 'truncated')
  const tlvs: Tlv[] = []
  let at = start + infoBytes
  while (at < end) {
    const valueStart = at + infoBytes
    const valueEnd = valueStart <= end ? valueStart + view.getUint16(at + 2, true) : end + 1
    if (valueEnd > end) throw damagedAt('mcuboot', at, 'TLV size')
    tlvs.push({ type: view.getUint16(at, true), value: bytes.subarray(valueStart, valueEnd) })
    at = valueEnd
  }
  if (at !== end) throw damagedAt('mcuboot', start, 'TLV size')
  return { tlvs, end }
}

function hashOf(tlvs: readonly Tlv[]): McubootImage['hash'] {
  for (const { type, value } of tlvs) {
    const kind = hashKinds[type]
    if (!kind) continue
    if (kind.sizeBytes !== value.length) throw damagedFile('mcuboot', `${kind.algorithm} size`)
    return { algorithm: kind.algorithm, digest: Buffer.from(value).toString('hex') }
  }
  return null
}

function securityCounterOf(tlvs: readonly Tlv[]): number | null {
  const value = tlvs.find(({ type }) => type === tlvSecurityCounter)?.value
  return value?.length === 4 ? viewOf(value).getUint32(0, true) : null
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

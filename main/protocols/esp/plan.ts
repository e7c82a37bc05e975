// What will be written where, and whether it may be: the parts of an image at their addresses in the flash, its headers
// against the chip that answers. Pure; refuses before the device is touched.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { flashSizeBytes } from '../../firmware/formats/esp-chips.ts'
import { isEspImage, readEspHeader } from '../../firmware/formats/esp-image.ts'
import { hexAddress, parseImage, placeImage, requireInside } from '../../firmware/formats/index.ts'
import type { FlashPlan, Image, Region } from '../protocol.ts'
import { sectorBytes } from './compare.ts'
import { type FlashParameters, withParameters } from './flash-parameters.ts'
import type { Identity } from './identity.ts'
import type { EspOptions } from './options.ts'

export interface Surroundings {
  readonly identity: Identity
  /** Null: the flash did not say. */
  readonly flashSizeBytes: number | null
  readonly options: EspOptions
  /** Bits per second that the image will be sent with. */
  readonly baudRate: number
}

/** Taken where the flash does not say its size: nothing larger is soldered to these chips without a word about it. */
const largestFlashBytes = 16 * 1024 * 1024
const wordBytes = 4
const writeMsPerByte = 0.005
const fixedMs = 2000

/** CHIP_SECURED, IMAGE_FORMAT, IMAGE_CHIP, IMAGE_ADDRESS, IMAGE_TOO_LARGE */
export function planFlash(image: Image, surroundings: Surroundings): FlashPlan {
  const { identity, options, baudRate } = surroundings
  const { chip, fuses } = identity
  if (fuses.length > 0 && !options.allowSecured)
    throw new FlashlineError('CHIP_SECURED', { fuses: fuses.join(' '), chip: chip.family })
  const parsed = parseImage(image.bytes)
  if (parsed.format === 'elf') throw new FlashlineError('IMAGE_FORMAT', { format: 'elf', expected: 'bin' })
  if (parsed.chip !== null && parsed.chip !== chip.family)
    throw new FlashlineError('IMAGE_CHIP', { expected: chip.family, found: parsed.chip })
  const placed = placeImage(parsed, options.address ?? chip.applicationAddress)
  for (const region of placed) requireAligned(region)
  const capacityBytes = surroundings.flashSizeBytes ?? largestFlashBytes
  requireInside(placed, [{ name: 'flash', address: 0, sizeBytes: capacityBytes }])
  for (const region of placed) {
    if (!options.allowSecured) requireApplication(region, chip.applicationAddress)
    requireHeadersFit(region, surroundings)
  }
  const parameters = wantedParameters(surroundings)
  const regions = placed.map((region) =>
    wholeWords(withParameters(region, chip.bootLoaderAddress, parameters)),
  )
  const totalBytes = regions.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const estimatedMs = Math.ceil(fixedMs + totalBytes * (10_000 / baudRate + writeMsPerByte))
  return { image, regions, totalBytes, estimatedMs, version: parsed.version }
}

function requireAligned({ address, bytes }: Region): void {
  if (address % sectorBytes === 0) return
  throw new FlashlineError('IMAGE_ADDRESS', {
    address: hexAddress(address),
    sizeBytes: bytes.length,
    reason: 'not at a sector',
  })
}

/** What stands where the chip looks for its firmware, and is none, leaves the chip without any. Encrypted, nobody can tell. */
function requireApplication({ address, bytes }: Region, applicationAddress: number): void {
  if (address === applicationAddress && !isEspImage(bytes))
    throw new FlashlineError('IMAGE_FORMAT', { format: 'raw', expected: 'ESP', at: hexAddress(address) })
}

/** A region begins with an image, or holds one where chips look for them. */
function requireHeadersFit(region: Region, surroundings: Surroundings): void {
  const { chip } = surroundings.identity
  for (const address of new Set([region.address, chip.bootLoaderAddress, chip.applicationAddress])) {
    const offset = address - region.address
    if (offset < 0 || offset >= region.bytes.length) continue
    const bytes = region.bytes.subarray(offset)
    if (isEspImage(bytes)) requireHeaderFits(bytes, surroundings)
  }
}

function requireHeaderFits(
  bytes: Uint8Array,
  { identity, options, flashSizeBytes: hasBytes }: Surroundings,
): void {
  const header = readEspHeader(bytes)
  const { chip, revision } = identity
  if (header.chip !== chip.family)
    throw new FlashlineError('IMAGE_CHIP', { expected: chip.family, found: header.chip })
  const { minRevision, maxRevision } = header
  if (revision !== null && (minRevision > revision || (maxRevision !== null && maxRevision < revision))) {
    throw new FlashlineError('IMAGE_CHIP', {
      expected: `${chip.family} revision ${revisionText(revision)}`,
      found: `revision ${revisionText(minRevision)}${maxRevision === null ? '' : ` to ${revisionText(maxRevision)}`}`,
    })
  }
  const wantsBytes = header.flashSize === null ? null : flashSizeBytes(header.flashSize)
  // A size that is put into the header anyway need not be right there.
  if (options.flashSize !== 'keep' || wantsBytes === null || hasBytes === null || wantsBytes <= hasBytes)
    return
  throw new FlashlineError('IMAGE_TOO_LARGE', {
    sizeBytes: wantsBytes,
    capacityBytes: hasBytes,
    reason: 'flash size in the header',
  })
}

function wantedParameters({ options, flashSizeBytes: sizeBytes }: Surroundings): FlashParameters {
  const { flashMode, flashFrequency, flashSize } = options
  const detected = sizeBytes === null ? 'keep' : `${sizeBytes / 1024 / 1024}MB`
  return { mode: flashMode, freq: flashFrequency, size: flashSize === 'detect' ? detected : flashSize }
}

const filled = new WeakMap<Uint8Array, Uint8Array>()

/** Loaders write and digest whole words. The rest of the last one stays erased. */
function wholeWords(region: Region): Region {
  const { bytes } = region
  if (bytes.length % wordBytes === 0) return region
  let whole = filled.get(bytes)
  if (!whole) {
    whole = new Uint8Array(wordBytes * Math.ceil(bytes.length / wordBytes)).fill(0xff)
    whole.set(bytes)
    filled.set(bytes, whole)
  }
  return { ...region, bytes: whole }
}

/** `1.3` */
export function revisionText(revision: number): string {
  return `${Math.floor(revision / 100)}.${revision % 100}`
}

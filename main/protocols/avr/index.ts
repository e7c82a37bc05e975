// AVR boards whose boot loader speaks STK500v1: Optiboot and the older Arduino boot loaders. The order of things, as the
// README tells it: reset, sync, parameters, signature | pages | read back | leave. Not here: each of these.
import { createHash } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress, parseImage, placeImage, requireInside } from '../../firmware/formats/index.ts'
import type {
  ChipInfo,
  FlashPlan,
  Image,
  Protocol,
  Region,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { writeFrameBytes } from './codec.ts'
import { type AvrOptions, avrOptionsSchema } from './options.ts'
import { pagesOf, runsOf } from './pages.ts'
import { type Part, type PartId, partBySignature, parts } from './parts.ts'
import { Session } from './session.ts'
import { writePages } from './writer.ts'

/** Formats that an AVR's tools make. */
const knownFormats: readonly string[] = ['raw', 'intelHex', 'sRecord', 'elf']
/** ATmegaBOOT calls itself 1.16, the one of the ATmega8 1.18; Optiboot began with 2 and is at 8. */
const lastOlderMajor = 1
/** What the flash needs for a page: erase and write. */
const pageMs = 9
const resetTimeoutMs = 3000

export const avr: Protocol<AvrOptions> = {
  id: 'avr',
  options: avrOptionsSchema,
  async connect(link, options, context) {
    const session = new Session(link, options, context)
    const { signature, major, minor } = await session.open(context.signal)
    try {
      const partId = requirePart(signature, options.part)
      session.end(true)
      return new AvrTarget(session, options, partId, { signature, major, minor })
    } catch (error) {
      await session.leave(AbortSignal.timeout(resetTimeoutMs)).catch(() => {})
      throw error
    }
  },
}

function requirePart(signature: string, wanted: PartId | null): PartId {
  const partId = partBySignature(signature)
  if (partId === null) throw new FlashlineError('CHIP_UNKNOWN', { chip: signature })
  if (wanted !== null && wanted !== partId)
    throw new FlashlineError('CHIP_DIFFERS', { expected: wanted, found: partId })
  return partId
}

class AvrTarget implements Target {
  readonly chip: ChipInfo
  readonly proof = 'readBack'
  readonly #session: Session
  readonly #options: AvrOptions
  readonly #part: Part
  readonly #memory: { readonly name: string; readonly address: number; readonly sizeBytes: number }

  constructor(
    session: Session,
    options: AvrOptions,
    partId: PartId,
    { signature, major, minor }: { signature: string; major: number; minor: number },
  ) {
    this.#session = session
    this.#options = options
    const part: Part = parts[partId]
    const isOlder = major <= lastOlderMajor
    const bootBytes = options.bootloaderBytes ?? part.bootBytes[isOlder ? 'older' : 'optiboot']
    this.#part = part
    this.#memory = { name: 'flash', address: 0, sizeBytes: part.flashBytes - bootBytes }
    this.chip = {
      family: partId,
      name: part.name,
      mac: null,
      uid: null,
      flashSizeBytes: part.flashBytes,
      facts: { signature, bootLoader: `${isOlder ? 'ATmegaBOOT' : 'Optiboot'} ${major}.${minor}`, bootBytes },
    }
  }

  plan(image: Image): FlashPlan {
    const parsed = parseImage(image.bytes)
    if (parsed.chip !== null && parsed.chip !== this.chip.family)
      throw new FlashlineError('IMAGE_CHIP', { expected: this.chip.family, found: parsed.chip })
    if (!knownFormats.includes(parsed.format))
      throw new FlashlineError('IMAGE_FORMAT', { format: parsed.format })
    const regions = placeImage(parsed, 0)
    if (regions.length === 0) throw new FlashlineError('IMAGE_SIZE', { expected: 'at least 1', found: 0 })
    requireInside(regions, [this.#memory])
    const { pageBytes } = this.#part
    const pages = pagesOf(regions, pageBytes).length
    const byteMs = 10_000 / this.#session.baudRate
    const reads = this.#options.compareFirst ? 2 : 1
    const estimatedMs = Math.ceil(pages * (reads * (writeFrameBytes(pageBytes) + 4) * byteMs + pageMs)) + 500
    return { image, regions, totalBytes: pages * pageBytes, estimatedMs }
  }

  async *write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    let isWhole = false
    await this.#session.begin(signal)
    try {
      yield { kind: 'accepted' }
      const { pageBytes } = this.#part
      const { compareFirst } = this.#options
      yield* writePages(this.#session, pagesOf(plan.regions, pageBytes), { pageBytes, compareFirst }, signal)
      isWhole = true
    } finally {
      this.#session.end(isWhole)
    }
  }

  async *verify(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<VerifyEvent, void, void> {
    const { pageBytes } = this.#part
    let isWhole = false
    await this.#session.begin(signal)
    try {
      let doneBytes = 0
      for (const run of runsOf(pagesOf(plan.regions, pageBytes), this.#options.readBytes)) {
        await this.#requireHeld(run, signal)
        doneBytes += run.bytes.length
        yield { kind: 'progress', doneBytes, totalBytes: plan.totalBytes }
      }
      isWhole = true
    } finally {
      this.#session.end(isWhole)
    }
    // Every byte that was read equals the plan's, so its digest is that of the bytes in the device.
    const hash = createHash('sha256')
    for (const { bytes } of plan.regions) hash.update(bytes)
    yield { kind: 'proved', by: 'readBack', algorithm: 'sha256', digest: hash.digest('hex') }
  }

  reset(signal: AbortSignal): Promise<void> {
    return this.#session.leave(signal)
  }

  /** Nothing on the wire is proved by a checksum: what differs is read again before the device is blamed. */
  async #requireHeld({ address, bytes }: Region, signal: AbortSignal): Promise<void> {
    let found: Uint8Array = bytes
    for (let reads = 0; reads < 2; reads += 1) {
      found = await this.#session.readFlash(address, bytes.length, this.#part.pageBytes, signal)
      if (Buffer.compare(found, bytes) === 0) return
    }
    const at = bytes.findIndex((byte, index) => byte !== found[index])
    throw new FlashlineError('VERIFY_MISMATCH', {
      address: hexAddress(address + at),
      expected: byteText(bytes[at]),
      found: byteText(found[at]),
    })
  }
}

function byteText(byte = 0): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}

// STM32 chips in the boot loader of their system memory, over USART (ST AN3155). The order of things, as the README
// tells it: enter, Get, Get ID, is it protected, who is it | compare, erase, write | verify | start.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { parseImage, placeImage, requireInside } from '../../firmware/formats/index.ts'
import type { Link } from '../../transports/link.ts'
import type {
  ChipInfo,
  ConnectContext,
  FlashPlan,
  Image,
  Protocol,
  Region,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { findChip, flashBase, type Stm32Chip } from './chips.ts'
import { decodeVectors, maxBlockBytes } from './codec.ts'
import { getId, go, type LoaderFacts, read, readoutUnprotect } from './commands.ts'
import { Entry } from './entry.ts'
import { readFlashKiB, readUid } from './identity.ts'
import { isRefusal, Loader, refused } from './loader.ts'
import { type Stm32Options, stm32OptionsSchema } from './options.ts'
import { pagesOf, pagesUnder } from './pages.ts'
import { estimateMs, requireErasable } from './plan.ts'
import { provesDigests, type Session } from './session.ts'
import { verifyFlash } from './verify.ts'
import { writeFlash } from './write.ts'

/** Assumed where the carrier's rate is not known. */
const usualBaudRate = 115_200
/** A connect that fails gives the board back, but makes nobody wait. */
const leaveMs = 1500

export const stm32: Protocol<Stm32Options> = {
  id: 'stm32',
  options: stm32OptionsSchema,
  async connect(link, options, context) {
    const baudRate = context.baudRate ?? usualBaudRate
    const loader = new Loader(link, { ackTimeoutMs: options.ackTimeoutMs, baudRate })
    const entry = new Entry(link, options, context.notice)
    const way: Way = { link, loader, entry, options, context, baudRate }
    try {
      const facts = await entry.enter(loader, context.signal)
      return await identify(way, facts)
    } catch (error) {
      await leave(way, flashBase, null).catch(() => undefined)
      throw error
    }
  },
}

/** Everything that was there before the chip was known. */
interface Way {
  readonly link: Link
  readonly loader: Loader
  readonly entry: Entry
  readonly options: Stm32Options
  readonly context: ConnectContext
  readonly baudRate: number
}

async function identify(way: Way, facts: LoaderFacts): Promise<Target> {
  const { loader, options, context } = way
  const { signal } = context
  const tries = options.maxRetries + 1
  const { id } = await loader.insist(() => getId(loader, signal), tries, signal)
  const idText = `0x${id.toString(16).padStart(3, '0')}`
  const chip = findChip(id)
  if (!chip) throw new FlashlineError('CHIP_UNKNOWN', { chip: idText })

  const firstBlock = await readFirstBlock(way)
  if (firstBlock === null && !options.unprotect)
    throw new FlashlineError('CHIP_READ_PROTECTED', { chip: chip.family, id: idText })
  const isProtected = firstBlock === null
  const uid = isProtected ? null : await readUid(way, chip, signal)
  const registerKiB = isProtected ? null : await readFlashKiB(way, chip, signal)
  const flashSizeBytes = options.flashKiB
    ? options.flashKiB * 1024
    : (registerKiB ?? 0) * 1024 || chip.flashBytes
  const session: Session = {
    loader,
    options,
    chip,
    facts,
    pages: pagesOf(chip, flashSizeBytes, options.banks),
    hasDigests: firstBlock !== null && (await provesDigests({ loader, options, facts }, firstBlock, signal)),
    notice: context.notice ?? (() => {}),
  }
  const { family, name } = chip
  const info: ChipInfo = {
    family,
    name,
    mac: null,
    uid,
    flashSizeBytes,
    facts: {
      chipId: idText,
      bootLoader: `${facts.version >> 4}.${facts.version & 15}`,
      readProtected: isProtected,
    },
  }
  return new Stm32Target(way, session, info, isProtected)
}

/** Null: the readout protection is on. It is no noise when it is said twice. */
async function readFirstBlock({ loader, options, context }: Way): Promise<Uint8Array | null> {
  const { signal } = context
  let naks = 0
  for (let left = options.maxRetries; ; left -= 1) {
    const block = await read(loader, flashBase, maxBlockBytes, signal)
    if (!isRefusal(block)) return block
    naks = block.step === 0 && block.answer === 'nak' ? naks + 1 : 0
    await loader.resync(signal)
    if (naks === 2) return null
    if (left <= 0) throw refused(block, flashBase)
  }
}

class Stm32Target implements Target {
  readonly chip: ChipInfo
  readonly proof: 'deviceDigest' | 'readBack'
  readonly #way: Way
  readonly #session: Session
  #isProtected: boolean
  #startAddress = flashBase
  #isLeft = false

  constructor(way: Way, session: Session, chip: ChipInfo, isProtected: boolean) {
    this.#way = way
    this.#session = session
    this.chip = chip
    this.#isProtected = isProtected
    this.proof = session.hasDigests ? 'deviceDigest' : 'readBack'
  }

  plan(image: Image): FlashPlan {
    const { chip, pages, options } = this.#session
    const parsed = parseImage(image.bytes)
    if (parsed.chip !== null && !parsed.chip.startsWith(chip.family))
      throw new FlashlineError('IMAGE_CHIP', { expected: chip.family, found: parsed.chip })
    const regions = placeImage(parsed, options.address)
    if (regions.length === 0) throw new FlashlineError('IMAGE_SIZE', { expected: 'at least 1', found: 0 })
    requireInside(regions, [{ name: 'flash', address: flashBase, sizeBytes: this.#flashBytes }])
    requireErasable(this.#session, regions)
    const totalBytes = regions.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const needed = pagesUnder(pages, regions)
    return { image, regions, totalBytes, estimatedMs: estimateMs(totalBytes, needed, this.#way.baudRate) }
  }

  async *write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    this.#startAddress = startOf(plan.regions)
    const isBlank = this.#isProtected
    if (isBlank) {
      yield { kind: 'accepted' }
      yield { kind: 'pointOfNoReturn' }
      await this.#unprotect(signal)
    }
    yield* writeFlash(this.#session, plan, isBlank, signal)
  }

  verify(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<VerifyEvent, void, void> {
    return verifyFlash(this.#session, plan, signal)
  }

  async reset(signal: AbortSignal): Promise<void> {
    if (this.#isLeft) return
    this.#isLeft = true
    await leave(this.#way, this.#startAddress, this.#session.chip, signal)
  }

  get #flashBytes(): number {
    return this.#session.pages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  }

  /** Everything is erased and the chip resets itself: it has to be found again. */
  async #unprotect(signal: AbortSignal): Promise<void> {
    const { loader, entry, options } = this.#way
    const { notice } = this.#session
    notice('erasing')
    try {
      const refusal = await readoutUnprotect(loader, options.massEraseTimeoutMs, signal)
      if (refusal) throw refused(refusal, null)
    } finally {
      notice(null)
    }
    await entry.enter(loader, signal)
    this.#isProtected = false
  }
}

/** The first region that looks like a firmware; else the first. */
function startOf(regions: readonly Region[]): number {
  const firmware = regions.find(({ bytes }) => isFirmware(bytes, null))
  return (firmware ?? regions[0])?.address ?? flashBase
}

/** A stack in RAM, and a reset handler of Thumb code in flash. */
function isFirmware(bytes: Uint8Array, chip: Stm32Chip | null): boolean {
  const vectors = decodeVectors(bytes)
  if (!vectors) return false
  const { stack, handler } = vectors
  const ramEnd = chip?.ramEnd ?? 0x2020_0000
  // Core-coupled RAM and the large RAM of H7 are elsewhere.
  const isStack = (stack > 0x2000_0000 && stack <= ramEnd) || [0x10, 0x24, 0x30].includes(stack >>> 24)
  return isStack && stack % 4 === 0 && handler % 2 === 1 && handler >>> 24 === flashBase >>> 24
}

/** Starts the firmware, by whatever way there is, and gives the link back as it was. */
async function leave(
  { link, loader, entry, context }: Way,
  address: number,
  chip: Stm32Chip | null,
  signal = AbortSignal.timeout(leaveMs),
): Promise<void> {
  try {
    if (entry.hasLines) {
      await entry.startFirmware(signal)
    } else if (loader.wasHeard && !(await jump(loader, address, chip, signal))) {
      context.notice?.('resetByHand')
    }
  } finally {
    await link.setParity('none')
  }
}

/** False: there is nothing to jump to, or it may not. */
async function jump(
  loader: Loader,
  address: number,
  chip: Stm32Chip | null,
  signal: AbortSignal,
): Promise<boolean> {
  await loader.settle(signal)
  const vectors = await read(loader, address, 8, signal)
  if (isRefusal(vectors) || !isFirmware(vectors, chip)) return false
  return (await go(loader, address, signal)) === null
}

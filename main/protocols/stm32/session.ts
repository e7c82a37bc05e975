// What the parts of this protocol share while they talk to one chip, and what several of them do: erase, find out
// whether the chip's checksums can be believed. Not here: the order of things (index.ts, write.ts, verify.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { ConnectContext } from '../protocol.ts'
import { flashBase, type Stm32Chip } from './chips.ts'
import { commands, crcOf, type EraseCommand, maxBlockBytes, maxPagesPerErase } from './codec.ts'
import { checksum, erase, type LoaderFacts, read } from './commands.ts'
import { isRefusal, type Loader, refused } from './loader.ts'
import type { Stm32Options } from './options.ts'
import type { Page } from './pages.ts'

export interface Session {
  readonly loader: Loader
  readonly options: Stm32Options
  readonly chip: Stm32Chip
  readonly facts: LoaderFacts
  /** All of the flash. */
  readonly pages: readonly Page[]
  /** The chip's checksums can be believed. */
  readonly hasDigests: boolean
  readonly notice: NonNullable<ConnectContext['notice']>
}

export function eraseCommandOf({ codes }: LoaderFacts): EraseCommand {
  return codes.has(commands.extendedErase) ? 'extendedErase' : 'erase'
}

/** Up to 256 bytes, insisted on. LOADER_SILENT, LOADER_REFUSED, LOADER_REPLY */
export function readSurely(
  { loader, options }: Pick<Session, 'loader' | 'options'>,
  address: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const attempt = () => read(loader, address, sizeBytes, signal)
  return loader.insist(attempt, options.maxRetries + 1, signal, address)
}

/** The chip's own checksum, insisted on; null: it does not do what the specification says. */
export async function digestOf(
  { loader, options }: Pick<Session, 'loader' | 'options'>,
  address: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<number | null> {
  for (let left = options.maxRetries; left >= 0; left -= 1) {
    const result = await checksum(loader, address, sizeBytes, signal)
    if (!isRefusal(result)) return result.crc
    await loader.resync(signal)
  }
  return null
}

/** Lists the command, and computes the first block of the flash, which was read, as it should. */
export async function provesDigests(
  session: Pick<Session, 'loader' | 'options' | 'facts'>,
  firstBlock: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  const { options, facts } = session
  if (!options.checksum || !facts.codes.has(commands.checksum) || firstBlock.length !== maxBlockBytes)
    return false
  return (await digestOf(session, flashBase, firstBlock.length, signal)) === crcOf(firstBlock)
}

/** Erases these pages, or with `massErase` all. STORAGE_WRITE when the chip says that it could not. */
export async function erasePages(
  session: Session,
  pages: readonly Page[],
  signal: AbortSignal,
): Promise<void> {
  const { options, notice } = session
  notice('erasing')
  try {
    if (options.massErase) {
      await eraseBatch(session, null, options.massEraseTimeoutMs, flashBase, signal)
      return
    }
    for (let at = 0; at < pages.length; at += maxPagesPerErase) {
      const batch = pages.slice(at, at + maxPagesPerErase)
      const timeoutMs = options.ackTimeoutMs + batch.length * options.eraseTimeoutMs
      const numbers = batch.map((page) => page.number)
      await eraseBatch(session, numbers, timeoutMs, batch[0]?.address ?? flashBase, signal)
    }
  } finally {
    notice(null)
  }
}

async function eraseBatch(
  { loader, options, facts }: Session,
  pages: readonly number[] | null,
  timeoutMs: number,
  address: number,
  signal: AbortSignal,
): Promise<void> {
  for (let left = options.maxRetries; ; left -= 1) {
    const refusal = await erase(loader, eraseCommandOf(facts), pages, timeoutMs, signal)
    if (!refusal) return
    await loader.resync(signal)
    if (left > 0) continue
    if (refusal.step === 1 && refusal.answer === 'nak')
      throw new FlashlineError('STORAGE_WRITE', { command: refusal.command, address: hexAddress(address) })
    throw refused(refusal, address)
  }
}

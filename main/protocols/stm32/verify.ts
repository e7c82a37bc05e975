// Proves that the flash holds the plan: by the chip's checksum where it can be believed, else by reading every byte.
import { createHash } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { FlashPlan, VerifyEvent } from '../protocol.ts'
import { crcOf, encodeReadCount, encodeWord, maxBlockBytes } from './codec.ts'
import { commandFrame } from './loader.ts'
import { pagesUnder, piecesIn } from './pages.ts'
import { digestOf, readSurely, type Session } from './session.ts'

/** A byte that was read wrong because of the line is read right the next time. */
const looksAgain = 2

/** @throws VERIFY_MISMATCH { address, expected, found }, LOADER_SILENT, LOADER_REFUSED, LOADER_REPLY, LINK_LOST */
export async function* verifyFlash(
  session: Session,
  plan: FlashPlan,
  signal: AbortSignal,
): AsyncGenerator<VerifyEvent, void, void> {
  const digest = session.hasDigests ? await digestAll(session, plan, signal) : null
  if (digest === null) {
    // Where a checksum differs, reading tells the place; where it finds none, what was read is the proof.
    yield* readBack(session, plan, signal)
    return
  }
  yield { kind: 'progress', doneBytes: plan.totalBytes, totalBytes: plan.totalBytes }
  yield { kind: 'proved', by: 'deviceDigest', algorithm: 'crc32', digest }
}

/** One checksum per piece; null as soon as one differs. */
async function digestAll(
  session: Session,
  { regions }: FlashPlan,
  signal: AbortSignal,
): Promise<string | null> {
  const pieces = piecesIn(pagesUnder(session.pages, regions), regions, session.chip.writeBytes)
  const digests: string[] = []
  for (const { address, bytes } of pieces) {
    const crc = await digestOf(session, address, bytes.length, signal)
    if (crc === null || crc !== crcOf(bytes)) return null
    digests.push(crc.toString(16).padStart(8, '0'))
  }
  return digests.join(' ')
}

async function* readBack(
  session: Session,
  { regions, totalBytes }: FlashPlan,
  signal: AbortSignal,
): AsyncGenerator<VerifyEvent, void, void> {
  const { loader } = session
  const hash = createHash('sha256')
  const blocks = regions.flatMap(({ address, bytes }) =>
    Array.from({ length: Math.ceil(bytes.length / maxBlockBytes) }, (_, index) => ({
      address: address + index * maxBlockBytes,
      expected: bytes.subarray(index * maxBlockBytes, (index + 1) * maxBlockBytes),
    })),
  )
  const wordFrame = new Uint8Array(5)
  const countFrame = encodeReadCount(maxBlockBytes)
  let doneBytes = 0
  for (const [index, { address, expected }] of blocks.entries()) {
    const { length } = expected
    const frames = [
      commandFrame.read,
      encodeWord(address, wordFrame),
      length === maxBlockBytes ? countFrame : encodeReadCount(length),
    ]
    const refusal = await loader.run('read', frames, signal)
    let found = refusal ? null : await loader.take(length, signal)
    const isSame = found !== null && Buffer.compare(found, expected) === 0
    // The next command is on its way while this block is looked at.
    if (isSame && index + 1 < blocks.length) await loader.begin(commandFrame.read, signal)
    if (!isSame) found = await lookAgain(session, address, expected, found, signal)
    if (found) hash.update(found)
    doneBytes += length
    yield { kind: 'progress', doneBytes, totalBytes }
  }
  yield { kind: 'proved', by: 'readBack', algorithm: 'sha256', digest: hash.digest('hex') }
}

/** The bytes when they are right after all. A byte counts as wrong when it is read wrong again. */
async function lookAgain(
  session: Session,
  address: number,
  expected: Uint8Array,
  before: Uint8Array | null,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (before === null) await session.loader.resync(signal)
  let found = before ?? expected
  for (let looks = 0; looks < looksAgain; looks += 1) {
    found = await readSurely(session, address, expected.length, signal)
    if (Buffer.compare(found, expected) === 0) return found
  }
  const at = found.findIndex((byte, index) => byte !== expected[index])
  throw new FlashlineError('VERIFY_MISMATCH', {
    address: hexAddress(address + at),
    expected: byteText(expected[at]),
    found: byteText(found[at]),
  })
}

function byteText(byte = 0): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}

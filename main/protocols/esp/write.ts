// Writes the regions of a plan: asks what the device holds already, sends the rest in blocks of which each is answered,
// and begins a region again when the line broke, because no block may be sent twice: the stub would take it twice.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { FlashPlan, Region, WriteEvent } from '../protocol.ts'
import {
  type Answer,
  encodeBlock,
  encodeRequest,
  isBadChecksum,
  maxRequestBytes,
  type OpName,
  ops,
  refusalOf,
  words,
} from './codec.ts'
import { differingRanges, type Range } from './compare.ts'
import { compressed } from './compressed.ts'
import { DigestQuestions } from './digest-questions.ts'
import { type Loader, lineMs, refused, silent, statusText } from './loader.ts'
import type { Session } from './session.ts'
import { maxFrameBytes } from './slip.ts'

const leastWaitMs = 3000
/** Erase and write, at its slowest. */
const writeMsPerByte = 40_000 / 1e6
const eraseMsPerByte = 30_000 / 1e6
/** One block may inflate to more than its share. */
const unevenness = 4
const badBlockTries = 3

export class Writer {
  readonly #session: Session
  readonly #plan: FlashPlan
  readonly #signal: AbortSignal
  readonly #loader: Loader
  #restartsLeft: number
  #isAccepted = false
  /** Something was erased. */
  #isBegun = false
  #isAgain = false
  #doneBytes = 0
  // Two frames in turn: the one that is not answered yet may have to be sent again.
  #frame = new Uint8Array(maxFrameBytes(maxRequestBytes))
  #nextFrame = new Uint8Array(maxFrameBytes(maxRequestBytes))

  constructor(session: Session, plan: FlashPlan, signal: AbortSignal) {
    this.#session = session
    this.#plan = plan
    this.#signal = signal
    this.#loader = session.loader(signal)
    this.#restartsLeft = session.options.maxRestarts
  }

  /** STORAGE_WRITE {address}, TRANSFER_RETRIES, LOADER_SILENT, LOADER_REFUSED */
  async *run(): AsyncGenerator<WriteEvent, void, void> {
    let beforeBytes = 0
    for (const region of this.#plan.regions) {
      for (let isWritten = false; !isWritten; ) {
        try {
          yield* this.#writeRegion(region, beforeBytes)
          isWritten = true
        } catch (error) {
          await this.#recover(error)
          yield { kind: 'retry', offset: beforeBytes }
        }
      }
      beforeBytes += region.bytes.length
    }
  }

  async *#writeRegion(region: Region, beforeBytes: number): AsyncGenerator<WriteEvent, void, void> {
    const ranges = await this.#rangesOf(region)
    if (!this.#isAccepted) yield { kind: 'accepted' }
    this.#isAccepted = true
    const sendBytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0)
    const equalBytes = region.bytes.length - sendBytes
    // What was sent before a restart is equal now, and was not skipped.
    if (equalBytes > 0 && !this.#isAgain) yield { kind: 'skipped', sizeBytes: equalBytes }
    if (!this.#isBegun && ranges.length > 0) yield { kind: 'pointOfNoReturn' }
    this.#isBegun ||= ranges.length > 0
    let doneBytes = beforeBytes + equalBytes
    yield this.#progress(doneBytes)
    for (const range of ranges) {
      yield* this.#writeRange(region, range, doneBytes)
      doneBytes += range.end - range.start
    }
  }

  async #rangesOf({ address, bytes }: Region): Promise<Range[]> {
    const { options, context, baudRate } = this.#session
    if (!options.skipEqual) return [{ start: 0, end: bytes.length }]
    context.notice?.('comparing')
    try {
      return await differingRanges(
        bytes.length,
        new DigestQuestions(this.#loader, { address, bytes }, baudRate),
      )
    } finally {
      context.notice?.(null)
    }
  }

  async *#writeRange(
    { address, bytes }: Region,
    { start, end }: Range,
    beforeBytes: number,
  ): AsyncGenerator<WriteEvent, void, void> {
    const { blockBytes, isStub, baudRate } = this.#session
    const sizeBytes = end - start
    const stream = await compressed(bytes, start, end, this.#signal)
    const isDeflated = stream.length < sizeBytes
    const body = isDeflated ? stream : bytes.subarray(start, end)
    const count = Math.ceil(body.length / blockBytes)
    await this.#begin(isDeflated, address + start, sizeBytes, count)

    const dataName = isDeflated ? 'deflateData' : 'flashData'
    const waitMs =
      blockWaitMs((blockBytes * sizeBytes) / body.length) + lineMs(maxFrameBytes(blockBytes), baudRate)
    let length = this.#encode(this.#frame, dataName, body, 0)
    for (let number = 0; number < count; number += 1) {
      const onWire = this.#frame.subarray(0, length)
      const answering = this.#loader.exchange(dataName, onWire, waitMs)
      length = number + 1 < count ? this.#encode(this.#nextFrame, dataName, body, number + 1) : 0
      const at = Math.floor((sizeBytes * number) / count)
      let answer = await answering
      for (let left = badBlockTries; left > 0 && answer && isBadChecksum(answer.status); left -= 1) {
        yield { kind: 'retry', offset: beforeBytes + at }
        answer = await this.#loader.exchange(dataName, onWire, waitMs)
      }
      requireDone(dataName, answer, address + start + at)
      const free = this.#frame
      this.#frame = this.#nextFrame
      this.#nextFrame = free
      yield this.#progress(beforeBytes + Math.floor((sizeBytes * (number + 1)) / count))
    }
    // The stub owes the outcome of its last block. To a ROM this would mean to leave.
    if (!isStub) return
    const endName = isDeflated ? 'deflateEnd' : 'flashEnd'
    const answer = await this.#loader.exchange(endName, encodeRequest(ops[endName], words(1)), waitMs)
    requireDone(endName, answer, address + end)
  }

  /** Erases, or begins to. To begin twice is to begin. */
  async #begin(isDeflated: boolean, address: number, sizeBytes: number, count: number): Promise<void> {
    const { blockBytes, isStub, identity } = this.#session
    const name = isDeflated ? 'deflateBegin' : 'flashBegin'
    const eraseBytes = isStub ? sizeBytes : blockBytes * Math.ceil(sizeBytes / blockBytes)
    const fifth = !isStub && identity.chip.romBeginHasFifthWord ? [0] : []
    const frame = encodeRequest(ops[name], words(eraseBytes, count, blockBytes, address, ...fifth))
    const waitMs = isStub ? leastWaitMs : Math.max(leastWaitMs, eraseBytes * eraseMsPerByte)
    requireDone(name, await this.#loader.exchange(name, frame, waitMs), address)
  }

  #encode(frame: Uint8Array, name: OpName, body: Uint8Array, number: number): number {
    const { blockBytes } = this.#session
    const data = body.subarray(number * blockBytes, (number + 1) * blockBytes)
    return encodeBlock(frame, ops[name], number, data, name === 'flashData' ? blockBytes : data.length)
  }

  #progress(doneBytes: number): WriteEvent {
    this.#doneBytes = Math.max(this.#doneBytes, doneBytes)
    return { kind: 'progress', doneBytes: this.#doneBytes, totalBytes: this.#plan.totalBytes }
  }

  /** What a better line may heal is tried again on one; everything else is thrown. */
  async #recover(error: unknown): Promise<void> {
    let cause = error
    while (this.#restartsLeft > 0 && mayHeal(cause)) {
      this.#restartsLeft -= 1
      this.#isAgain = true
      try {
        return await this.#session.reopen(this.#signal)
      } catch (again) {
        cause = again
      }
    }
    throw cause
  }
}

/** A loader that does not even answer a SYNC was given all its chances. */
function mayHeal(error: unknown): boolean {
  if (!(error instanceof FlashlineError) || error.context.command === 'sync') return false
  return ['LOADER_SILENT', 'LOADER_REPLY', 'TRANSFER_RETRIES'].includes(error.code)
}

function blockWaitMs(inflatedBytes: number): number {
  return Math.max(leastWaitMs, unevenness * inflatedBytes * writeMsPerByte)
}

function requireDone(name: OpName, answer: Answer | null, address: number): void {
  if (answer === null) throw silent(name, { address: hexAddress(address) })
  const { status } = answer
  if (status === 0) return
  const context = { address: hexAddress(address), status: statusText(status) }
  const refusal = refusalOf(status)
  if (refusal === 'storage') throw new FlashlineError('STORAGE_WRITE', context)
  if (refusal === 'unreadable') throw new FlashlineError('TRANSFER_RETRIES', { command: name, ...context })
  throw refused(name, status, context)
}

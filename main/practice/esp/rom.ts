// The loader in the ROM of a simulated ESP chip: small blocks, answers after the work is done. Sources: esptool
// documentation, "Serial Protocol"; block sizes, the status after an error and the answer to unknown commands as the
// ESP32's ROM code gives them.
import {
  type Answer,
  decodeBlock,
  type EspCore,
  securityInfo,
  send,
  setRate,
  success,
  words,
  writeRegisters,
} from './core.ts'
import { FlashWrite, type WriteFailure } from './flash-write.ts'
import { blockChecksum, decodeRequest, op, type Request } from './frames.ts'
import { RamUpload } from './ram-upload.ts'

const invalid = 0x05
const failed = 0x06
const badChecksum = 0x07
const notWritten = 0x08
const tooLong = 0x0a
const notDeflated = 0x0b
const failures: Readonly<Record<WriteFailure, number>> = {
  flash: notWritten,
  inflate: notDeflated,
  tooMuch: failed,
}

/** In the answers to SYNC; the stub says 0. */
const syncValue = 0x2012_0707
const syncAnswers = 8
const largestBlockBytes = 0x1000
const slowReadBytes = 64
/** Of the flash that it takes for granted until it is told. */
const assumedFlashBytes = 4 * 1024 * 1024
const lateOps: readonly number[] = [
  op.spiSetParams,
  op.spiAttach,
  op.readFlashSlow,
  op.changeBaudRate,
  op.flashDeflBegin,
  op.flashDeflData,
  op.flashDeflEnd,
  op.flashMd5,
]
const secureOps: readonly number[] = [
  op.sync,
  op.securityInfo,
  op.spiAttach,
  op.spiSetParams,
  op.flashBegin,
  op.flashData,
  op.flashEnd,
  op.flashDeflBegin,
  op.flashDeflData,
  op.flashDeflEnd,
]

export class RomLoader {
  readonly #core: EspCore
  readonly #ram = new RamUpload()
  #write: FlashWrite | null = null
  #knownFlashBytes = assumedFlashBytes
  #lostSyncs: number
  #lastOp = 0
  #lastError = 0
  #next: 'stub' | 'crash' | 'reset' = 'reset'

  constructor(core: EspCore) {
    this.#core = core
    this.#lostSyncs = core.options.lostSyncs ?? 0
    // The first ones need no attaching.
    core.registers.isFlashAttached = !core.traits.hasLateCommands
  }

  /** Answers until a command ends it; says what runs next. Rejects when aborted. */
  async run(): Promise<'stub' | 'crash' | 'reset'> {
    const { frames, signal, registers } = this.#core
    try {
      for (;;) {
        const request = decodeRequest(await frames.next(signal))
        if (request === null) continue
        if (request.op === op.sync && this.#lostSyncs > 0) {
          this.#lostSyncs -= 1
          continue
        }
        if (await this.#answer(request)) return this.#next
        if (registers.isWatchdogSet) return 'reset'
      }
    } finally {
      this.#write?.close()
    }
  }

  /** True: that was the end of it. */
  async #answer(request: Request): Promise<boolean> {
    const answer = request.isTorn ? { error: invalid } : await this.#handle(request)
    // Nobody there for it: whoever was served before answers.
    const answeredOp = answer === null ? this.#lastOp : request.op
    const { error } = answer ?? { error: invalid }
    if (error !== 0) this.#lastError = error
    this.#lastOp = answeredOp
    const status = Buffer.alloc(this.#core.traits.statusBytes)
    status.writeUInt8(error === 0 ? 0 : 1, 0)
    status.writeUInt8(this.#lastError, 1)
    const times = request.op === op.sync && error === 0 ? syncAnswers : 1
    for (let time = 0; time < times; time += 1) send(this.#core, answeredOp, answer ?? { error }, status)
    return (await answer?.after?.()) === 'leave'
  }

  /** Null: no such command. */
  async #handle({ op: code, data, checksum }: Request): Promise<Answer | null> {
    const { traits, options, flash, registers } = this.#core
    if (options.secureDownload && !secureOps.includes(code)) return null
    if (!traits.hasLateCommands && lateOps.includes(code)) return null
    switch (code) {
      case op.sync:
        return data.length === 36 ? { error: 0, value: syncValue } : { error: invalid }
      case op.readReg:
        return data.length === 4
          ? { error: 0, value: registers.read(data.readUInt32LE(0)) }
          : { error: invalid }
      case op.writeReg:
        return writeRegisters(this.#core, data) ? success : { error: invalid }
      case op.securityInfo:
        return traits.hasSecurityInfo ? { error: 0, data: securityInfo(this.#core) } : null
      case op.memBegin:
      case op.memData:
      case op.memEnd:
        return this.#upload(code, data, checksum)
      case op.spiAttach:
        if (data.length !== 8) return { error: invalid }
        registers.isFlashAttached = true
        return success
      case op.spiSetParams:
        if (data.length !== 24) return { error: invalid }
        this.#knownFlashBytes = data.readUInt32LE(4)
        return success
      case op.changeBaudRate:
        if (data.length !== 8) return { error: invalid }
        return { error: 0, after: () => setRate(this.#core, data.readUInt32LE(0)) }
      case op.flashBegin:
      case op.flashDeflBegin:
        return { error: await this.#begin(data, code === op.flashDeflBegin) }
      case op.flashData:
      case op.flashDeflData:
        return { error: await this.#take(data, checksum) }
      case op.flashEnd:
      case op.flashDeflEnd:
        return data.length === 4 ? { error: 0, after: () => 'leave' } : { error: invalid }
      case op.flashMd5: {
        if (data.length !== 16) return { error: invalid }
        const [offset = 0, sizeBytes = 0] = words(data, 2)
        const digest = this.#reaches(offset, sizeBytes) ? await flash.digest(offset, sizeBytes) : null
        return digest === null
          ? { error: failed }
          : { error: 0, data: Buffer.from(digest.toString('hex'), 'latin1') }
      }
      case op.readFlashSlow: {
        if (data.length !== 8) return { error: invalid }
        const [offset = 0, sizeBytes = 0] = words(data, 2)
        if (sizeBytes > slowReadBytes) return { error: tooLong }
        const bytes = this.#reaches(offset, sizeBytes) ? flash.read(offset, sizeBytes) : null
        // Always as much as it can, however little was asked for.
        return bytes === null ? { error: failed } : { error: 0, data: Buffer.concat([bytes], slowReadBytes) }
      }
      default:
        return null
    }
  }

  async #upload(code: number, data: Buffer, checksum: number): Promise<Answer> {
    const { options, traits } = this.#core
    if (code === op.memBegin) {
      if (data.length !== 16) return { error: invalid }
      const [sizeBytes = 0, , , address = 0] = words(data, 4)
      const isTaken = options.stub !== 'refused' && this.#ram.begin(address, sizeBytes)
      return isTaken ? success : { error: failed }
    }
    if (code === op.memData) {
      const block = decodeBlock(data)
      if (block === null) return { error: invalid }
      if (blockChecksum(block.bytes) !== (checksum & 0xff)) return { error: badChecksum }
      return this.#ram.take(block.number, block.bytes) ? success : { error: failed }
    }
    if (data.length !== 8) return { error: invalid }
    const [stays = 0, entry = 0] = words(data, 2)
    if (stays !== 0) return success
    const [from, to] = traits.iram
    const runs = entry >= from && entry < to && (await this.#ram.isStub(options.model, entry))
    this.#next = runs ? 'stub' : 'crash'
    return { error: 0, after: () => 'leave' }
  }

  async #begin(data: Buffer, isDeflated: boolean): Promise<number> {
    const { traits, flash } = this.#core
    if (data.length !== 4 * traits.beginWords) return invalid
    const [eraseBytes = 0, blocks = 0, blockBytes = 0, offset = 0] = words(data, 4)
    if (traits.hasLateCommands && blockBytes > largestBlockBytes) return invalid
    if (!this.#reaches(offset, eraseBytes)) return failed
    this.#write?.close()
    // Plain blocks are written whether the flash is erased there or not.
    const sizeBytes = isDeflated ? eraseBytes : blocks * blockBytes
    this.#write = new FlashWrite(flash, { offset, sizeBytes, eraseBytes, isDeflated })
    const failure = await this.#write.eraseAll()
    return failure === null ? 0 : failures[failure]
  }

  async #take(data: Buffer, checksum: number): Promise<number> {
    const block = decodeBlock(data)
    if (block === null) return invalid
    if (blockChecksum(block.bytes) !== (checksum & 0xff)) return badChecksum
    if (block.number !== this.#write?.nextBlock) return failed
    const failure = await this.#write.take(block.bytes)
    return failure === null ? 0 : failures[failure]
  }

  #reaches(offset: number, sizeBytes: number): boolean {
    const { registers, flash } = this.#core
    const limit = Math.min(this.#knownFlashBytes, flash.sizeBytes)
    return registers.isFlashAttached && offset + sizeBytes <= limit
  }
}

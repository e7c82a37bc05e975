// The flasher stub as it runs in a simulated ESP chip: 16 KiB blocks, acknowledged before they are written, so that the
// next one comes meanwhile; what goes wrong then is told in the answer to the next command, whatever that is. Source:
// the behaviour of espressif/esp-flasher-stub, and of its predecessor where that answers more.
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
import { blockChecksum, decodeRequest, encodeFrame, op, type Request } from './frames.ts'
import { sectorBytes } from './nor-flash.ts'
import { sendFlash } from './stub-read.ts'

const badLength = 0xc0
const badChecksum = 0xc1
const badBlockSize = 0xc2
const unknownCommand = 0xc3
const flashFailed = 0xc4
const notInFlashMode = 0xc6
const notDeflated = 0xc7
const tooMuch = 0xc9
const notImplemented = 0xff
const failures: Readonly<Record<WriteFailure, number>> = {
  flash: flashFailed,
  inflate: notDeflated,
  tooMuch,
}

const largestBlockBytes = 0x4000
const syncAnswers = 8

export class FlasherStub {
  readonly #core: EspCore
  #write: FlashWrite | null = null
  /** Of what was done after the last answer. */
  #owedError = 0

  constructor(core: EspCore) {
    this.#core = core
    core.registers.isFlashAttached = true
    core.frames.isStrict = true
  }

  /** Answers until it is told to reset. Rejects when aborted. */
  async run(): Promise<void> {
    const { machine, frames, signal, registers } = this.#core
    machine.wire.send(encodeFrame(Buffer.from('OHAI', 'latin1')))
    try {
      for (;;) {
        const request = decodeRequest(await frames.next(signal))
        if (request !== null && (await this.#answer(request))) return
        if (registers.isWatchdogSet) return
      }
    } finally {
      this.#write?.close()
    }
  }

  /** True: it ends. */
  async #answer(request: Request): Promise<boolean> {
    if (request.op === op.runUserCode) return true
    const owed = this.#owedError
    this.#owedError = 0
    const answer = request.isTorn
      ? { error: badLength }
      : owed !== 0
        ? { error: owed }
        : await this.#handle(request)
    const times = request.op === op.sync && answer.error === 0 ? syncAnswers : 1
    for (let time = 0; time < times; time += 1)
      send(this.#core, request.op, answer, Uint8Array.of(answer.error, 0))
    const after = await answer.after?.()
    if (typeof after === 'number') this.#owedError = after
    return after === 'leave'
  }

  async #handle({ op: code, data, checksum }: Request): Promise<Answer> {
    const { traits, flash, registers } = this.#core
    const fits = (sizeBytes: number, answer: () => Answer | Promise<Answer>) =>
      data.length === sizeBytes ? answer() : { error: badLength }
    switch (code) {
      case op.sync:
        return fits(36, () => success)
      case op.readReg:
        return fits(4, () => ({ error: 0, value: registers.read(data.readUInt32LE(0)) }))
      case op.writeReg:
        return writeRegisters(this.#core, data) ? success : { error: badLength }
      case op.securityInfo:
        if (!traits.hasSecurityInfo) return { error: notImplemented }
        return fits(0, () => ({ error: 0, data: securityInfo(this.#core) }))
      case op.spiAttach:
        return fits(4, () => success)
      case op.spiSetParams:
        return fits(24, () => success)
      case op.changeBaudRate:
        return fits(8, () => ({
          error: 0,
          after: () => setRate(this.#core, data.readUInt32LE(0)),
        }))
      case op.flashBegin:
      case op.flashDeflBegin:
        return this.#begin(data, code === op.flashDeflBegin)
      case op.flashData:
      case op.flashDeflData:
        return this.#take(data, checksum)
      case op.flashEnd:
      case op.flashDeflEnd:
        return fits(4, () => this.#end(data.readUInt32LE(0) === 0))
      case op.flashMd5:
        return fits(16, async () => {
          const [offset = 0, sizeBytes = 0] = words(data, 2)
          const digest = await flash.digest(offset, sizeBytes)
          return digest === null ? { error: flashFailed } : { error: 0, data: digest }
        })
      case op.eraseFlash:
        return (await flash.erase(0, flash.sizeBytes)) ? success : { error: flashFailed }
      case op.eraseRegion:
        return fits(8, async () => {
          const [offset = 0, sizeBytes = 0] = words(data, 2)
          if (offset % sectorBytes !== 0 || sizeBytes % sectorBytes !== 0) return { error: badLength }
          return (await flash.erase(offset, sizeBytes)) ? success : { error: flashFailed }
        })
      case op.readFlash:
        return fits(16, () => ({
          error: 0,
          after: async () => ((await sendFlash(this.#core, data)) ? 0 : flashFailed),
        }))
      default:
        return { error: unknownCommand }
    }
  }

  #begin(data: Buffer, isDeflated: boolean): Answer {
    if (data.length !== 16 && data.length !== 20) return { error: badLength }
    const [sizeBytes = 0, , blockBytes = 0, offset = 0] = words(data, 4)
    if (blockBytes > largestBlockBytes) return { error: badBlockSize }
    const { flash } = this.#core
    if (offset + sizeBytes > flash.sizeBytes) return { error: flashFailed }
    this.#write?.close()
    const write = new FlashWrite(flash, { offset, sizeBytes, eraseBytes: sizeBytes, isDeflated })
    this.#write = write
    return { error: 0, after: async () => status(await write.eraseSome()) }
  }

  #take(data: Buffer, checksum: number): Answer {
    const block = decodeBlock(data)
    const write = this.#write
    if (write === null) return { error: notInFlashMode }
    if (block === null) return { error: badLength }
    if (blockChecksum(block.bytes) !== checksum) return { error: badChecksum }
    if (block.number !== write.nextBlock && this.#core.options.repeatedBlocks !== 'take')
      return { error: badChecksum }
    return { error: 0, after: async () => status(await write.take(block.bytes)) }
  }

  #end(reboots: boolean): Answer {
    if (this.#write === null) return { error: notInFlashMode }
    if (!this.#write.isComplete) return { error: badLength }
    this.#write.close()
    this.#write = null
    return reboots ? { error: 0, after: () => 'leave' } : success
  }
}

function status(failure: WriteFailure | null): number {
  return failure === null ? 0 : failures[failure]
}

// A receiver of one file, plain or behind a command line, whatever it calls the transfer. The order of things: enter,
// capacity | receive, transfer, received, pad, store | digest | reset. Not here: the transfer (the senders).
import { crc32 } from 'node:zlib'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConsoleScript } from '../console/script.ts'
import type { ConsoleValues } from '../console/template.ts'
import type {
  ChipInfo,
  ConnectContext,
  FlashPlan,
  Image,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { Board, decimal, type Storage } from './board.ts'
import type { BlockSize } from './codec.ts'
import type { BoardOptions, ReceiverConsole } from './options.ts'
import { scriptValues } from './script-values.ts'
import type { SenderEvent } from './session.ts'

/** What differs between the transfers. */
export interface FileTransfer {
  /** Family of a chip that is only a receiver. */
  readonly family: string
  /** For estimates. */
  bytesPerSecond(baudRate: number): number
  /** Without `receive` the transfer itself tells the device what to do. */
  readonly console: (BoardOptions & Partial<ReceiverConsole>) | undefined
  /** What a device takes that cannot be asked; null: not known. */
  readonly capacityBytes: number | null
  /** The transfer has a word for a file of no bytes. */
  readonly takesEmpty: boolean
  fileName(image: Image): string
  /** Whether a receiver that counted so many bytes took the whole image. */
  isWhole(receivedBytes: number, image: Image): boolean
  /** `play`: at the device's prompt, with values of the transfer besides those of the image. */
  send(link: Link, file: OutgoingFile, signal: AbortSignal, play: PlayScript): AsyncIterable<SenderEvent>
}

export interface OutgoingFile extends Pick<Image, 'bytes' | 'sha256'> {
  readonly name: string
}

/** VERIFY_MISMATCH when it captures another size as `received`, and what scripts reject with. */
export type PlayScript = (script: ConsoleScript, values: ConsoleValues, signal: AbortSignal) => Promise<void>

/** Bytes of the file, sent in blocks of XMODEM's family over a serial line. */
export function overSerial(blockSize: BlockSize): FileTransfer['bytesPerSecond'] {
  return (baudRate) => baudRate / 10 / (1 + 6 / blockSize)
}

/** Assumed where the carrier's rate is not known. */
const usualBaudRate = 115_200
/** A receiver that waits by itself asks every few seconds; later, somebody has to restart it. */
const noticeAfterMs = 4000

/** Finds the prompt, where there is one. CONSOLE_NO_PROMPT and other codes of the scripts. */
export async function connectReceiver(
  link: Link,
  transfer: FileTransfer,
  context: ConnectContext,
): Promise<Target> {
  const { console: script, capacityBytes } = transfer
  if (script === undefined) return new ReceiverTarget(link, transfer, context, null, null)
  const board = new Board(link, script, context.log)
  const storage = await board.enter(context.signal)
  return new ReceiverTarget(link, transfer, context, board, {
    ...storage,
    capacityBytes: storage.capacityBytes ?? capacityBytes,
  })
}

class ReceiverTarget implements Target {
  readonly chip: ChipInfo
  readonly proof: 'deviceDigest' | 'none'
  readonly #link: Link
  readonly #transfer: FileTransfer
  readonly #context: ConnectContext
  readonly #board: Board | null
  readonly #storage: Storage | null

  constructor(
    link: Link,
    transfer: FileTransfer,
    context: ConnectContext,
    board: Board | null,
    storage: Storage | null,
  ) {
    this.#link = link
    this.#transfer = transfer
    this.#context = context
    this.#board = board
    this.#storage = storage
    this.proof = transfer.console?.digest ? 'deviceDigest' : 'none'
    this.chip = {
      family: board === null ? transfer.family : 'console',
      mac: null,
      uid: null,
      flashSizeBytes: storage === null ? transfer.capacityBytes : storage.capacityBytes,
    }
  }

  plan(image: Image): FlashPlan {
    const { takesEmpty, console: script } = this.#transfer
    const capacityBytes = this.chip.flashSizeBytes
    const { sizeBytes } = image
    if (capacityBytes !== null && sizeBytes > capacityBytes)
      throw new FlashlineError('IMAGE_TOO_LARGE', { sizeBytes, capacityBytes })
    // Nothing can be stored or read back of an empty image; U-Boot hangs when asked to.
    if (sizeBytes === 0 && (!takesEmpty || script?.store))
      throw new FlashlineError('IMAGE_SIZE', { expected: 'at least 1', found: 0 })
    const bytesPerSecond = this.#transfer.bytesPerSecond(this.#context.baudRate ?? usualBaudRate)
    return {
      image,
      regions: [{ address: 0, bytes: image.bytes }],
      totalBytes: sizeBytes,
      estimatedMs: Math.ceil((sizeBytes * 1000) / bytesPerSecond) + 2000,
    }
  }

  async *write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const board = this.#board
    const script = this.#transfer.console
    const values = this.#values(plan.image)
    const play: PlayScript = async (script, more, signal) => {
      const said = await board?.play(script, { ...values, ...more }, signal)
      if (said?.received !== undefined) this.#requireWhole(decimal('received', said.received), plan.image)
    }
    if (script?.receive) await board?.startReceiver(script.receive, values, signal)
    yield* this.#send(plan.image, play, signal)
    if (!board || !script) return
    board.receiverLeft()

    if (script.received) await play(script.received, {}, signal)
    if (script.pad && values.padBytes !== '0') await board.play(script.pad, values, signal)
    if (script.store) {
      yield { kind: 'pointOfNoReturn' }
      await board.play(
        script.store.map((step) => ({ ...step, refusedCode: 'STORAGE_WRITE' as const })),
        values,
        signal,
      )
    }
  }

  #requireWhole(found: number, image: Image): void {
    if (this.#transfer.isWhole(found, image)) return
    throw new FlashlineError('VERIFY_MISMATCH', { algorithm: 'size', expected: image.sizeBytes, found })
  }

  async *#send(image: Image, play: PlayScript, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const { notice = () => {} } = this.#context
    const { bytes, sha256 } = image
    const file = { name: this.#transfer.fileName(image), bytes, sha256 }
    const isPlain = this.#board === null
    const overdue = isPlain ? setTimeout(() => notice('tapReset'), noticeAfterMs) : undefined
    try {
      for await (const event of this.#transfer.send(this.#link, file, signal, play)) {
        if (event.kind === 'accepted' && isPlain) {
          clearTimeout(overdue)
          notice(null)
        }
        yield event
        // Without a store step the receiver itself writes what it takes.
        if (event.kind === 'accepted' && !this.#transfer.console?.store) yield { kind: 'pointOfNoReturn' }
      }
    } finally {
      clearTimeout(overdue)
    }
  }

  async *verify(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<VerifyEvent, void, void> {
    const digestScript = this.#transfer.console?.digest
    if (!this.#board || !digestScript) return
    const said = await this.#board.play(digestScript, this.#values(plan.image), signal)
    const algorithm = said.crc32 === undefined ? 'md5' : 'crc32'
    const found = said[algorithm]?.toLowerCase()
    if (found === undefined) throw new FlashlineError('CONSOLE_NO_ANSWER', { missing: 'crc32' })
    const expected =
      algorithm === 'md5' ? plan.image.md5 : crc32(plan.image.bytes).toString(16).padStart(8, '0')
    if (found !== expected) throw new FlashlineError('VERIFY_MISMATCH', { algorithm, expected, found })
    yield { kind: 'progress', doneBytes: plan.image.sizeBytes, totalBytes: plan.image.sizeBytes }
    yield { kind: 'proved', by: 'deviceDigest', algorithm, digest: found }
  }

  async reset(signal: AbortSignal): Promise<void> {
    await this.#board?.reset(signal)
  }

  #values(image: Image): ConsoleValues {
    const { console: board } = this.#transfer
    if (!board) return {}
    const fileName = this.#transfer.fileName(image)
    return scriptValues(board, image, fileName, this.#storage?.blockBytes ?? board.blockBytes)
  }
}

// YMODEM receivers, plain or behind a command line such as U-Boot's `loady`. The order of things, as the README
// tells it: enter, capacity | receive, transfer, received, pad, store | digest | reset.
import { crc32 } from 'node:zlib'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConsoleValues } from '../console/template.ts'
import type {
  ChipInfo,
  ConnectContext,
  FlashPlan,
  Image,
  Protocol,
  Target,
  VerifyEvent,
  WriteEvent,
} from '../protocol.ts'
import { Board, decimal, type Storage, scriptValues } from './board.ts'
import { plainFileName } from './codec.ts'
import { type YmodemOptions, ymodemOptionsSchema } from './options.ts'
import { sendFile } from './sender.ts'

/** Assumed where the carrier's rate is not known. */
const usualBaudRate = 115_200

export const ymodem: Protocol<YmodemOptions> = {
  id: 'ymodem',
  options: ymodemOptionsSchema,
  async connect(link, options, context) {
    if (options.console === undefined) return new YmodemTarget(link, options, context, null, null)
    const board = new Board(link, options.console, context.log)
    return new YmodemTarget(link, options, context, board, await board.enter(context.signal))
  },
}

class YmodemTarget implements Target {
  readonly chip: ChipInfo
  readonly proof: 'deviceDigest' | 'none'
  readonly #link: Link
  readonly #options: YmodemOptions
  readonly #board: Board | null
  readonly #storage: Storage | null
  readonly #baudRate: number

  constructor(
    link: Link,
    options: YmodemOptions,
    context: ConnectContext,
    board: Board | null,
    storage: Storage | null,
  ) {
    this.#link = link
    this.#options = options
    this.#board = board
    this.#storage = storage
    this.#baudRate = context.baudRate ?? usualBaudRate
    this.proof = options.console?.digest ? 'deviceDigest' : 'none'
    this.chip = {
      family: board === null ? 'ymodem' : 'console',
      mac: null,
      uid: null,
      flashSizeBytes: storage?.capacityBytes ?? null,
    }
  }

  plan(image: Image): FlashPlan {
    const capacityBytes = this.#storage?.capacityBytes ?? null
    const { sizeBytes } = image
    if (capacityBytes !== null && sizeBytes > capacityBytes)
      throw new FlashlineError('IMAGE_TOO_LARGE', { sizeBytes, capacityBytes })
    // Nothing can be stored or read back of an empty image; U-Boot hangs when asked to.
    if (sizeBytes === 0 && this.#options.console?.store)
      throw new FlashlineError('IMAGE_SIZE', { expected: 'at least 1', found: 0 })
    const estimatedMs = Math.ceil((sizeBytes * 10_000 * (1 + 6 / this.#options.blockSize)) / this.#baudRate)
    return {
      image,
      regions: [{ address: 0, sizeBytes }],
      totalBytes: sizeBytes,
      skippedBytes: 0,
      estimatedMs: estimatedMs + 2000,
    }
  }

  async *write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const board = this.#board
    const script = this.#options.console
    const values = this.#values(plan.image)
    await board?.startReceiver(values, signal)
    const file = { name: this.#fileName(plan.image), bytes: plan.image.bytes }
    for await (const event of sendFile(this.#link, file, this.#options, signal)) {
      yield event
      // Without a store step the receiver itself writes what it takes.
      if (event.kind === 'accepted' && !script?.store) yield { kind: 'pointOfNoReturn' }
    }
    if (!board || !script) return
    board.receiverLeft()

    if (script.received) {
      const said = await board.play(script.received, values, signal)
      const found = decimal('received', said.received ?? '')
      if (found !== plan.image.sizeBytes)
        throw new FlashlineError('VERIFY_MISMATCH', {
          algorithm: 'size',
          expected: plan.image.sizeBytes,
          found,
        })
    }
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

  async *verify(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<VerifyEvent, void, void> {
    const digestScript = this.#options.console?.digest
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

  #fileName(image: Image): string {
    return this.#options.fileName ?? plainFileName(image.fileName)
  }

  #values(image: Image): ConsoleValues {
    const { console: board } = this.#options
    if (!board) return {}
    return scriptValues(board, image, this.#fileName(image), this.#storage?.blockBytes ?? board.blockBytes)
  }
}

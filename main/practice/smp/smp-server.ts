// What a simulated MCUboot device answers: the firmware's image management, or serial recovery's smaller one. Not here:
// lines and bytes (mcuboot-chip.ts), what a start does (slots.ts).
// Sources: Zephyr documentation, SMP groups 0 and 1; MCUboot, "Serial Recovery".
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Body, type Command, commands, type Message } from '../../protocols/smp/codec.ts'
import { imageHeaderBytes, imageMagic, shaBytes } from './mcuboot-image.ts'
import { type Slots, trailerBytes } from './slots.ts'

export interface SmpServerOptions {
  readonly isRecovery: boolean
  readonly bufferBytes: number
  readonly bufferCount: number
  /** Says how large its buffers and slots are. */
  readonly tellsSizes: boolean
  /** Says nothing to what it does not know, and knows no echo: an old serial recovery. */
  readonly ignoresUnknown: boolean
  /** Digests its flash at the end of an upload, and before it begins one. */
  readonly checksImage: boolean
  /** Serial recovery leaves the rest of a chunk that is no multiple of this. */
  readonly alignBytes: number
  readonly eraseDone: () => Promise<void>
  readonly print: (line: string) => void
}

/** A no, as SMP 2 and as SMP 1 say it. */
interface No {
  readonly group: number
  readonly rc: number
  readonly old: number
}
const no = (rc: number, old: number): No => ({ group: 1, rc, old })
const noFreeSlot = no(9, 6)
const writeFailed = no(12, 1)
const eraseFailed = no(13, 1)
const noHash = no(8, 1)
const badHeader = no(22, 3)
const badMagic = no(23, 1)
const notNewer = no(27, 6)
const tooLarge = no(30, 1)
const overrun = no(31, 1)

const uploadSchema = z.object({
  off: z.number().int().min(0),
  data: z.instanceof(Uint8Array),
  len: z.number().int().min(0).optional(),
  sha: z.instanceof(Uint8Array).optional(),
  upgrade: z.boolean().default(false),
})
type Upload = z.infer<typeof uploadSchema>
const echoSchema = z.object({ d: z.string() })
const setStateSchema = z.object({
  hash: z.instanceof(Uint8Array).optional(),
  confirm: z.boolean().default(false),
})

const unsupported: Body = { rc: 8 }
const invalid: Body = { rc: 3 }

/** What it keeps in RAM between chunks. */
interface Session {
  off: number
  readonly sizeBytes: number
  readonly sha: Uint8Array
}

export class SmpServer {
  readonly #slots: Slots
  readonly #options: SmpServerOptions
  #session: Session | null = null
  /** Restarts after this answer. */
  isResetAsked = false

  constructor(slots: Slots, options: SmpServerOptions) {
    this.#slots = slots
    this.#options = options
  }

  /** Null: it says nothing. */
  async answer(request: Message): Promise<Body | null> {
    const { isRecovery, tellsSizes, ignoresUnknown, bufferBytes, bufferCount } = this.#options
    const isFor = (command: Command): boolean => {
      const op = command.op === 'read' ? 0 : 2
      return request.group === command.group && request.id === command.id && request.op === op
    }
    const isNew = request.version > 0
    if (isFor(commands.echo) && !ignoresUnknown) {
      const echo = echoSchema.safeParse(request.body)
      return echo.success ? { r: echo.data.d } : invalid
    }
    if (isFor(commands.reset)) {
      this.isResetAsked = true
      return {}
    }
    if (isFor(commands.parameters) && tellsSizes) return { buf_size: bufferBytes, buf_count: bufferCount }
    if (isFor(commands.bootLoader) && !isRecovery) return { bootloader: 'MCUboot' }
    if (isFor(commands.imageState)) return this.#state()
    if (isFor(commands.setImageState) && !isRecovery) return this.#setState(request.body, isNew)
    if (isFor(commands.slotInfo) && tellsSizes) return this.#slotInfo()
    if (!isFor(commands.upload)) return ignoresUnknown ? null : unsupported
    const upload = uploadSchema.safeParse(request.body)
    if (!upload.success) return invalid
    return isRecovery ? this.#recover(upload.data) : this.#upload(upload.data, isNew)
  }

  #state(): Body {
    const { isRecovery } = this.#options
    const swap = this.#slots.swapType
    const images = [0, 1].flatMap((slot) => {
      const image = this.#slots.image(slot)
      // The firmware reads what an image says of itself; the boot loader digests it.
      if (image === null || (isRecovery && !image.isValid)) return []
      const isPending = slot === 1 && (swap === 'test' || swap === 'permanent')
      return {
        slot,
        version: image.version,
        hash: image.hash,
        bootable: true,
        ...(!isRecovery && {
          pending: isPending,
          confirmed: slot === (swap === 'revert' ? 1 : 0),
          active: slot === 0,
          permanent: isPending && swap === 'permanent',
        }),
      }
    })
    return { images, ...(!isRecovery && { splitStatus: 0 }) }
  }

  #slotInfo(): Body {
    const size = this.#slots.slotBytes
    const slots = [0, 1].map((slot) => ({ slot, size }))
    return { images: [{ image: 0, slots, max_image_size: size - trailerBytes }] }
  }

  #setState(body: unknown, isNew: boolean): Body {
    const parsed = setStateSchema.safeParse(body)
    if (!parsed.success) return invalid
    const { hash, confirm } = parsed.data
    const isSlot = (slot: number): boolean =>
      hash !== undefined && Buffer.compare(this.#slots.image(slot)?.hash ?? Buffer.alloc(0), hash) === 0
    if (confirm && (hash === undefined || isSlot(0))) {
      return this.#slots.swapType === 'revert' && !this.#slots.confirm()
        ? say(writeFailed, isNew)
        : this.#state()
    }
    if (!isSlot(1)) return say(noHash, isNew)
    return this.#slots.requestSwap(confirm) ? this.#state() : say(writeFailed, isNew)
  }

  async #upload(request: Upload, isNew: boolean): Promise<Body> {
    const { off, data, sha = new Uint8Array(0), len } = request
    if (off === 0) {
      if (data.length < imageHeaderBytes) return say(badHeader, isNew)
      if (len === undefined) return say(no(21, 3), isNew)
      const header = Buffer.from(data)
      if (header.readUInt32LE(0) !== imageMagic) return say(badMagic, isNew)
      const { off: goesOnAt } = this.#session ?? { off: 0 }
      if (this.#session && sha.length > 0 && Buffer.compare(this.#session.sha, sha) === 0)
        return { off: goesOnAt }
      if (this.#slots.swapType !== 'none') return say(noFreeSlot, isNew)
      if (len > this.#slots.slotBytes - trailerBytes) return say(tooLarge, isNew)
      if (request.upgrade && !this.#isNewer(header)) return say(notNewer, isNew)
      if (this.#options.checksImage && sha.length === shaBytes && this.#digests(1, len, sha))
        return { off: len, match: true }
      if (!this.#slots.erase(1)) return say(eraseFailed, isNew)
      this.#options.print('<inf> mcumgr_img_grp: erased the second slot')
      await this.#options.eraseDone()
      this.#session = { off: 0, sizeBytes: len, sha }
    }
    const session = this.#session
    if (session === null || off !== session.off) return { off: session?.off ?? 0 }
    if (off + data.length > session.sizeBytes) return say(overrun, isNew)
    if (!this.#slots.store(1, off, data)) {
      this.#session = null
      return say(writeFailed, isNew)
    }
    session.off += data.length
    if (session.off < session.sizeBytes) return { off: session.off }
    this.#session = null
    this.#options.print('<inf> mcumgr_img_grp: upload complete')
    const { checksImage } = this.#options
    return {
      off: session.off,
      ...(checksImage && { match: this.#digests(1, session.sizeBytes, session.sha) }),
    }
  }

  /** Over the first slot; every chunk 0 begins anew. */
  async #recover({ off, data, len }: Upload): Promise<Body> {
    if (off === 0) {
      if (len === undefined || len > this.#slots.slotBytes || !this.#slots.erase(0)) return invalid
      await this.#options.eraseDone()
      this.#session = { off: 0, sizeBytes: len, sha: new Uint8Array(0) }
    }
    const session = this.#session
    if (session === null || off !== session.off) return { rc: 0, off: session?.off ?? 0 }
    if (off + data.length > session.sizeBytes) return invalid
    const isLast = off + data.length === session.sizeBytes
    const taken = isLast ? data.length : data.length - (data.length % this.#options.alignBytes)
    if (!this.#slots.store(0, off, data.subarray(0, taken))) return invalid
    session.off += taken
    return { rc: 0, off: session.off }
  }

  #digests(slot: number, sizeBytes: number, sha: Uint8Array): boolean {
    const found = createHash('sha256').update(this.#slots.bytes(slot, sizeBytes)).digest()
    return Buffer.compare(found, sha) === 0
  }

  #isNewer(header: Buffer): boolean {
    const runs = (this.#slots.image(0)?.version ?? '0.0.0').split('.').map(Number)
    const offered = [header[20] ?? 0, header[21] ?? 0, header.readUInt16LE(22)]
    for (const [index, value] of offered.entries()) {
      if (value !== (runs[index] ?? 0)) return value > (runs[index] ?? 0)
    }
    return false
  }
}

function say({ group, rc, old }: No, isNew: boolean): Body {
  return isNew ? { err: { group, rc } } : { rc: old }
}

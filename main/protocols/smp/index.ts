// Devices with MCUboot, over SMP: through their running firmware (upload to the second slot, try, confirm) or through
// the boot loader's serial recovery (upload over the first slot). The order of things, as the README tells it:
// enter, buffers, slots | upload, try | image state | reset | wait, confirm.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
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
import { type SmpCarrier, serialCarrier } from './carrier.ts'
import { Chunks } from './chunks.ts'
import {
  type Buffers,
  capacityOf,
  type DeviceState,
  guessBuffers,
  readState,
  readTold,
  setState,
} from './device-state.ts'
import { enter } from './entry.ts'
import { type SmpOptions, smpOptionsSchema } from './options.ts'
import type { SlotState } from './replies.ts'
import { restart, settleSwaps, waitForImage } from './restart.ts'
import { SmpSession } from './session.ts'
import { udpCarrier } from './udp-carrier.ts'
import { uploadImage } from './upload.ts'
import { isWanted, wantedImage } from './wanted.ts'

/** A device's own time for a chunk and for a slot, for estimates. */
const chunkMs = 5
const eraseMs = 5000
/** Of a chunk that is not the first: header, map, offset. */
const chunkOverheadBytes = 26

export const smp: Protocol<SmpOptions> = {
  id: 'smp',
  options: smpOptionsSchema,
  async connect(link, options, context) {
    const { signal } = context
    const { replyTimeoutMs: timeoutMs, maxRetries } = options
    const session = new SmpSession(await carrierOn(link, options, context), { timeoutMs, maxRetries })
    const state = await enter(link, session, options, context)
    const told = await readTold(session, { timeoutMs, maxRetries: 1 }, signal)
    const { maxBufferBytes } = options
    const guessed = told.buffers ?? (await guessBuffers(session, maxBufferBytes, timeoutMs, signal))
    const buffers = { ...guessed, bufferBytes: Math.min(guessed.bufferBytes, maxBufferBytes) }
    const capacityBytes = capacityOf(told.slotInfo, options.image, state.mode)
    const { bootLoader } = told
    return new McubootTarget(session, options, context, { state, buffers, capacityBytes, bootLoader })
  },

  /** Asks for the image state, as connect() does first. */
  async preflight(link, options, { signal }) {
    const context = { log: () => {}, signal }
    const { replyTimeoutMs: timeoutMs, maxRetries } = options
    const session = new SmpSession(await carrierOn(link, options, context), { timeoutMs, maxRetries })
    await enter(link, session, { ...options, entry: 'none' }, context)
  },
}

/** Datagrams where the address names a host of the LAN, else lines on the console. LAN_UNREACHABLE */
async function carrierOn(
  link: Link,
  { udpPort, mtuBytes }: SmpOptions,
  context: Pick<ConnectContext, 'log' | 'baudRate' | 'signal'>,
): Promise<SmpCarrier> {
  const { host } = link
  if (host === undefined) return serialCarrier(link, context)
  return udpCarrier(await host.openUdp(host.port ?? udpPort, context), mtuBytes)
}

interface Known {
  readonly state: DeviceState
  readonly buffers: Buffers
  readonly capacityBytes: number | null
  readonly bootLoader: string | null
}

class McubootTarget implements Target {
  readonly chip: ChipInfo
  readonly version: string | null
  readonly proof = 'deviceDigest'
  readonly #session: SmpSession
  readonly #options: SmpOptions
  readonly #context: ConnectContext
  readonly #known: Known
  /** The device's own digest of what was uploaded; null: it did not make one. */
  #match: boolean | null = null
  /** What the next start will do differs from what runs now. */
  #isRestartDue: boolean

  constructor(session: SmpSession, options: SmpOptions, context: ConnectContext, known: Known) {
    const { state, buffers, capacityBytes, bootLoader } = known
    this.#session = session
    this.#options = options
    this.#context = context
    this.#known = known
    // Recovery ends only with a restart; firmware that was not touched runs on.
    this.#isRestartDue = state.mode === 'recovery'
    this.version = runningSlot(state)?.version ?? null
    this.chip = {
      family: 'mcuboot',
      name: 'MCUboot',
      mac: null,
      uid: null,
      flashSizeBytes: capacityBytes,
      facts: {
        mode: state.mode,
        slots: state.slots.map(({ slot, version }) => `${slot}:${version}`).join(' '),
        smpVersion: session.version + 1,
        bufferBytes: buffers.bufferBytes,
        bufferCount: buffers.count,
        ...(bootLoader !== null && { bootLoader }),
      },
    }
  }

  /** Only MCUboot images. IMAGE_FORMAT, IMAGE_TOO_LARGE. */
  plan(image: Image): FlashPlan {
    const { bytes, version } = wantedImage(image.bytes)
    const { capacityBytes, buffers } = this.#known
    if (capacityBytes !== null && bytes.length > capacityBytes)
      throw new FlashlineError('IMAGE_TOO_LARGE', { sizeBytes: bytes.length, capacityBytes })
    const { carrier } = this.#session
    const messageBytes = carrier.messageBytesIn(buffers.bufferBytes)
    const chunkCount = Math.ceil(bytes.length / (messageBytes - chunkOverheadBytes))
    return {
      image,
      regions: [{ address: 0, bytes }],
      version,
      totalBytes: bytes.length,
      estimatedMs: Math.ceil(eraseMs + chunkCount * (carrier.messageMs(messageBytes) + chunkMs)),
    }
  }

  write(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    this.#match = null
    return this.#isRecovery ? this.#writeFirstSlot(plan, signal) : this.#writeSecondSlot(plan, signal)
  }

  async *verify(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<VerifyEvent, void, void> {
    const { totalBytes } = plan
    const wanted = wantedImage(plan.image.bytes)
    const expected = hex(wanted.sha256)
    if (this.#match === false)
      throw new FlashlineError('VERIFY_MISMATCH', { algorithm: 'sha256', expected, address: 0 })
    const { algorithm, hash } = wanted
    const slots = await this.#readSlots(signal)
    if (!slots.some((slot) => isWanted(slot, wanted) && (!this.#isRecovery || slot.slot === 0))) {
      const found = slots.map((slot) => hex(slot.hash ?? new Uint8Array(0))).join(' ')
      throw new FlashlineError('VERIFY_MISMATCH', { algorithm, expected: hex(hash), found, address: 0 })
    }
    yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
    yield this.#match
      ? { kind: 'proved', by: 'deviceDigest', algorithm: 'sha256', digest: expected }
      : { kind: 'proved', by: 'deviceDigest', algorithm, digest: hex(hash) }
  }

  async reset(signal: AbortSignal): Promise<void> {
    if (!this.#isRestartDue) return
    await restart(this.#session, this.#options, signal)
    this.#isRestartDue = false
  }

  async confirm(plan: FlashPlan, signal: AbortSignal): Promise<{ version: string | null }> {
    const { image, swapTimeoutMs: timeoutMs } = this.#options
    const wanted = wantedImage(plan.image.bytes)
    const running = await waitForImage(this.#session, {
      image,
      isWanted: (slot) => isWanted(slot, wanted),
      timeoutMs,
      signal,
      restart: () => restart(this.#session, this.#options, signal),
    })
    if (running.confirmed) return { version: running.version }
    await setState(this.#session, wanted.hash, true, signal)
    const slots = await this.#readSlots(signal)
    if (slots.some((slot) => slot.active && slot.confirmed && isWanted(slot, wanted)))
      return { version: running.version }
    throw new FlashlineError('SWAP_REVERTED', { expected: running.version, reason: 'not confirmed' })
  }

  /** Recovery: what runs is overwritten. */
  async *#writeFirstSlot(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const wanted = wantedImage(plan.image.bytes)
    const slots = await this.#readSlots(signal)
    // The boot loader lists a slot only after it has digested it.
    if (slots.some((slot) => slot.slot === 0 && slot.hash !== undefined && isWanted(slot, wanted))) {
      yield* allSkipped(plan)
      return
    }
    yield { kind: 'accepted' }
    yield { kind: 'pointOfNoReturn' }
    yield* this.#upload(plan, signal)
  }

  async *#writeSecondSlot(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const wanted = wantedImage(plan.image.bytes)
    const slots = await this.#readSlots(signal)
    const running = slots.find((slot) => slot.active && isWanted(slot, wanted))
    const isWaiting = slots.some((slot) => slot.pending && isWanted(slot, wanted))
    if (running !== undefined || isWaiting) {
      // An earlier run came this far. What runs on trial is confirmed now: a restart would take it back. What waits comes to
      // run by the restart, and that changes the device as much as an upload does.
      if (running?.confirmed !== true) yield { kind: 'accepted' }
      if (running?.confirmed === false) await setState(this.#session, wanted.hash, true, signal)
      this.#isRestartDue = running === undefined
      yield* allSkipped(plan)
      return
    }
    await settleSwaps(this.#session, this.#options, slots, signal)
    yield { kind: 'accepted' }
    yield* this.#upload(plan, signal)
    const written = await this.#readSlots(signal)
    // An image that did not arrive whole is for verify() to tell.
    if (this.#match === false || !written.some((slot) => isWanted(slot, wanted))) return
    yield { kind: 'pointOfNoReturn' }
    await setState(this.#session, wanted.hash, false, signal)
    this.#isRestartDue = true
  }

  async *#upload(plan: FlashPlan, signal: AbortSignal): AsyncGenerator<WriteEvent, void, void> {
    const { bytes, sha256 } = wantedImage(plan.image.bytes)
    const { bufferBytes, count } = this.#known.buffers
    const { image, upgradeOnly, window } = this.#options
    const chunks = new Chunks(this.#session, { bytes, sha256, image, upgradeOnly }, bufferBytes)
    const tell = this.#context.notice
    const options = { ...this.#options, window: Math.min(window, count), onErased: () => tell?.(null) }
    tell?.('erasing')
    try {
      this.#match = yield* uploadImage(this.#session, chunks, options, signal)
    } finally {
      tell?.(null)
    }
  }

  async #readSlots(signal: AbortSignal): Promise<readonly SlotState[]> {
    return (await readState(this.#session, this.#options.image, signal)).slots
  }

  get #isRecovery(): boolean {
    return this.#known.state.mode === 'recovery'
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function* allSkipped({ totalBytes }: FlashPlan): Generator<WriteEvent, void, void> {
  yield { kind: 'skipped', sizeBytes: totalBytes }
  yield { kind: 'progress', doneBytes: totalBytes, totalBytes }
}

/** In recovery nothing runs; what would run is in the first slot. */
function runningSlot({ mode, slots }: DeviceState): SlotState | undefined {
  return slots.find((slot) => (mode === 'normal' ? slot.active : slot.slot === 0))
}

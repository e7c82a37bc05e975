// What a device says about itself: its images, its slots, its buffers, and whether the firmware or the boot loader speaks.
// Sources: Zephyr documentation, SMP groups 0 and 1; MCUboot, "Serial Recovery".
import { FlashlineError } from '../../../preload/contract/index.ts'
import { bufferSteps } from './chunks.ts'
import { commands } from './codec.ts'
import {
  anySchema,
  bootLoaderSchema,
  imageStateSchema,
  parametersSchema,
  Refusal,
  refusedError,
  type SlotInfo,
  type SlotState,
  slotInfoSchema,
} from './replies.ts'
import type { Patience, SmpSession } from './session.ts'

export type Mode = 'normal' | 'recovery'

export interface DeviceState {
  readonly mode: Mode
  /** Of one image; only slots with something in them are listed. */
  readonly slots: readonly SlotState[]
}

export interface Buffers {
  readonly bufferBytes: number
  readonly count: number
}

/** Smaller ones do not hold the header of an image; a device that says so means something else. */
const leastBufferBytes = 96
const firstGuessBytes = 512
/** Header, map, key and the head of the padding, of at most 65,535 bytes. */
const paddedOverheadBytes = 8 + 1 + 2 + 3

/** Throws as session.require() does. */
export async function readState(
  session: SmpSession,
  image: number,
  signal: AbortSignal,
  patience?: Patience,
): Promise<DeviceState> {
  const { images } = await session.require(commands.imageState, {}, imageStateSchema, signal, patience)
  return stateOf(images, image)
}

const lookTimeoutMs = 700
const passing: ReadonlySet<string> = new Set(['LOADER_SILENT', 'LOADER_REPLY', 'LOADER_REFUSED'])

/** One look at a device that may just be starting. Null: nobody is there yet, or what came is of no use. */
export async function look(
  session: SmpSession,
  image: number,
  signal: AbortSignal,
): Promise<DeviceState | null> {
  try {
    return await readState(session, image, signal, { timeoutMs: lookTimeoutMs, maxRetries: 0 })
  } catch (error) {
    if (error instanceof FlashlineError && passing.has(error.code)) return null
    throw error
  }
}

/** Firmware always knows which slot it runs from; the boot loader runs from none. */
export function stateOf(images: readonly SlotState[], image: number): DeviceState {
  const mode = images.some(({ active }) => active) ? 'normal' : 'recovery'
  return { mode, slots: images.filter((slot) => slot.image === image) }
}

/** What a device may tell about itself besides; null: it does not. */
export interface Told {
  readonly buffers: Buffers | null
  readonly slotInfo: SlotInfo | null
  readonly bootLoader: string | null
}

/** Small boot loaders do not even say no to what they do not know: who is silent once is not asked further. */
export async function readTold(session: SmpSession, patience: Patience, signal: AbortSignal): Promise<Told> {
  const told: Told = { buffers: null, slotInfo: null, bootLoader: null }
  try {
    const sizes = await session.ask(commands.parameters, {}, parametersSchema, signal, patience)
    const hasSizes = !(sizes instanceof Refusal) && sizes.buf_size >= leastBufferBytes
    const buffers = hasSizes ? { bufferBytes: sizes.buf_size, count: Math.max(sizes.buf_count, 1) } : null
    const slots = await session.ask(commands.slotInfo, {}, slotInfoSchema, signal, patience)
    const loader = await session.ask(commands.bootLoader, {}, bootLoaderSchema, signal, patience)
    return {
      buffers,
      slotInfo: slots instanceof Refusal ? null : slots,
      bootLoader: loader instanceof Refusal ? null : (loader.bootloader ?? null),
    }
  } catch (error) {
    if (error instanceof FlashlineError && error.code === 'LOADER_SILENT') return told
    throw error
  }
}

/** Gives a device that does not say what it takes padded requests until one is answered. */
export async function guessBuffers(
  session: SmpSession,
  maxBufferBytes: number,
  probeMs: number,
  signal: AbortSignal,
): Promise<Buffers> {
  const guesses = bufferSteps.filter((step) => step <= Math.min(firstGuessBytes, maxBufferBytes))
  for (const bufferBytes of guesses) {
    const padding = session.carrier.messageBytesIn(bufferBytes) - paddedOverheadBytes
    const request = session.prepare(commands.imageState, { _: new Uint8Array(padding) })
    await session.send(request, signal)
    if ((await session.answerTo([request], probeMs, signal)) !== null) return { bufferBytes, count: 1 }
  }
  return { bufferBytes: leastBufferBytes, count: 1 }
}

/** `confirm` false: to be tried at the next start; true: to stay. Refused: the codes of refusedError(). */
export async function setState(
  session: SmpSession,
  hash: Uint8Array,
  confirm: boolean,
  signal: AbortSignal,
): Promise<void> {
  const answer = await session.ask(commands.setImageState, { hash, confirm }, anySchema, signal)
  if (answer instanceof Refusal) throw refusedError(commands.setImageState.name, answer)
}

/** What fits into the slot that an upload goes to; null: it does not say. */
export function capacityOf(info: SlotInfo | null, image: number, mode: Mode): number | null {
  const found = info?.images.find((one) => one.image === image)
  if (!found) return null
  const target = mode === 'recovery' ? 0 : 1
  const sizes = [found.slots.find(({ slot }) => slot === target)?.size, found.max_image_size]
  const known = sizes.filter((size) => size !== undefined)
  return known.length === 0 ? null : Math.min(...known)
}

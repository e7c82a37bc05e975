// Restarts a device and sees what it runs then: swaps of an earlier run are ended before, our own is waited for after.
// Not here: who asks for the swap (index.ts). Source: MCUboot, "Bootloader design", Image Swapping and Image Trailer.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { commands } from './codec.ts'
import { type DeviceState, look } from './device-state.ts'
import { pause } from './entry.ts'
import type { SmpOptions } from './options.ts'
import { anySchema, refusalIn, refusedError, type SlotState } from './replies.ts'
import { parseAnswer, type SmpSession } from './session.ts'

const lookEveryMs = 250
/** A device answers the reset before it does it. */
const restartDelayMs = 500
/** A reset that is not done by now never arrived. */
const resetLostMs = 5000
const restarts = 3

/** LOADER_REFUSED. A device that restarts without an answer is believed: asked twice it would restart twice. */
export async function restart(
  session: SmpSession,
  { replyTimeoutMs }: SmpOptions,
  signal: AbortSignal,
): Promise<void> {
  const request = session.prepare(commands.reset, {})
  await session.send(request, signal)
  const answer = await session.answerTo([request], replyTimeoutMs, signal)
  if (answer === null) return
  const refusal = refusalIn(answer.body)
  if (refusal !== null) throw refusedError(commands.reset.name, refusal)
  parseAnswer(commands.reset, anySchema, answer.body)
}

/**
 * A device that still tries an image, or is about to, takes no other one. Restarts bring it back to the one that is
 * confirmed: the trial is taken back by the boot loader. Whatever is left then, the upload will be told.
 */
export async function settleSwaps(
  session: SmpSession,
  options: SmpOptions,
  slots: readonly SlotState[],
  signal: AbortSignal,
): Promise<void> {
  let now = slots
  for (let round = 0; round < restarts && isUnsettled(now); round += 1) {
    await restart(session, options, signal)
    await pause(session, restartDelayMs, signal)
    now = await returned(session, options, signal)
  }
}

export interface ImageWait {
  readonly image: number
  readonly isWanted: (slot: SlotState) => boolean
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Sends the reset again. */
  readonly restart: () => Promise<void>
}

/**
 * Waits until the firmware answers and runs the wanted image; returns its slot. SWAP_REVERTED when it runs another one
 * and is not about to swap, VERSION_UNSEEN when nobody answers in time.
 */
export async function waitForImage(session: SmpSession, wait: ImageWait): Promise<SlotState> {
  const until = performance.now() + wait.timeoutMs
  let resetAt = performance.now()
  let last: DeviceState | null = null
  while (performance.now() < until) {
    last = await look(session, wait.image, wait.signal)
    if (last === null) continue
    const running = last.slots.find(({ active }) => active)
    if (running !== undefined && wait.isWanted(running)) return running
    const isToCome = last.slots.some((slot) => slot.pending && wait.isWanted(slot))
    if (running !== undefined && !isToCome) throw reverted(last)
    if (isToCome && performance.now() - resetAt > resetLostMs) {
      await wait.restart()
      resetAt = performance.now()
    }
    await pause(session, lookEveryMs, wait.signal)
  }
  if (last === null) throw new FlashlineError('VERSION_UNSEEN', { waitedMs: wait.timeoutMs })
  throw reverted(last)
}

function reverted({ mode, slots }: DeviceState): FlashlineError {
  const found = slots.find(({ active }) => active)?.version ?? null
  return new FlashlineError('SWAP_REVERTED', { mode, found })
}

function isUnsettled(slots: readonly SlotState[]): boolean {
  return slots.some(({ active, confirmed, pending }) => pending || (active && !confirmed))
}

async function returned(
  session: SmpSession,
  { image, swapTimeoutMs }: SmpOptions,
  signal: AbortSignal,
): Promise<readonly SlotState[]> {
  const until = performance.now() + swapTimeoutMs
  while (performance.now() < until) {
    const state = await look(session, image, signal)
    if (state !== null) return state.slots
  }
  throw session.silentError(commands.imageState.name, swapTimeoutMs)
}

// Finds the device: asks until it answers, and gets it into serial recovery first where the profile says so.
// Not here: what it can do (index.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Link } from '../../transports/link.ts'
import type { ConnectContext } from '../protocol.ts'
import { commands, type SmpVersion } from './codec.ts'
import { type DeviceState, look, readState } from './device-state.ts'
import type { SmpOptions } from './options.ts'
import type { SmpSession } from './session.ts'

const resetMs = 100
const betweenLooksMs = 250

/** LOADER_SILENT, LOADER_REPLY; the codes of the link. */
export async function enter(
  link: Link,
  session: SmpSession,
  options: SmpOptions,
  { signal, notice }: ConnectContext,
): Promise<DeviceState> {
  const isByHand = options.entry === 'byHand'
  const timeoutMs = isByHand ? options.entryTimeoutMs : options.connectTimeoutMs
  if (options.entry === 'lines') await pullLines(link, session, options, signal)
  if (isByHand) notice?.('enterRecovery')
  try {
    const until = performance.now() + timeoutMs
    for (;;) {
      const left = until - performance.now()
      if (left <= 0 || !(await session.hello(versionsOf(options), left, signal)))
        throw session.silentError(commands.imageState.name, timeoutMs)
      // Who presses a button may press it in the middle of an answer.
      const state = isByHand
        ? await look(session, options.image, signal)
        : await readState(session, options.image, signal)
      if (state === null) continue
      if (options.mode === 'auto' || options.mode === state.mode) return state
      // The firmware answers where the boot loader should, or the other way round.
      if (!isByHand) throw new FlashlineError('LOADER_SILENT', { expected: options.mode, found: state.mode })
      await pause(session, betweenLooksMs, signal)
    }
  } finally {
    if (isByHand) notice?.(null)
  }
}

/** Lets time pass; what the device prints meanwhile goes to the log. */
export async function pause(session: SmpSession, timeMs: number, signal: AbortSignal): Promise<void> {
  await session.answerTo([], timeMs, signal)
}

function versionsOf({ smpVersion }: SmpOptions): readonly SmpVersion[] {
  if (smpVersion === 'auto') return [1, 0]
  return smpVersion === 2 ? [1] : [0]
}

/**
 * Fits lines that go straight to the pins, and those of two transistors where both lines on mean nothing: reset alone,
 * then the button alone.
 */
async function pullLines(
  link: Link,
  session: SmpSession,
  { resetLine, buttonLine, buttonHoldMs }: SmpOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await link.setSignals({ [buttonLine]: false, [resetLine]: true })
    await pause(session, resetMs, signal)
    await link.setSignals({ [buttonLine]: true, [resetLine]: false })
    await pause(session, buttonHoldMs, signal)
  } finally {
    await link.setSignals({ [buttonLine]: false, [resetLine]: false })
  }
}

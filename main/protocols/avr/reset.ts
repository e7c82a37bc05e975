// Starts the boot loader of an AVR board over the modem lines or by a touch at 1200 baud. Not here: whether it answers.
// Source of the pulse: boards of the Arduino kind couple DTR (some RTS) to the reset pin through a capacitor, others
// directly: a change from off to on resets, and both lines go off again so that a direct connection lets go.
import type { Link } from '../../transports/link.ts'

/** From the end of the pulse until the chip runs, its oscillator's start-up time included. */
const startUpMs = 100
const touchBaudRate = 1200
/** The firmware's USB stack has to see the lines change, and the boot loader to come up. */
const touchMs = 300

export async function pulseReset(link: Link, dischargeMs: number, signal: AbortSignal): Promise<void> {
  await link.setSignals({ dtr: false, rts: false })
  await pause(link, dischargeMs, signal)
  await link.setSignals({ dtr: true, rts: true })
  await link.setSignals({ dtr: false, rts: false })
  await pause(link, startUpMs, signal)
}

/** A port that vanishes and comes back under the touch is LINK_LOST: bringing it back is the bench's. */
export async function touch1200(link: Link, baudRate: number, signal: AbortSignal): Promise<void> {
  await link.setBaud(touchBaudRate)
  await link.setSignals({ dtr: false, rts: false })
  await pause(link, touchMs, signal)
  await link.setBaud(baudRate)
  await link.setSignals({ dtr: true, rts: true })
}

/** Listens meanwhile, so that a pulled cable ends it at once; what the old firmware still says is dropped. */
async function pause(link: Link, pauseMs: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + pauseMs
  for (let timeoutMs = pauseMs; timeoutMs > 0; timeoutMs = until - performance.now()) {
    await link.read({ atLeast: 1, timeoutMs, signal })
    link.discard()
  }
}

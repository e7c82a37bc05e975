// What DTR and RTS do to the reset and boot pins of a board, as sequences of steps. Pure. Sources: esptool's
// "Boot Mode Selection" page and the format of its custom_reset_sequence.
//
//   development boards   two transistors: RTS alone holds the chip in reset, DTR alone pulls the boot pin down
//   USB-Serial-JTAG      the same, done by the chip's own USB port, which looks at the order of changes
import type { ModemLines } from '../../transports/link.ts'

/** Lines first, then time. */
export interface LineStep extends ModemLines {
  readonly waitMs?: number
}

/** `bootWaitMs`: until the boot pin is let go. Boards with a large capacitor at the reset pin need the longer one. */
export function classicEntry(bootWaitMs: 50 | 550): readonly LineStep[] {
  return [
    { dtr: false, rts: true, waitMs: 100 },
    { dtr: true, rts: false, waitMs: bootWaitMs },
    { dtr: false, rts: false },
  ]
}

export const usbJtagEntry: readonly LineStep[] = [
  { rts: false, dtr: false, waitMs: 100 },
  { dtr: true, rts: false, waitMs: 100 },
  // Through both on, never through both off: that would end the request.
  { dtr: true, rts: true },
  { dtr: false, rts: true, waitMs: 100 },
  { dtr: false, rts: false },
]

/** Reset with the boot pin free: the firmware starts. */
export const classicStart: readonly LineStep[] = [
  { dtr: false, rts: true, waitMs: 100 },
  { dtr: false, rts: false },
]

/** The USB port goes away with the chip and has to come back. */
export const usbJtagStart: readonly LineStep[] = [
  { dtr: false, rts: true, waitMs: 200 },
  { dtr: false, rts: false, waitMs: 200 },
]

const stepPattern = /^(?:D[01]|R[01]|U[01],[01]|W(?:\d{1,2}(?:\.\d{1,3})?|\.\d{1,3}))$/
const maxSteps = 40

export function isResetSequence(text: string): boolean {
  const steps = text.split('|')
  return steps.length <= maxSteps && steps.every((step) => stepPattern.test(step))
}

/** `D0|R1|W0.1|D1|R0|W0.05|D0` */
export function parseResetSequence(text: string): readonly LineStep[] {
  return text.split('|').map((step): LineStep => {
    const value = step.slice(1)
    if (step.startsWith('W')) return { waitMs: Math.round(Number(value) * 1000) }
    if (step.startsWith('D')) return { dtr: value === '1' }
    if (step.startsWith('R')) return { rts: value === '1' }
    return { dtr: value.startsWith('1'), rts: value.endsWith('1') }
  })
}

// Typing a PIN, and a new one twice when the old one has expired. Pure: what is typed, what comes next, what was wrong.

const fewestDigits = 4
const mostDigits = 12

export type PinStep = 'pin' | 'newPin' | 'repeat'

export interface PinEntry {
  readonly step: PinStep
  readonly typed: string
  /** Given before, while a new one is chosen. */
  readonly pin: string
  readonly newPin: string
  /** `differs`: the new PIN was repeated otherwise. `same`: the new one is the old one. */
  readonly problem: 'differs' | 'same' | null
}

export const emptyPin: PinEntry = { step: 'pin', typed: '', pin: '', newPin: '', problem: null }

/** Takes whatever came from keyboard, pad or clipboard; only digits count. */
export function typePin(entry: PinEntry, text: string): PinEntry {
  const typed = text.replace(/\D/g, '').slice(0, mostDigits)
  return { ...entry, typed, problem: typed === '' ? entry.problem : null }
}

export function isComplete({ typed }: PinEntry): boolean {
  return typed.length >= fewestDigits
}

export interface PinToSend {
  readonly pin: string
  readonly newPin?: string
}

/** What to ask the station now, or what to type next. */
export function enterPin(entry: PinEntry): { send: PinToSend } | { next: PinEntry } {
  const { step, typed, pin, newPin } = entry
  if (step === 'pin') return { send: { pin: typed } }
  const again = { ...entry, step: 'newPin', typed: '', newPin: '' } as const
  if (step === 'newPin') {
    if (typed === pin) return { next: { ...again, problem: 'same' } }
    return { next: { ...entry, step: 'repeat', typed: '', newPin: typed, problem: null } }
  }
  if (typed !== newPin) return { next: { ...again, problem: 'differs' } }
  return { send: { pin, newPin } }
}

/** After the station refused what was sent. */
export function afterRefusal(sent: PinToSend, code: string | null): PinEntry {
  return code === 'PIN_EXPIRED' ? { ...emptyPin, step: 'newPin', pin: sent.pin } : emptyPin
}

// Tells a scanner that types (a keyboard wedge) from a person who types: its characters come less than 50 ms apart and
// end with Enter. A single key is a key of the person only when nothing has followed it for a while, so that a scan
// that begins with "S" starts nothing. Pure: times are given.

export interface WedgeState {
  readonly text: string
  /** When the last character came, in milliseconds. */
  readonly lastMs: number
}

export type Heard =
  | { readonly kind: 'scan'; readonly text: string }
  | { readonly kind: 'key'; readonly key: string }

export interface WedgeStep {
  readonly state: WedgeState
  readonly heard: readonly Heard[]
  /** Nothing else may see this key: it belongs to a scan. */
  readonly isTaken: boolean
}

/** Characters of a scan are closer than this. */
export const gapMs = 50
/** So long after a single character it was a person. */
export const settleMs = 120
/** Two keys of a person may come close; three do not. */
const fewestCharacters = 3
const mostCharacters = 500

export const silence: WedgeState = { text: '', lastMs: Number.NEGATIVE_INFINITY }

const modifiers: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
])

/** `key` as the browser names it. */
export function hear(state: WedgeState, key: string, atMs: number): WedgeStep {
  if (modifiers.has(key)) return { state, heard: [], isTaken: false }
  const isFast = state.text !== '' && atMs - state.lastMs < gapMs
  if ([...key].length === 1) {
    if (!isFast) return { state: { text: key, lastMs: atMs }, heard: typed(state), isTaken: false }
    const text = (state.text + key).slice(0, mostCharacters)
    return { state: { text, lastMs: atMs }, heard: [], isTaken: true }
  }
  if (key === 'Enter' && isFast && state.text.length >= fewestCharacters)
    return { state: silence, heard: [{ kind: 'scan', text: state.text }], isTaken: true }
  return { state: silence, heard: [...typed(state), { kind: 'key', key }], isTaken: false }
}

/** What the silence since the last character says. */
export function settle(state: WedgeState, atMs: number): WedgeStep {
  if (state.text === '' || atMs - state.lastMs < settleMs) return { state, heard: [], isTaken: false }
  return { state: silence, heard: typed(state), isTaken: false }
}

/** More than one character without Enter is a scan that broke off: nothing. */
function typed({ text }: WedgeState): Heard[] {
  return text.length === 1 ? [{ kind: 'key', key: text }] : []
}

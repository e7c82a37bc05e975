// How `npm start` opens the station: in a window of its own, or headless in a browser. Pure; start.mjs gathers the facts
// and does what is decided.

export interface StartFacts {
  /** A screen on which a window could open. */
  readonly display: boolean
  /** The desktop shell's binary is in its package. */
  readonly shellPresent: boolean
  /** Somebody can be asked. */
  readonly terminal: boolean
  /** What was answered once; null: never asked. */
  readonly answer: 'yes' | 'no' | null
  /** The browser engine refuses to run sandboxed as root on Linux. */
  readonly linuxRoot: boolean
  /** What was given to `npm start --`. */
  readonly args: readonly string[]
}

export type StartDecision =
  | { readonly kind: 'desktop' }
  /** Ask whether to fetch the shell, remember the answer, decide again. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'fetch' }
  | { readonly kind: 'headless'; readonly reason: string }

export function decideStart(facts: StartFacts): StartDecision {
  const headless = (reason: string): StartDecision => ({ kind: 'headless', reason })
  if (facts.args.some((arg) => /^--(host|port)(=|$)/.test(arg)))
    return headless('a network address was asked for')
  if (!facts.display) return headless('there is no display')
  if (facts.linuxRoot) return headless('the desktop window does not run as root')
  if (facts.shellPresent) return { kind: 'desktop' }
  if (!facts.terminal) return headless('the desktop shell is not installed')
  if (facts.answer === null) return { kind: 'ask' }
  return facts.answer === 'yes'
    ? { kind: 'fetch' }
    : headless('the desktop shell is not installed, as was answered once')
}

/** The window never came up: a library or the sandbox's launcher is missing. Not: the user closed it. */
export function desktopFailedToStart(ended: {
  readonly code: number | null
  readonly signal: string | null
  readonly ranMs: number
}): boolean {
  if (ended.code === 127 || ended.code === 126) return true
  return ended.ranMs < 10_000 && ['SIGTRAP', 'SIGABRT', 'SIGILL', 'SIGSEGV'].includes(ended.signal ?? '')
}

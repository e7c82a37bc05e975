// What stands in for every error before a connection was there. Nothing was asked yet, so that asking again cannot do
// anything twice.
export class NoConnection extends Error {
  readonly at: 'proxy' | 'cloud'
  /** What the proxy answered; null when it did not come to that. */
  readonly status: number | null
  /** The system's word for it, for readers of the dispatcher that know nothing of this class. */
  readonly code: string

  constructor(at: 'proxy' | 'cloud', facts: { status?: number; cause?: unknown }) {
    super(`no connection to the ${at}`, { cause: facts.cause })
    this.name = 'NoConnection'
    this.at = at
    this.status = facts.status ?? null
    // A proxy's is hidden: undici reads some codes as said by the origin, and would try again for ever.
    this.code = at === 'proxy' ? 'PROXY' : nameOfError(facts.cause)
  }
}

/** The error's own code; its class where it has none. */
export function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

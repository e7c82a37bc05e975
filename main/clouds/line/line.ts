// The way out to one cloud, shared by all its calls: address, deadline, bounded body, repeats, circuit breaker, clock,
// proxy and private authority, and the log of requests. Knows HTTP, and no cloud's words: each cloud's http.ts makes the
// requests and judges the answers.

import type { Dispatcher } from 'undici'

export interface LineRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Starts with a slash. The connection's suffix and extra query are added by the line. */
  readonly path: string
  /** In order; names may repeat. */
  readonly query?: readonly (readonly [string, string])[]
  readonly headers?: Readonly<Record<string, string>>
  /** Bytes are a file; the log keeps their length only. */
  readonly body?: string | Uint8Array
  /** Kept out of the log besides those of the line: what only the caller knows, such as the token of a session. */
  readonly secrets?: readonly string[]
}

export interface LineReply {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface LineCall {
  /** For the log and for errors: what is asked, in the cloud's own words, without anything secret. */
  readonly label: string
  /** Asked anew for each attempt, so that nonces and times are fresh. */
  readonly request: () => LineRequest | Promise<LineRequest>
  /**
   * Doing it twice is doing it once: may be repeated after a lost answer. Without it, it is repeated only when the cloud
   * cannot have begun: no connection, or 429.
   */
  readonly repeatable: boolean
  /** Left out: the connection's. */
  readonly timeoutMs?: number
  /** A test of the connection: no repeats, and not held back by the breaker. */
  readonly probe?: boolean
}

export interface CloudLine {
  /** `https://host:port` */
  readonly host: string
  /** The connections of this line, for downloads of files that the cloud names: same proxy, same authorities. */
  readonly dispatcher: Dispatcher
  /**
   * The answer, whatever its status below 500, a redirect too; only 407 and 429 are failures. Three attempts at most, with
   * 0.5 s and 1 s between them or what Retry-After asks for, up to 10 s.
   * CLOUD_UNREACHABLE, CLOUD_HOST_UNKNOWN (name), CLOUD_TLS (certificate), CLOUD_PROXY {proxy, status?}, CLOUD_TIMEOUT
   * {timeoutMs}, CLOUD_SERVER (5xx) and CLOUD_BUSY (429) {status, retryAfterMs?}, CLOUD_CIRCUIT_OPEN {retryAfterMs, cause},
   * CLOUD_REPLY {reason: 'size' | 'encoding'} or {cause} when it is not HTTP, INPUT_INVALID (what cannot be sent), and what
   * `call.request` rejects with. Every context has `host` and `call`, `cause` where the system has a name for it, and
   * `begun: false` when no attempt can have made the cloud begin with what was asked. The cause of CLOUD_SERVER and
   * CLOUD_BUSY is a LineFailure, so that the caller may read what a refusing server said.
   * On abort rejects with `signal.reason`.
   */
  send(call: LineCall, signal: AbortSignal): Promise<LineReply>
  /** The cloud's time as far as we know it: ours, moved by what `correctClock` took over. */
  now(): Date
  /**
   * Takes over the difference between our clock and the Date header of the last answer. True when it was more than
   * `leastMs` (left out: 2 s) away from what was used, so that asking again makes sense.
   */
  correctClock(leastMs?: number): boolean
  /** How far our clock is ahead of the cloud's by the last answer; null when no answer had a date. */
  skewMs(): number | null
  /** Breaks off what is under way. */
  close(): Promise<void>
}

/** The cause of a FlashlineError for an answer of status 5xx or 429: what the server said, for the cloud's own reader. */
export class LineFailure extends Error {
  readonly reply: LineReply

  constructor(reply: LineReply) {
    super(`status ${reply.status}`)
    this.name = 'LineFailure'
    this.reply = reply
  }
}

/** What the log keeps of one attempt. Secrets are replaced before it is made. */
export interface LineEntry {
  readonly at: string
  readonly host: string
  readonly call: string
  readonly method: string
  /** With query; signatures, keys and tokens in it replaced. */
  readonly path: string
  /** Starts at 1. */
  readonly attempt: number
  /** Null: no answer. */
  readonly status: number | null
  readonly durationMs: number
  /** An ErrorCode, JOB_CANCELLED when the caller broke it off; null when there was an answer that the line hands on. */
  readonly error: string | null
  /** Headers and body as sent, secrets replaced, at most 2000 characters each. */
  readonly sentHeaders: string
  readonly sentBody: string
  /** What was answered when its status was none of success, secrets replaced, at most 2000 characters. */
  readonly answer: string
}

/** What else goes by time or chance; the deadline of an attempt does not: it is always real. */
export interface LineClock {
  /** Milliseconds that only grow, from any beginning. */
  elapsedMs(): number
  /** Rejects with `signal.reason` on abort. */
  wait(delayMs: number, signal: AbortSignal): Promise<void>
  /** In [0, 1). Keeps stations from asking again at the same moment. */
  chance(): number
}

export interface LineOptions {
  /** May have a path of its own, which comes before every other. */
  readonly baseUrl: string
  readonly pathSuffix: string
  readonly extraQuery: Readonly<Record<string, string>>
  readonly proxyUrl: string | null
  readonly proxyUser: string
  /** Asked at every new connection. */
  readonly proxyPassword: () => string
  /** Trusted besides the usual authorities, also for a proxy; "" for none. */
  readonly caPem: string
  /** Of one attempt, from connect to the last byte. */
  readonly timeoutMs: number
  /** One for each attempt, also for a failed one. Must not throw. */
  readonly onEntry: (entry: LineEntry) => void
  /** Asked for what must never be logged or shown: the present tokens, passwords and keys. */
  readonly secrets: () => readonly string[]
  /** Our own clock on the wall. */
  readonly now?: () => Date
  readonly clock?: LineClock
}

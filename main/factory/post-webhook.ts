// Sends one event to a webhook, once: signed, within a deadline, to an address that was looked at, following no redirect and
// reading no more of the answer than its status. What an answer means for a record is decided here, when to try again is
// not: outbox/schedule.ts.
import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, type Dispatcher } from 'undici'
import { FlashlineError } from '../../preload/contract/index.ts'
import { signWebhook } from './sign-webhook.ts'
import { requireWebhookAddress, requireWebhookUrl } from './webhook-address.ts'

const deadlineMs = 20_000
const connectMs = 10_000
const longestWishMs = 3_600_000
/** They speak of the moment, not of the record. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504])

export interface WebhookPost {
  readonly url: string
  readonly plainHttp: boolean
  readonly secret: string
  /** The same for each repetition: whoever has it already may answer 2xx and forget it. */
  readonly eventId: string
  readonly body: string
}

export interface WebhookPoster {
  /**
   * Resolves with the status when it is 2xx. WEBHOOK_ADDRESS; WEBHOOK_UNREACHABLE {host, cause | status, retryAfterMs?} when it
   * may take the record another time; WEBHOOK_GONE {host} for 410; WEBHOOK_REFUSED {host, status} for any other answer.
   */
  post(post: WebhookPost, signal: AbortSignal): Promise<number>
  close(): Promise<void>
}

export interface WebhookPosterOptions {
  readonly now: () => Date
  readonly lookUp?: typeof lookup
}

export function createWebhookPoster({ now, lookUp = lookup }: WebhookPosterOptions): WebhookPoster {
  // By origin: a name is looked up anew for each connection, and each address it stands for is judged then, so that a name
  // cannot be one thing for the rule and another for the socket.
  const agents = new Map<string, Dispatcher>()
  const agentFor = (url: URL): Dispatcher => {
    const known = agents.get(url.origin)
    if (known) return known
    const agent = new Agent({
      connect: { timeout: connectMs, lookup: judging(url, lookUp), allowH2: false },
      headersTimeout: deadlineMs,
      bodyTimeout: deadlineMs,
      connections: 4,
      pipelining: 1,
    })
    agents.set(url.origin, agent)
    return agent
  }
  return {
    async post({ url: text, plainHttp, secret, eventId, body }, signal) {
      const url = requireWebhookUrl(text, plainHttp)
      const { host } = url
      const timeout = AbortSignal.timeout(deadlineMs)
      const headers = { ...signWebhook(secret, eventId, now(), body), 'content-type': 'application/json' }
      try {
        const answer = await agentFor(url).request({
          ...{ origin: url.origin, path: url.pathname + url.search, method: 'POST' },
          ...{ headers: { ...headers, 'user-agent': 'Flashline' }, body },
          signal: AbortSignal.any([signal, timeout]),
        })
        // Whatever it says is not read, and not waited for.
        await answer.body.dump({ limit: 16 * 1024 }).catch(() => undefined)
        const { statusCode: status } = answer
        if (status >= 200 && status < 300) return status
        if (status === 410) throw new FlashlineError('WEBHOOK_GONE', { host })
        if (!passingStatuses.has(status)) throw new FlashlineError('WEBHOOK_REFUSED', { host, status })
        throw new FlashlineError('WEBHOOK_UNREACHABLE', {
          host,
          status,
          ...wish(answer.headers['retry-after'], now()),
        })
      } catch (cause) {
        if (cause instanceof FlashlineError) throw cause
        signal.throwIfAborted()
        const known = cause instanceof Error && cause.cause instanceof FlashlineError ? cause.cause : null
        if (known) throw known
        throw new FlashlineError(
          'WEBHOOK_UNREACHABLE',
          { host, cause: reasonOf(cause, timeout.aborted) },
          { cause },
        )
      }
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
      agents.clear()
    },
  }
}

/** Every address must be one that may be spoken to: which of them is taken is chance. */
function judging(url: URL, lookUp: typeof lookup): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      try {
        for (const { address } of addresses) requireWebhookAddress(url, address)
      } catch (refused) {
        return done(Object.assign(new Error('refused', { cause: refused }), { code: 'EREFUSED' }), '')
      }
      const [first] = addresses
      if (options.all) done(null, addresses)
      else done(null, first?.address ?? '', first?.family ?? 4)
    })
  }
}

/** The code that the system gave, or `timeout`. */
function reasonOf(cause: unknown, isLate: boolean): string {
  if (isLate) return 'timeout'
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return typeof code === 'string' ? code : 'no connection'
}

/** `Retry-After` in seconds or as a date. */
function wish(header: string | string[] | undefined, now: Date): { retryAfterMs?: number } {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined) return {}
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: Math.min(ms, longestWishMs) } : {}
}

// Which requests the local cloud got, and the switch that makes it fail: what tests and the cloud command look at.
// Keeps the last thousand in memory; the token itself is never kept.
import type { FastifyInstance, FastifyRequest } from 'fastify'

export interface JournalEntry {
  readonly method: string
  /** With query. */
  readonly path: string
  /** As received; the value of Access-Token is replaced. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown
  /** What was answered; 0 when the connection was cut instead. */
  readonly status: number
}

export type InterceptedRequest = Omit<JournalEntry, 'status'>

/**
 * An answer in place of the real one; or the connection is cut: `before` the request is handled, or `after`, when
 * everything is done and only the answer is lost.
 */
export type Interception =
  | { readonly status: number; readonly body?: unknown }
  | { readonly hangUp: 'before' | 'after' }

export interface JournalOptions {
  /** Asked for every request; null lets it through. */
  readonly intercept?: (request: InterceptedRequest) => Interception | null
  readonly onRequest?: (entry: JournalEntry) => void
}

const MAX_ENTRIES = 1000

/** Installs the hooks; the returned list grows with every request, oldest first. */
export function keepJournal(app: FastifyInstance, options: JournalOptions): readonly JournalEntry[] {
  const entries: JournalEntry[] = []
  const losesAnswer = new WeakSet<FastifyRequest>()
  const note = (request: FastifyRequest, status: number) => {
    const entry = { ...asReceived(request), status }
    entries.push(entry)
    if (entries.length > MAX_ENTRIES) entries.shift()
    options.onRequest?.(entry)
  }
  app.addHook('preHandler', async (request, reply) => {
    const fault = options.intercept?.(asReceived(request)) ?? null
    if (fault === null) return
    if ('status' in fault) {
      reply.code(fault.status)
      return reply.send(fault.body)
    }
    if (fault.hangUp === 'after') {
      losesAnswer.add(request)
      return
    }
    note(request, 0)
    reply.hijack()
    request.socket.destroy()
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (losesAnswer.has(request)) {
      note(request, 0)
      request.socket.destroy()
    } else {
      note(request, reply.statusCode)
    }
    return payload
  })
  return entries
}

function asReceived(request: FastifyRequest): InterceptedRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = name === 'access-token' ? '(set)' : String(value)
  }
  return { method: request.method, path: request.url, headers, body: request.body }
}

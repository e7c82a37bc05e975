// Which requests the local cloud got, and where the fault switch takes hold of them: what tests and the cloud command
// look at. Keeps the last thousand in memory; nothing secret is kept.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutInMiddle, type Interception, trickle } from './fault-switch.ts'
import { redactBody, redactHeaders, redactPath } from './redacted.ts'

export type { Interception } from './fault-switch.ts'

export interface JournalEntry {
  readonly method: string
  /** With query; secret values replaced, as in the headers and the body. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed; undefined when there was none. */
  readonly body: unknown
  /** What was answered; 0 when there was no answer, or not the whole of it. */
  readonly status: number
}

export type InterceptedRequest = Omit<JournalEntry, 'status'>

export interface JournalOptions {
  /** Keep the last thousand requests, for `admin.requests()`. Usually so; a cloud that runs for a plant does not. */
  readonly journal?: boolean
  /** Asked for every request; null lets it through. */
  readonly intercept?: (request: InterceptedRequest) => Interception | null
  readonly onRequest?: (entry: JournalEntry) => void
}

const MAX_ENTRIES = 1000

/** Installs the hooks; the returned list grows with every request, oldest first. */
export function keepJournal(app: FastifyInstance, options: JournalOptions): readonly JournalEntry[] {
  const entries: JournalEntry[] = []
  const faults = new WeakMap<FastifyRequest, Interception>()
  const { journal = true, intercept, onRequest } = options
  if (!journal && !intercept && !onRequest) return entries
  const cut = new WeakSet<FastifyRequest>()
  const note = (request: FastifyRequest, status: number) => {
    const entry = { ...asReceived(request), status }
    if (journal) entries.push(entry)
    if (entries.length > MAX_ENTRIES) entries.shift()
    onRequest?.(entry)
  }
  app.addHook('preHandler', async (request, reply) => {
    const fault = intercept?.(asReceived(request)) ?? null
    if (fault === null) return
    if ('status' in fault)
      return reply
        .code(fault.status)
        .headers(fault.headers ?? {})
        .send(fault.body)
    if ('hang' in fault || ('hangUp' in fault && fault.hangUp === 'before')) {
      note(request, 0)
      reply.hijack()
      if ('hangUp' in fault) request.socket.destroy()
      return
    }
    faults.set(request, fault)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = faults.get(request)
    const isCut = fault !== undefined && 'hangUp' in fault
    // An answer that broke before its head was out comes again, as the error that it broke with.
    const isSecond = cut.has(request)
    if (!isSecond) note(request, isCut ? 0 : reply.statusCode)
    if (isCut) cut.add(request)
    if (isCut && fault.hangUp === 'midBody' && !isSecond) return cutInMiddle(reply, payload)
    if (isCut) request.socket.destroy()
    if (fault !== undefined && 'trickleMs' in fault) return trickle(reply, payload, fault.trickleMs)
    return payload
  })
  return entries
}

function asReceived(request: FastifyRequest): InterceptedRequest {
  return {
    method: request.method,
    path: redactPath(request.url),
    headers: redactHeaders(request.headers),
    body: redactBody(request.body),
  }
}

// One request of a device, from its target to its body: who may have what, in which order the questions are asked.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Clock } from '../clock.ts'
import { type Answer, decideAnswer, guardHeaders } from './decide-answer.ts'
import type { LiveOffer } from './live-offer.ts'
import type { OfferTable } from './offer-table.ts'
import type { RefusalReason, Refusals } from './refusals.ts'
import { sendPart } from './send-part.ts'

export interface AnsweringLimits {
  readonly transfersPerOffer: number
  /** Who takes no further 64 KiB for so long is hung up on. */
  readonly stallMs: number
}

export interface Answering {
  readonly offers: OfferTable
  readonly refusals: Refusals
  readonly limits: AnsweringLimits
  readonly clock: Clock
}

interface Admitted {
  readonly offer: LiveOffer
  readonly answer: Answer
}

interface Refused {
  readonly status: 400 | 403 | 404 | 405 | 429
  readonly reason: RefusalReason
  readonly headers?: OutgoingHttpHeaders
}

/** When a device that fetches too much at once may come again. */
const busyRetryMs = 5000

export function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
): void {
  const decided = admit(request, answering)
  if ('reason' in decided) {
    answering.refusals.count(decided.reason, request.socket.remoteAddress)
    // Whoever guesses pays with a connection for each guess.
    const headers = { ...guardHeaders, 'Content-Length': 0, Connection: 'close', ...decided.headers }
    response.writeHead(decided.status, headers).end()
    return
  }
  const { offer, answer } = decided
  response.writeHead(answer.status, answer.headers)
  if (answer.part === null) {
    offer.asked()
    response.end()
    return
  }
  const { socket } = request
  // A quiet end could pass for the end of the file with a device that does not count.
  const over = offer.begin(() => socket.resetAndDestroy())
  offer.asked()
  sendPart({
    response,
    socket,
    bytes: offer.bytes,
    part: answer.part,
    clock: answering.clock,
    stallMs: answering.limits.stallMs,
    onTaken: (from, end) => offer.taken(from, end),
    onEnd: (end) => {
      over()
      if (end === 'stalled') answering.refusals.count('stalled', socket.remoteAddress)
    },
  })
}

function admit(
  { method, url, headers, socket }: IncomingMessage,
  { offers, limits }: Answering,
): Admitted | Refused {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, reason: 'method', headers: { Allow: 'GET, HEAD' } }
  }
  const offer = offers.find(url ?? '')
  if (offer === null) return { status: 404, reason: 'url' }
  if (offer.deviceIp !== null && offer.deviceIp !== socket.remoteAddress) {
    return { status: 403, reason: 'peer' }
  }
  const isEmpty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
  if (!isEmpty) return { status: 400, reason: 'content' }
  const waitMs = offer.takeRequest()
  if (waitMs > 0) return later('rate', waitMs)
  const answer = decideAnswer(method, headers, offer)
  const isTooMany = answer.part !== null && offer.open >= limits.transfersPerOffer
  return isTooMany ? later('transfers', busyRetryMs) : { offer, answer }
}

const later = (reason: RefusalReason, waitMs: number): Refused => ({
  status: 429,
  reason,
  headers: { 'Retry-After': Math.ceil(waitMs / 1000) },
})

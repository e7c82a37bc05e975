// The offers that live, by their tokens. A URL is good only as it was given out, byte for byte: nothing is decoded or
// tidied, so there is no path to play with. Expired means unknown.
//   /<token>/<file name>[?anything]     token: 144 random bits as base64url
import { hash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { HandOutOffer } from '../hand-out.ts'
import { LiveOffer } from './live-offer.ts'
import type { RateLimit } from './request-rate.ts'

export interface OfferTable {
  readonly size: number
  /** `origin` is `http://host:port`. `onGone` is called once, when it expires or is closed. */
  add(offer: HandOutOffer, origin: string, onGone: () => void): { path: string; close(): void }
  /** The offer that a request's target names, as it came in the request line. */
  find(target: string): LiveOffer | null
  /** Ends all, silently. */
  close(): void
}

interface Row {
  readonly live: LiveOffer
  /** With the leading slash. */
  readonly path: string
  /** The same in absolute form, which a server has to take too (RFC 9112 section 3.2.2). */
  readonly url: string
  readonly endsMs: number
  readonly close: () => void
}

/** Timers of Node cannot wait longer. */
const longestMs = 2 ** 31 - 1

export function createOfferTable(rate: RateLimit, clock: Clock): OfferTable {
  /** By the digest of the token: how long a look-up takes says nothing about the token. */
  const rows = new Map<string, Row>()
  return {
    get size() {
      return rows.size
    },
    add(offer, origin, onGone) {
      const token = randomBytes(18).toString('base64url')
      const key = digestOf(token)
      const path = `/${token}/${asPathSegment(offer.fileName)}`
      const live = new LiveOffer(offer, rate, clock)
      const end = (how: 'expire' | 'close') => {
        if (!rows.delete(key)) return
        callOff()
        live[how]()
        onGone()
      }
      const lifetimeMs = Math.min(offer.lifetimeMs, longestMs)
      const callOff = clock.after(lifetimeMs, () => end('expire'))
      const close = () => end('close')
      rows.set(key, { live, path, url: origin + path, endsMs: clock.nowMs() + lifetimeMs, close })
      return { path, close }
    },
    find(target) {
      const [withoutQuery = ''] = target.split('?', 1)
      const token = /\/([\w-]{24})\/[\w.-]+$/.exec(withoutQuery)?.[1]
      const row = token === undefined ? undefined : rows.get(digestOf(token))
      // A timer may be late; the clock is not.
      if (row === undefined || clock.nowMs() >= row.endsMs) return null
      return withoutQuery === row.path || withoutQuery === row.url ? row.live : null
    },
    close() {
      for (const { close } of [...rows.values()]) close()
    },
  }
}

/** A name that no client has to encode, decode or tidy; its end, which devices look at, is kept. */
function asPathSegment(fileName: string): string {
  const plain = fileName
    .replace(/[^\w.-]+/g, '_')
    .slice(-64)
    .replace(/^\.+/, '')
  return plain === '' ? 'firmware.bin' : plain
}

const digestOf = (token: string): string => hash('sha256', token, 'base64url')

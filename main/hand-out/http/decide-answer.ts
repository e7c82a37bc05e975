// What a GET or HEAD of an offered file is answered with: conditions and ranges per RFC 9110 sections 13 and 14. Pure.
// The entity tag is the digest of the content, so it is a strong one. There is no Last-Modified: dates decide nothing.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { type ByteRange, decideRange } from './byte-range.ts'

export interface Answer {
  readonly status: 200 | 206 | 304 | 412 | 416
  readonly headers: OutgoingHttpHeaders
  /** What the body carries; null: no body. */
  readonly part: ByteRange | null
}

/** Of every answer, refusals too. Few and short: small devices read headers into small buffers. */
export const guardHeaders = {
  'Cache-Control': 'private, no-store, no-transform',
  'Content-Security-Policy': "default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
} as const

export function entityTagOf(sha256: string): string {
  return `"sha256-${sha256}"`
}

export function decideAnswer(
  method: 'GET' | 'HEAD',
  asked: IncomingHttpHeaders,
  file: { readonly etag: string; readonly sizeBytes: number },
): Answer {
  const { etag, sizeBytes } = file
  const headers = { ...guardHeaders, ETag: etag, 'Accept-Ranges': 'bytes' }
  const bare = (status: 304 | 412 | 416, more: OutgoingHttpHeaders): Answer => ({
    status,
    headers: { ...headers, ...more },
    part: null,
  })

  const wanted = asked['if-match']
  if (wanted !== undefined && !tagsOf(wanted).some((tag) => tag === '*' || tag === etag)) {
    return bare(412, { 'Content-Length': 0 })
  }
  const known = tagsOf(asked['if-none-match'] ?? '').map((tag) => tag.replace(/^W\//, ''))
  if (known.some((tag) => tag === '*' || tag === etag)) return bare(304, {})

  // Another tag, a weak one or a date: what the device holds may be of another content, so it gets the whole.
  const ifRange = asked['if-range']
  const mayContinue = method === 'GET' && (ifRange === undefined || ifRange === etag)
  const range = mayContinue ? decideRange(asked.range, sizeBytes) : 'whole'
  if (range === 'unsatisfiable') {
    return bare(416, { 'Content-Length': 0, 'Content-Range': `bytes */${sizeBytes}` })
  }
  const part = range === 'whole' ? { first: 0, last: sizeBytes - 1 } : range
  return {
    status: range === 'whole' ? 200 : 206,
    headers: {
      ...headers,
      'Content-Type': 'application/octet-stream',
      'Content-Length': part.last - part.first + 1,
      ...(range !== 'whole' && { 'Content-Range': `bytes ${part.first}-${part.last}/${sizeBytes}` }),
    },
    part: method === 'GET' && sizeBytes > 0 ? part : null,
  }
}

const tagsOf = (header: string): string[] => header.split(',').map((tag) => tag.trim())

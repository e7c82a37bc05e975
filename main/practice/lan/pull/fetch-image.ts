// How a small device fetches an image: over one connection at a time, as a whole or a piece after the other, and from where
// it was when it comes back (RFC 9110, Range and If-Range).
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PullFaults } from './pull-faults.ts'

export interface FetchOptions {
  readonly url: string
  /** Bytes that are asked for at once; null: all of them. */
  readonly pieceBytes: number | null
  readonly maxBytes: number
  readonly faults: PullFaults
  readonly signal: AbortSignal
}

const triesAtMost = 3
/** A slow device takes its bytes in so many sips a second. */
const sipsPerSecond = 20

/** The image; null when it could not be fetched, whatever stood in the way. */
export async function fetchImage(options: FetchOptions): Promise<Buffer | null> {
  const fetched = new Fetched()
  for (let tries = 0; tries < triesAtMost && !options.signal.aborted; ) {
    const before = fetched.bytes.length
    const went = await takePiece(fetched, options).catch(() => 'lost' as const)
    if (went === 'whole') return fetched.bytes
    if (went === 'refused' || options.faults.stopsAfterBytes !== null) return null
    tries = went === 'piece' && fetched.bytes.length > before ? 0 : tries + 1
  }
  return null
}

class Fetched {
  bytes: Buffer = Buffer.alloc(0)
  etag: string | null = null
}

async function takePiece(
  fetched: Fetched,
  { url, pieceBytes, maxBytes, faults, signal }: FetchOptions,
): Promise<'whole' | 'piece' | 'refused'> {
  const from = fetched.bytes.length
  const to = pieceBytes === null ? '' : String(from + pieceBytes - 1)
  const isPart = from > 0 || pieceBytes !== null
  const headers = {
    ...(isPart && { Range: `bytes=${from}-${to}` }),
    ...(from > 0 && fetched.etag !== null && { 'If-Range': fetched.etag }),
  }
  const request = get(url, { agent: false, headers, signal })
  const [answer]: IncomingMessage[] = await once(request, 'response')
  if (answer === undefined) return 'refused'
  if (answer.statusCode === 200) fetched.bytes = Buffer.alloc(0)
  else if (answer.statusCode !== 206) {
    answer.destroy()
    return 'refused'
  }
  fetched.etag = answer.headers.etag ?? null
  const totalBytes = totalOf(answer)
  if (totalBytes === null || totalBytes > maxBytes) {
    answer.destroy()
    return 'refused'
  }
  const limit = faults.stopsAfterBytes ?? faults.breaksAfterBytes ?? Number.POSITIVE_INFINITY
  for await (const sip of sipsOf(answer, faults, signal)) {
    const room = limit - fetched.bytes.length
    fetched.bytes = Buffer.concat([fetched.bytes, sip.subarray(0, room)])
    if (sip.length >= room) {
      faults.breaksAfterBytes = null
      answer.destroy()
      return 'piece'
    }
  }
  return fetched.bytes.length === totalBytes ? 'whole' : 'piece'
}

/** Of the whole file; null where the answer does not say. */
function totalOf({ headers }: IncomingMessage): number | null {
  const total = /\/(\d{1,10})$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length']
  return total === undefined ? null : Number(total)
}

async function* sipsOf(
  answer: IncomingMessage,
  { bytesPerSecond }: PullFaults,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const chunk of answer) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.alloc(0)
    const sipBytes = bytesPerSecond === null ? bytes.length : Math.ceil(bytesPerSecond / sipsPerSecond)
    for (let at = 0; at < bytes.length; at += sipBytes) {
      if (bytesPerSecond !== null) await sleep(1000 / sipsPerSecond, undefined, { signal })
      yield bytes.subarray(at, at + sipBytes)
    }
  }
}

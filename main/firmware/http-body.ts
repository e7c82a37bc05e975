// Asks a server for a file, or for the rest of one: follows redirects, turns refusals and network failures into codes,
// and hands out the body. Knows nothing of digests and disks.
import { type Dispatcher, request } from 'undici'
import { FlashlineError } from '../../preload/contract/index.ts'
import { errnoOf } from './file-errors.ts'

const MAX_REDIRECTS = 5
/** Of an answer that is no file: enough to end politely, the rest is dropped. */
const DUMP_BYTES = 64 * 1024

export interface BodyRequest {
  readonly url: string
  /** Continue here, if the server still has the file of this ETag. */
  readonly from: { readonly offset: number; readonly etag: string } | null
  readonly idleTimeoutMs: number
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
}

export interface BodyAnswer {
  /** 200: the whole file. 206: from `from.offset`. 416: there is nothing from there on. */
  readonly status: 200 | 206 | 416
  /** Bytes of this body; null when the server does not say. */
  readonly contentLength: number | null
  readonly contentRange: string | null
  readonly etag: string | null
  readonly host: string
  readonly body: Dispatcher.ResponseData['body']
}

/**
 * IMAGE_NOT_FOUND, CLOUD_UNREACHABLE, CLOUD_TIMEOUT, CLOUD_SERVER, CLOUD_BUSY, CLOUD_FORBIDDEN, CLOUD_REPLY. The
 * context names the host only: addresses of files carry signatures.
 */
export async function openBody(wanted: BodyRequest): Promise<BodyAnswer> {
  let url = parseUrl(wanted.url, undefined)
  for (let redirects = 0; ; redirects += 1) {
    const answer = await ask(url, wanted)
    const status = answer.statusCode
    if (status === 200 || status === 416 || (status === 206 && wanted.from !== null)) {
      const length = Number(single(answer.headers['content-length']) ?? Number.NaN)
      return {
        status,
        contentLength: Number.isSafeInteger(length) ? length : null,
        contentRange: single(answer.headers['content-range']),
        etag: single(answer.headers.etag),
        host: url.host,
        body: answer.body,
      }
    }
    await dropBody(answer.body)
    const location = single(answer.headers.location)
    if (![301, 302, 303, 307, 308].includes(status) || location === null) throw refusal(status, url.host)
    if (redirects === MAX_REDIRECTS) {
      throw new FlashlineError('CLOUD_REPLY', { reason: 'redirects', host: url.host })
    }
    url = parseUrl(location, url)
  }
}

/** Ends an answer whose body is not wanted. */
export async function dropBody(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: DUMP_BYTES }).catch(() => {})
}

/** What a failure of the network means. An abort is none: the caller looks at its signal first. */
export function networkError(error: unknown, host: string): FlashlineError {
  const reason = errnoOf(error) ?? 'unknown'
  const timedOut = reason === 'UND_ERR_HEADERS_TIMEOUT' || reason === 'UND_ERR_BODY_TIMEOUT'
  return new FlashlineError(
    timedOut ? 'CLOUD_TIMEOUT' : 'CLOUD_UNREACHABLE',
    { host, reason },
    { cause: error },
  )
}

async function ask(url: URL, wanted: BodyRequest): Promise<Dispatcher.ResponseData> {
  wanted.signal.throwIfAborted()
  const { from } = wanted
  try {
    return await request(url, {
      signal: wanted.signal,
      headersTimeout: wanted.idleTimeoutMs,
      bodyTimeout: wanted.idleTimeoutMs,
      // No connection is kept: between two downloads a server may have gone and come back.
      reset: true,
      headers: {
        'accept-encoding': 'identity',
        ...(from === null ? {} : { range: `bytes=${from.offset}-`, 'if-range': from.etag }),
      },
      dispatcher: wanted.dispatcher,
    })
  } catch (error) {
    wanted.signal.throwIfAborted()
    throw networkError(error, url.host)
  }
}

function refusal(status: number, host: string): FlashlineError {
  const context = { status, host }
  if (status === 404 || status === 410) return new FlashlineError('IMAGE_NOT_FOUND', context)
  if (status === 401 || status === 403) return new FlashlineError('CLOUD_FORBIDDEN', context)
  if (status === 429) return new FlashlineError('CLOUD_BUSY', context)
  if (status >= 500) return new FlashlineError('CLOUD_SERVER', context)
  return new FlashlineError('CLOUD_REPLY', context)
}

function parseUrl(text: string, base: URL | undefined): URL {
  const url = URL.parse(text, base)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new FlashlineError('CLOUD_REPLY', {
      reason: 'url',
      ...(base === undefined ? {} : { host: base.host }),
    })
  }
  return url
}

function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

// Reads the body of an answer to its end: bounded before and after decompression, as UTF-8 text.
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { errors } from 'undici'

export const replyMaxBytes = 8 * 1024 * 1024

/** What we ask for in `Accept-Encoding`. */
export const readableEncodings = 'gzip, deflate, br'

/** `cut`: it ended before its end. */
export class UnreadableBody extends Error {
  readonly reason: 'size' | 'encoding' | 'cut'

  constructor(reason: 'size' | 'encoding' | 'cut', cause?: unknown) {
    super(reason, { cause })
    this.name = 'UnreadableBody'
    this.reason = reason
  }
}

const unpackers: Record<string, (bytes: Uint8Array) => Promise<Uint8Array>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, { maxOutputLength: replyMaxBytes }),
  br: (bytes) => promisify(brotliDecompress)(bytes, { maxOutputLength: replyMaxBytes }),
  // The standard means zlib's form; some servers send the bare one.
  deflate: (bytes) =>
    promisify(((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(bytes, {
      maxOutputLength: replyMaxBytes,
    }),
}

/** `headers`: lower-case names. UnreadableBody; else what the stream itself breaks with. */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const packed = await readBytes(body, headers)
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase().replace(/^x-/, '')
  // A byte order mark goes, since no JSON reader takes one.
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  if (packed.length === 0 || encoding === '' || encoding === 'identity') return text(packed)
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined
  if (unpack === undefined) throw new UnreadableBody('encoding')
  try {
    return text(await unpack(packed))
  } catch (error) {
    const reason = isCoded(error) && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'size' : 'encoding'
    throw new UnreadableBody(reason, error)
  }
}

async function readBytes(
  body: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of body) {
      sizeBytes += chunk.length
      if (sizeBytes > replyMaxBytes) throw new UnreadableBody('size')
      chunks.push(chunk)
    }
  } catch (error) {
    if (wasCut(error, sizeBytes, headers)) throw new UnreadableBody('cut', error)
    throw error
  }
  return Buffer.concat(chunks)
}

/** With `Connection: close` an early end shows as a contradiction; it is none when bytes are merely missing. */
function wasCut(error: unknown, sizeBytes: number, headers: Readonly<Record<string, string>>): boolean {
  if (error instanceof errors.ResponseContentLengthMismatchError)
    return sizeBytes < Number(headers['content-length'])
  // The parser complains of no bytes in particular: it was the end that it did not expect.
  return error instanceof errors.HTTPParserError && 'data' in error && error.data === ''
}

function isCoded(error: unknown): error is Error & { code: unknown } {
  return error instanceof Error && 'code' in error
}

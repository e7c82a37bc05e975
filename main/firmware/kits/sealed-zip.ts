// The one way in which a sealed file is written: a zip whose entries are stored as they are, in order, with nothing in it
// that depends on who wrote it when and where. So the same entries are the same bytes, and a reader can write them again
// and compare. Zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { createReadStream } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'

export interface ZipPart {
  readonly path: string
  /** The bytes, or the file that holds them. */
  readonly from: Uint8Array | string
  readonly sizeBytes: number
}

/** Midnight of that day in whichever zone: a zip keeps local time without saying which. */
const noTime = () => new Date(1980, 0, 1)
const mode = 0o100644

/** Hands the whole zip to `take`, piece by piece. Rejects when a file has another size than its part says. */
export async function writeSealedZip(
  parts: readonly ZipPart[],
  take: (pieces: AsyncIterable<Uint8Array>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const zip = new yazl.ZipFile()
  const options = { mtime: noTime(), mode, compress: false, forceDosTimestamp: true }
  const failed = new AbortController()
  zip.on('error', (error) => failed.abort(error))
  // As streams, all of them: what is known in advance would be written in another place of the zip.
  for (const { path, from, sizeBytes } of parts)
    zip.addReadStreamLazy(path, { ...options, size: sizeBytes }, (ready) => {
      const stream = typeof from === 'string' ? createReadStream(from) : Readable.from([from])
      stream.on('error', (error: Error) => failed.abort(error))
      ready(null, stream)
    })
  zip.end()
  const stop = AbortSignal.any([signal, failed.signal])
  const output = new PassThrough()
  zip.outputStream.pipe(output)
  await pipeline(output, take, { signal: stop }).catch((error: unknown) => {
    throw failed.signal.aborted ? failed.signal.reason : error
  })
}

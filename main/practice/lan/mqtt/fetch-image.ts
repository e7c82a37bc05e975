// How a simulated device behind a broker fetches: one plain GET, in its own time, counted. Not here: what becomes of it.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface FetchOptions {
  readonly url: string
  readonly mostBytes: number
  /** Null: as fast as it comes. */
  readonly bytesPerSecond: number | null
  /** Told after every piece; what it throws ends the fetch. */
  readonly onBytes: (doneBytes: number, totalBytes: number) => void
  readonly signal: AbortSignal
}

/** Rejects when it does not come, is not whole or is too large. */
export async function fetchImage(options: FetchOptions): Promise<Buffer> {
  const { url, mostBytes, bytesPerSecond, onBytes, signal } = options
  // No agent: nothing of it is left when the device is gone.
  const request = get(url, { agent: false, signal })
  // What comes after the answer is told by the answer, too.
  request.on('error', () => {})
  const [response]: [IncomingMessage] = await once(request, 'response').then(([first]) => [first])
  try {
    const totalBytes = Number(response.headers['content-length'])
    if (response.statusCode !== 200 || !(totalBytes <= mostBytes)) throw new Error('no image of this size')
    const pieces: Buffer[] = []
    let doneBytes = 0
    for await (const piece of response) {
      if (!Buffer.isBuffer(piece)) throw new Error('no bytes')
      pieces.push(piece)
      doneBytes += piece.length
      onBytes(doneBytes, totalBytes)
      if (bytesPerSecond !== null) await sleep((piece.length / bytesPerSecond) * 1000, undefined, { signal })
    }
    if (doneBytes !== totalBytes) throw new Error('cut off')
    return Buffer.concat(pieces)
  } finally {
    response.destroy()
  }
}

// Reads the body of an upload as a small device does: at its own pace, into a flash of its own size, with all that can go
// wrong on the way. Finds the file in a form. Not here: what the image has to be.
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpFaults } from './http-faults.ts'

/** What a form has around its file, at most. */
const maxFormBytes = 8192

export interface TakenBody {
  readonly bytes: Buffer
  /** A no that came to its mind before the end. */
  readonly refusal: number | null
}

/** Null: the connection ended before the body did, or the device was switched off. */
export async function takeBody(
  request: IncomingMessage,
  roomBytes: number,
  faults: HttpFaults,
  signal: AbortSignal,
): Promise<TakenBody | null> {
  const promised = Number(request.headers['content-length'] ?? 0)
  const bytes = Buffer.alloc(Math.min(promised, roomBytes + maxFormBytes))
  let taken = 0
  try {
    for await (const chunk of request) {
      if (!(chunk instanceof Uint8Array)) return null
      bytes.set(chunk.subarray(0, Math.max(0, bytes.length - taken)), Math.min(taken, bytes.length))
      taken += chunk.length
      const { resetsAfterBytes, stopsAfterBytes, refusesEarly, bytesPerSecond } = faults
      if (resetsAfterBytes !== null && taken >= resetsAfterBytes) {
        faults.resetsAfterBytes = null
        request.socket.resetAndDestroy()
        return null
      }
      if (stopsAfterBytes !== null && taken >= stopsAfterBytes) await switchedOff(signal)
      if (refusesEarly && taken >= refusesEarly.afterBytes) return { bytes, refusal: refusesEarly.status }
      if (bytesPerSecond !== null) await sleep((chunk.length * 1000) / bytesPerSecond, undefined, { signal })
    }
  } catch {
    return null
  }
  return request.complete ? { bytes, refusal: null } : null
}

/** The file of a form; null: it has none of this name. */
export function fileIn(body: Buffer, contentType: string, field: string): Buffer | null {
  const boundary = /\bboundary="?([^";]+)"?/.exec(contentType)?.[1]
  if (boundary === undefined) return null
  const line = Buffer.from(`--${boundary}`)
  let at = body.indexOf(line)
  while (at >= 0) {
    const headEnd = body.indexOf('\r\n\r\n', at)
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), line]), at + line.length)
    if (headEnd < 0 || next < 0) return null
    const head = body.toString('latin1', at, headEnd)
    if (head.includes(`name="${field}"`) && head.includes('filename='))
      return body.subarray(headEnd + 4, next)
    at = next + 2
  }
  return null
}

function switchedOff(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

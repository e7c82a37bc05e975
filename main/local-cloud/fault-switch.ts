// The ways in which a local cloud can be told to fail a request, so that tests see what a station makes of it.

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'

export type Interception =
  /** This answer in place of the real one. Text and bytes are sent as they are: HTML, broken JSON. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /**
   * The connection is cut: `before` the request is handled; when all is done, either `after` it without an answer or in
   * the middle of the answer's body (`midBody`).
   */
  | { readonly hangUp: 'before' | 'after' | 'midBody' }
  /** Nothing is done and nothing answered until the client goes. */
  | { readonly hang: true }
  /** The real answer, a byte at a time. */
  | { readonly trickleMs: number }

/** The answer's body, up to its middle; then the connection breaks. The head promises the whole. */
export async function cutInMiddle(reply: FastifyReply, payload: unknown): Promise<Readable> {
  const bytes = await asBytes(payload)
  // An empty body has no middle: promised one byte, the client still waits for it.
  reply.header('content-length', Math.max(bytes.length, 1))
  return Readable.from(
    (async function* () {
      if (bytes.length > 1) yield bytes.subarray(0, bytes.length / 2)
      // What was given out is on its way now.
      await nextTurn()
      throw new Error('cut by the fault switch')
    })(),
    { objectMode: false },
  )
}

export async function trickle(
  reply: FastifyReply,
  payload: unknown,
  intervalMs: number,
): Promise<Readable | undefined> {
  const bytes = await asBytes(payload)
  if (bytes.length === 0) return undefined
  reply.header('content-length', bytes.length)
  return Readable.from(
    (async function* () {
      for (const byte of bytes) {
        yield Buffer.of(byte)
        await wait(intervalMs, undefined, { ref: false })
      }
    })(),
    { objectMode: false },
  )
}

async function asBytes(payload: unknown): Promise<Buffer> {
  if (payload instanceof Readable) return buffer(payload)
  if (payload instanceof Uint8Array || typeof payload === 'string') return Buffer.from(payload)
  return Buffer.alloc(0)
}

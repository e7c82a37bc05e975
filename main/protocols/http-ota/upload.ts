// The upload as a stream of events: progress as the carrier takes the bytes, a stop before the last ones go out, and the
// device's answer at the end. Not here: what is sent (index.ts), what the answer means (judge.ts).
import type { LanReply } from '../../transports/lan-host.ts'
import type { WriteEvent } from '../protocol.ts'

export interface Upload {
  /** Before the image and after it. */
  readonly head: Uint8Array
  readonly image: Uint8Array
  readonly tail: Uint8Array
  /** The old firmware is gone from the first byte on. */
  readonly inPlace: boolean
}

export interface Sending {
  readonly body: readonly Uint8Array[]
  readonly onSent: (sentBytes: number) => void
  readonly beforeLast: () => Promise<void>
}

export interface Uploaded {
  readonly reply: LanReply
  /** Of the image. */
  readonly doneBytes: number
  readonly isWhole: boolean
}

/** Nothing goes out before the reader has come back from `pointOfNoReturn`. Rejects with what `send` does. */
export async function* upload(
  { head, image, tail, inPlace }: Upload,
  send: (sending: Sending, signal: AbortSignal) => Promise<LanReply>,
  signal: AbortSignal,
): AsyncGenerator<WriteEvent, Uploaded, void> {
  if (inPlace) yield { kind: 'pointOfNoReturn' }
  const left = new AbortController()
  const totalBytes = image.length
  const wholeBytes = head.length + totalBytes + tail.length
  const gate = Promise.withResolvers<void>()
  let bell = Promise.withResolvers<void>()
  let sentBytes = 0
  let isAtLast = false
  let ended: LanReply | null = null
  const sending = send(
    {
      body: [head, image, tail],
      onSent: (bytes) => {
        sentBytes = bytes
        bell.resolve()
      },
      beforeLast: () => {
        isAtLast = true
        bell.resolve()
        return gate.promise
      },
    },
    AbortSignal.any([signal, left.signal]),
  )
  sending.then(
    (reply) => {
      ended = reply
      bell.resolve()
    },
    () => bell.resolve(),
  )
  const doneBytes = () => Math.min(Math.max(0, sentBytes - head.length), totalBytes)
  let toldBytes = 0
  let isPassed = inPlace
  try {
    while (ended === null) {
      await Promise.race([bell.promise, sending])
      bell = Promise.withResolvers()
      if (doneBytes() > toldBytes) {
        toldBytes = doneBytes()
        yield { kind: 'progress', doneBytes: toldBytes, totalBytes }
      }
      if (!isAtLast) continue
      if (!isPassed) yield { kind: 'pointOfNoReturn' }
      isPassed = true
      gate.resolve()
    }
    return { reply: await sending, doneBytes: doneBytes(), isWhole: sentBytes === wholeBytes }
  } finally {
    // A reader that went away takes the connection with it.
    left.abort()
    gate.resolve()
    await sending.catch(() => {})
  }
}

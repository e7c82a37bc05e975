// Sends a part of a file as the body of an answer, slice by slice: views of the one copy, the next when the kernel has
// taken the last. So a connection costs no buffer of ours, and what is counted has left our hands.
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import type { ByteRange } from './byte-range.ts'

// A slow device is followed closely; for a fast one each slice costs a turn of the event loop, so it gets larger ones.
const smallestSliceBytes = 64 * 1024
const largestSliceBytes = 1024 * 1024
const growBelowMs = 100
const shrinkAboveMs = 1000

export interface PartToSend {
  readonly response: ServerResponse
  readonly socket: Socket
  readonly bytes: Uint8Array
  readonly part: ByteRange
  readonly clock: Clock
  /** Who takes no further slice for so long is hung up on. */
  readonly stallMs: number
  /** The bytes `from` to `end` (not included) were taken. */
  readonly onTaken: (from: number, end: number) => void
  /** Called once, last. */
  readonly onEnd: (end: SendEnd) => void
}

export type SendEnd = 'sent' | 'gone' | 'stalled'

export function sendPart({
  response,
  socket,
  bytes,
  part,
  clock,
  stallMs,
  onTaken,
  onEnd,
}: PartToSend): void {
  let isOver = false
  let takenMs = clock.nowMs()
  let sliceBytes = smallestSliceBytes
  let disarm = () => {}

  const finish = (end: SendEnd) => {
    if (isOver) return
    isOver = true
    disarm()
    socket.off('close', onClose)
    onEnd(end)
  }
  const onClose = () => finish('gone')
  // One timer for all slices: when it rings it looks whether it is due, and is set again when not.
  const arm = () => {
    const leftMs = takenMs + stallMs - clock.nowMs()
    if (leftMs > 0) {
      disarm = clock.after(leftMs, arm)
      return
    }
    finish('stalled')
    // Not a quiet end: what the kernel still holds for it is let go too.
    socket.resetAndDestroy()
  }
  const send = (from: number) => {
    if (from > part.last) {
      response.end()
      finish('sent')
      return
    }
    const end = Math.min(from + sliceBytes, part.last + 1)
    response.write(bytes.subarray(from, end), (error) => {
      if (isOver) return
      if (error) {
        finish('gone')
        return
      }
      const tookMs = clock.nowMs() - takenMs
      takenMs += tookMs
      if (tookMs < growBelowMs) sliceBytes = Math.min(sliceBytes * 4, largestSliceBytes)
      if (tookMs > shrinkAboveMs) sliceBytes = smallestSliceBytes
      onTaken(from, end)
      send(end)
    })
  }
  // The socket and not the answer: one that waits behind another on the same connection hears nothing.
  socket.once('close', onClose)
  arm()
  send(part.first)
}

import type { ByteQueue } from '../transports/byte-queue.ts'

/**
 * Exactly `count` bytes, or null when they are not all there within `timeoutMs` (then none is taken). Rejects only with the
 * signal's reason.
 */
export async function readExactly(
  queue: ByteQueue,
  count: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const bytes = await queue.read({ atLeast: count, atMost: count, timeoutMs, signal })
  signal.throwIfAborted()
  if (bytes.length === count) return bytes
  queue.unread(bytes)
  return null
}

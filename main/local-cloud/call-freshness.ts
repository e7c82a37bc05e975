// Whether a signed call is fresh: its time near ours, its nonce not used before. In memory and bounded: a restart
// forgets, and when more calls come than are remembered, the oldest nonces are forgotten first.

const WINDOW_MS = 15 * 60_000
const MAX_NONCES = 200_000

export const NONCE_MAX_CHARS = 100

export interface CallFreshness {
  /** At most fifteen minutes before or after our time. NaN is not. */
  isTimely(atMs: number): boolean
  /**
   * False when this key has used the nonce before. Remembered for fifteen minutes, and for as long as the call's time
   * lets the call be repeated. Ask only after the signature was found right: else anybody could use a nonce up.
   */
  spendNonce(key: string, nonce: string, atMs: number): boolean
}

export function createCallFreshness(now: () => Date): CallFreshness {
  /** Until when each is remembered, oldest first. */
  const used = new Map<string, number>()
  return {
    isTimely: (atMs) => Math.abs(now().getTime() - atMs) <= WINDOW_MS,
    spendNonce(key, nonce, atMs) {
      const nowMs = now().getTime()
      const entry = `${key}\n${nonce}`
      if ((used.get(entry) ?? 0) >= nowMs) return false
      used.delete(entry)
      used.set(entry, Math.max(nowMs, atMs) + WINDOW_MS)
      for (const [oldest, untilMs] of used) {
        if (untilMs >= nowMs && used.size <= MAX_NONCES) break
        used.delete(oldest)
      }
      return true
    },
  }
}

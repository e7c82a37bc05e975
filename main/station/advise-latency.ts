// Tells on the slot when an adapter keeps answers back although the station asked it, at open, not to. Nothing is told
// before the first open: until then an adapter only looks slow.
import type { Slots } from '../bench/slots.ts'
import type { OpenLink } from '../transports/link.ts'

/** Above this, a protocol that waits for each answer is slower than its wire. */
const longestGoodMs = 1

/** `readTimer`: milliseconds, or null for a port without such a timer; never rejects. */
export function adviseLatency(
  open: OpenLink,
  slots: Pick<Slots, 'advise'>,
  readTimer: (path: string) => Promise<number | null>,
): OpenLink {
  return async (address, options) => {
    const link = await open(address, options)
    // Nobody who wants to use the link waits for it.
    void readTimer(address).then((timerMs) => {
      slots.advise(address, timerMs !== null && timerMs > longestGoodMs ? 'ftdiLatency' : null)
    })
    return link
  }
}

// From a board that runs anything to a boot loader that is in sync: reset by the modem lines, by a touch, or by hand.
// Not here: the lines themselves (reset.ts), how sync is found (loader.ts).
import type { Link } from '../../transports/link.ts'
import type { ConnectContext } from '../protocol.ts'
import { type Loader, unanswered } from './loader.ts'
import type { AvrOptions } from './options.ts'
import { pulseReset, touch1200 } from './reset.ts'

/** Optiboot blinks for up to 0.4 s and then listens for one second; older ones for up to two. */
const afterReset = { windowMs: 1500, everyMs: 500 }
const afterTouch = { windowMs: 3000, everyMs: 500 }
const atOnce = { windowMs: 500, everyMs: 500 }

export interface Entry extends Pick<AvrOptions, 'reset' | 'dischargeMs' | 'resetTries' | 'handWaitMs'> {
  /** Of the boot loader. */
  readonly baudRate: number
  readonly notice: ConnectContext['notice']
}

export function canPulse(link: Link, reset: AvrOptions['reset']): boolean {
  return reset === 'dtr' && link.hasSignals
}

/** LOADER_SILENT, LOADER_REPLY. */
export async function enterLoader(
  link: Link,
  loader: Loader,
  entry: Entry,
  signal: AbortSignal,
): Promise<void> {
  let heard: Uint8Array = new Uint8Array(0)
  const tries = canPulse(link, entry.reset) ? entry.resetTries : 1
  for (let left = tries; left > 0; left -= 1) {
    const found = await tryOnce(link, loader, entry, signal)
    if (found === null) return
    if (found.length > 0) heard = found
  }
  throw unanswered({ command: 'GET_SYNC' }, heard)
}

async function tryOnce(
  link: Link,
  loader: Loader,
  { reset, dischargeMs, handWaitMs, baudRate, notice }: Entry,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  if (canPulse(link, reset)) {
    await pulseReset(link, dischargeMs, signal)
    return loader.findSync(afterReset, signal)
  }
  if (reset === 'touch1200') {
    await touch1200(link, baudRate, signal)
    return loader.findSync(afterTouch, signal)
  }
  link.discard()
  // It may be there already: then nobody is asked for anything.
  if ((await loader.findSync(atOnce, signal)) === null) return null
  notice?.('tapReset')
  try {
    return await loader.findSync({ ...afterReset, windowMs: handWaitMs }, signal)
  } finally {
    notice?.(null)
  }
}

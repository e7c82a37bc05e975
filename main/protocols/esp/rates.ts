// Raises the rate of a loader that answers, and proves that it still does. Not here: what to do when it does not
// (session.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import { magicRegister } from './chips.ts'
import { words } from './codec.ts'
import type { Loader } from './loader.ts'

const ladder: readonly number[] = [921_600, 460_800, 230_400, 115_200]
/** What the change of the divider makes of the line. */
const unsteadyMs = 50
const probeWaitMs = 300
const probes = 3

/** Rates worth trying, the highest first: `wanted` itself, then the usual ones, all above `base`. */
export function ratesBelow(wanted: number, base: number): readonly number[] {
  return [wanted, ...ladder.filter((rate) => rate < wanted)].filter((rate) => rate > base)
}

/** False: the loader took the request or not, but is not heard at the new rate. The link has the new rate then. */
export async function changeRate(
  loader: Loader,
  from: number,
  to: number,
  isStub: boolean,
): Promise<boolean> {
  const { channel, signal } = loader
  try {
    await loader.call('changeBaudRate', words(to, isStub ? from : 0), { timeoutMs: 600 })
    await channel.link.setBaud(to)
  } catch (error) {
    if (isAbout(error, ['LOADER_SILENT', 'LOADER_REFUSED', 'PROFILE_INVALID'])) return false
    throw error
  }
  await channel.pause(unsteadyMs, signal)
  try {
    for (let left = probes; left > 0; left -= 1)
      await loader.call('readRegister', words(magicRegister), { timeoutMs: probeWaitMs })
    return true
  } catch (error) {
    if (isAbout(error, ['LOADER_SILENT', 'LOADER_REFUSED'])) return false
    throw error
  }
}

function isAbout(error: unknown, codes: readonly string[]): boolean {
  return error instanceof FlashlineError && codes.includes(error.code)
}

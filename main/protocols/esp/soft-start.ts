// Starts the firmware where no line leads to the reset pin: asks the loader to, and looks whether it is gone. Not every
// loader can: then somebody has to tap RESET. Sources: esptool's watchdog reset, the FLASH_END of the ROM.
import type { Chip } from './chips.ts'
import { encodeRequest, ops, words } from './codec.ts'
import { sync } from './entry.ts'
import type { Loader } from './loader.ts'

const watchdogKey = 0x50d83aa1
/** On, first stage: reset the system. */
const watchdogOn = 0xd000_0102
const watchdogTicks = 2000
const bootWaitMs = 600
const slipEnd = 0xc0

/** False: the loader still answers, or nobody knows. What the firmware prints is left for the console's reader. */
export async function startBySoftware(loader: Loader, chip: Chip, isStub: boolean): Promise<boolean> {
  const { channel, signal } = loader
  const last = chip.watchdog
    ? await setWatchdog(loader, chip.watchdog)
    : await askFlashEnd(loader, chip.romBeginHasFifthWord && !isStub)
  channel.discard()
  await channel.link.write(last, signal)
  const heard = await channel.link.read({ atLeast: 1024 * 1024, timeoutMs: bootWaitMs, signal })
  const printed = heard.subarray(heard.lastIndexOf(slipEnd) + 1)
  channel.link.unread(printed)
  return printed.length > 0 || (await sync(channel, signal)) === null
}

/** A write of nothing, so that there is something to end. */
async function askFlashEnd(loader: Loader, hasFifthWord: boolean): Promise<Uint8Array> {
  await loader.call('flashBegin', words(0, 0, 0x400, 0, ...(hasFifthWord ? [0] : [])))
  return encodeRequest(ops.flashEnd, words(0))
}

async function setWatchdog(
  loader: Loader,
  { config, protect }: { readonly config: number; readonly protect: number },
): Promise<Uint8Array> {
  await loader.writeRegister(protect, watchdogKey)
  await loader.writeRegister(config + 4, watchdogTicks)
  return encodeRequest(ops.writeRegister, words(config, watchdogOn, 0xffff_ffff, 0))
}

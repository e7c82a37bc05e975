// The version of the firmware in the device, from the description at the start of its application. Source: Espressif,
// "ESP-IDF Programming Guide", App Image Format.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { plainText } from '../../firmware/formats/text-field.ts'
import { readFlash } from './flash-digest.ts'
import type { Session } from './session.ts'

const magic = 0xabcd5432
const imageMagic = 0xe9
const neededBytes = 128
const versionOffset = 16
const versionBytes = 32
const tries = 3

/** Null where there is no application, or none that says its version. */
export async function readAppVersion(session: Session, signal: AbortSignal): Promise<string | null> {
  const { identity, options, isStub } = session
  const address = options.address ?? identity.chip.applicationAddress
  for (let left = tries; left > 0; left -= 1) {
    try {
      return versionIn(await readFlash(session.loader(signal), address, neededBytes, isStub))
    } catch (error) {
      // Not knowing is no reason to fail: the job has other ways to learn it.
      const isHere = error instanceof FlashlineError && error.code.startsWith('LOADER_')
      if (!isHere) throw error
      await session.channel.untilQuiet(40, signal)
    }
  }
  return null
}

/** Behind the header of the image and of its first segment; the header of an ESP8266 image is shorter. */
function versionIn(bytes: Uint8Array): string | null {
  if (bytes[0] !== imageMagic) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = [32, 16].find((offset) => view.getUint32(offset, true) === magic)
  return at === undefined ? null : plainText(bytes, at + versionOffset, versionBytes) || null
}

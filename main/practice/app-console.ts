// What the firmware of a simulated chip does: says at boot who it is and which version runs, says it again when it is
// asked with the line `id`, and restarts the chip on the line `reset`. The words are those of the simulated boards.
import type { ChipMachine } from './chip.ts'

const maxLineBytes = 100

/**
 * Runs until aborted or asked to restart. `version` null: no firmware starts; what stands in for it knows the unit, as
 * a recovery does.
 */
export async function runAppConsole(
  { wire, device }: ChipMachine,
  version: string | null,
  signal: AbortSignal,
): Promise<void> {
  const print = (text: string) => wire.send(Buffer.from(text, 'latin1'))
  const { deviceId, mac, sn } = device
  const who = `device ${deviceId} mac ${mac} sn ${sn}\r\n`
  const what = version === null ? 'no version\r\n' : `APP version ${version} running\r\n`
  print(`\r\n${who}${what}`)
  let line = ''
  for (;;) {
    const byte = (await wire.read(1, Number.POSITIVE_INFINITY, signal))?.[0] ?? 0
    if (byte !== 0x0d && byte !== 0x0a) {
      line = (line + String.fromCharCode(byte)).slice(-maxLineBytes)
      continue
    }
    if (line.endsWith('id')) print(`${who}${what}`)
    if (line.endsWith('reset')) {
      print('resetting\r\n')
      return
    }
    line = ''
  }
}

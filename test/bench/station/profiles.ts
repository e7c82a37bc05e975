// How the station flashes the units: those that wait in their boot loaders are known by what it says of them, the others
// are asked by name and restarted by a word to their firmware, since the lines behind TCP have no modem lines.
import { type Profile, profileSchema } from '../../../main/profiles/profile.ts'
import type { ChipKind } from '../chips/bench-images.ts'
import { versions } from './units.ts'

export const baudRate = 921_600

const appVersion = '^APP version (?<version>\\d+(?:\\.\\d+)*) running$'
/** Slower than boot loaders that count silence: what they hear keeps them waiting. */
const who = {
  send: 'id\r',
  expect: '^device (?<deviceId>\\d+) mac (?<mac>[0-9A-F]{12}) sn (?<sn>\\S+)$',
  repeatEveryMs: 2000,
  timeoutMs: 30_000,
  otherwise: 'CONSOLE_NO_ANSWER',
}
const runs = { expect: appVersion, timeoutMs: 5000, otherwise: 'VERSION_UNSEEN' }
const restarts = { send: 'reset\r', expect: '^resetting', timeoutMs: 5000 }
const confirm = [{ expect: appVersion, timeoutMs: 15_000, otherwise: 'VERSION_UNSEEN' }]
const byName = { identify: [who, runs, restarts], confirm }

/** Where there are no modem lines, the line keeps its rate; the loader's registers are read by the rate it believes in. */
const esp = { protocol: 'esp', confirm, baudRate: 115_200, options: { reset: 'none' } }
const particulars: Readonly<Partial<Record<ChipKind, object>>> = {
  esp32: esp,
  esp32c3: esp,
  esp32s3: esp,
  stm32: { protocol: 'stm32', confirm, assumedVersion: versions.from },
  avr2560: { protocol: 'avr', ...byName, options: { reset: 'hand', part: 'atmega2560' } },
  smp: { protocol: 'smp', identify: [who], confirmByProtocol: true },
  xmodem: { protocol: 'xmodem', ...byName, acceptUnproved: true },
  ymodem: { protocol: 'ymodem', ...byName, acceptUnproved: true },
}

export const profileIdOf = (kind: ChipKind): string => `bench-${kind}`

export function profileOf(kind: ChipKind): Profile {
  return profileSchema.parse({
    profileId: profileIdOf(kind),
    name: `Bench ${kind}`,
    baudRate,
    model: 'BENCH',
    versionWeights: [10_000, 100, 1],
    ...particulars[kind],
  })
}

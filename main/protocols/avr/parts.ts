// The AVR parts that boot loaders speaking STK500v1 are found on. Source: the data sheets' chapters on the signature and
// on the boot loader section; the sizes of the boot loaders are those of the Arduino cores' upload.maximum_size.
// Not here: parts without such a boot loader (ATmega32U4 boards from Arduino speak AVR109, the Mega 2560 STK500v2).

export interface Part {
  /** As the maker writes it. */
  readonly name: string
  /** Three bytes in hex, as READ_SIGN answers them. */
  readonly signature: string
  readonly flashBytes: number
  readonly pageBytes: number
  /** What a boot loader takes at the end of the flash: Optiboot, or the larger and older ATmegaBOOT. */
  readonly bootBytes: { readonly optiboot: number; readonly older: number }
}

const kilo = 1024

function part(
  name: string,
  signature: string,
  flashKilobytes: number,
  pageBytes: number,
  optiboot: number,
  older: number,
): Part {
  return { name, signature, flashBytes: flashKilobytes * kilo, pageBytes, bootBytes: { optiboot, older } }
}

export const parts = {
  atmega8: part('ATmega8', '1e9307', 8, 64, 512, 1024),
  atmega88: part('ATmega88', '1e930a', 8, 64, 512, 2048),
  atmega88p: part('ATmega88P', '1e930f', 8, 64, 512, 2048),
  atmega16: part('ATmega16', '1e9403', 16, 128, 512, 2048),
  atmega168: part('ATmega168', '1e9406', 16, 128, 512, 2048),
  atmega168p: part('ATmega168P', '1e940b', 16, 128, 512, 2048),
  atmega32: part('ATmega32', '1e9502', 32, 128, 512, 2048),
  atmega328: part('ATmega328', '1e9514', 32, 128, 512, 2048),
  atmega328p: part('ATmega328P', '1e950f', 32, 128, 512, 2048),
  atmega328pb: part('ATmega328PB', '1e9516', 32, 128, 512, 2048),
  atmega32u4: part('ATmega32U4', '1e9587', 32, 128, 512, 4096),
  atmega644: part('ATmega644', '1e9609', 64, 256, 1024, 4096),
  atmega644p: part('ATmega644P', '1e960a', 64, 256, 1024, 4096),
  atmega1284: part('ATmega1284', '1e9706', 128, 256, 1024, 4096),
  atmega1284p: part('ATmega1284P', '1e9705', 128, 256, 1024, 4096),
  atmega1280: part('ATmega1280', '1e9703', 128, 256, 1024, 4096),
  atmega2560: part('ATmega2560', '1e9801', 256, 256, 1024, 8192),
} as const satisfies Record<string, Part>

export type PartId = keyof typeof parts
export const partIds = Object.keys(parts) as [PartId, ...PartId[]]

const bySignature = new Map(partIds.map((id) => [parts[id].signature as string, id]))

export function partBySignature(signature: string): PartId | null {
  return bySignature.get(signature) ?? null
}

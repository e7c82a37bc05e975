// The flash memory behind the chip: asks it for its JEDEC id through the registers of the SPI controller, as the ROM and
// the stub let us write them. Source: SPI_USR commands in the technical reference manuals; sizes after JEDEC JEP106 use.
import type { SpiRegisters } from './chips.ts'
import { words } from './codec.ts'
import type { Loader } from './loader.ts'

const readId = 0x9f
const idBits = 24
const userCommand = 2 ** 31
const userReads = 2 ** 28
const startUser = 1 << 18
const commandLength = 7 * 2 ** 28
const polls = 10

/** Size class of the third id byte, for chips that do not simply say the power of two. */
const oddSizes: ReadonlyMap<number, number> = new Map([
  [0x20, 26],
  [0x21, 27],
  [0x22, 28],
  ...Array.from({ length: 9 }, (_, step): [number, number] => [0x32 + step, 18 + step]),
])

export interface FlashChip {
  /** As `flash_id` of other tools prints it: `c84018`, maker first. */
  readonly id: string
  readonly sizeBytes: number | null
}

/** Null when no flash answers. */
export async function readFlashChip(loader: Loader, spi: SpiRegisters): Promise<FlashChip | null> {
  const { base } = spi
  const user = await loader.readRegister(base + spi.user)
  const user2 = await loader.readRegister(base + spi.user2)
  if (spi.readLength === null) await loader.writeRegister(base + spi.user1, (idBits - 1) << 8)
  else await loader.writeRegister(base + spi.readLength, idBits - 1)
  await loader.writeRegister(base + spi.user, userCommand + userReads)
  await loader.writeRegister(base + spi.user2, commandLength + readId)
  await loader.writeRegister(base + spi.data, 0)
  // Started once: a repetition would be another command to the flash, of which nothing but this id is asked.
  await loader.writeRegister(base, startUser)
  for (let left = polls; left > 0; left -= 1) {
    if (((await loader.readRegister(base)) & startUser) === 0) break
  }
  const id = await loader.steady('readRegister', () => loader.readRegister(base + spi.data))
  await loader.writeRegister(base + spi.user, user)
  await loader.writeRegister(base + spi.user2, user2)
  return flashChipOf(id & 0xff_ffff)
}

export function flashChipOf(id: number): FlashChip | null {
  if (id === 0 || id === 0xff_ffff) return null
  const size = id >>> 16
  const power = oddSizes.get(size) ?? (size >= 0x12 && size <= 0x1c ? size : null)
  const bytes = [id & 0xff, (id >>> 8) & 0xff, size]
  return {
    id: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    sizeBytes: power === null ? null : 2 ** power,
  }
}

/** What a ROM has to know before it touches the flash; a stub finds out by itself. */
export async function attachFlash(loader: Loader): Promise<void> {
  await loader.call('attachFlash', words(0, 0), { tries: 3 })
}

export async function describeFlash(loader: Loader, sizeBytes: number): Promise<void> {
  const layout = words(0, sizeBytes, 0x10000, 0x1000, 0x100, 0xffff)
  await loader.call('setFlashParameters', layout, { tries: 3 })
}

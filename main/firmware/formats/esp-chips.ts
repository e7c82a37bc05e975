// What the header of an ESP image says with numbers: chips, flash modes, frequencies and sizes. Sources: Espressif,
// "ESP-IDF Programming Guide", App Image Format (esp_chip_id_t, esp_image_spi_freq_t), and "Esptool.py Documentation",
// Firmware Image Format and Flash Modes. Data and look-ups only.

export interface EspChip {
  /** As protocols name it. */
  readonly family: string
  /** Where the ROM looks for the boot loader. */
  readonly bootAddress: number
  readonly frequencies: Readonly<Record<string, number>>
}

const usual = { '80m': 0xf, '40m': 0, '26m': 1, '20m': 2 }
const of64MHz = { '48m': 0xf, '24m': 0, '16m': 1, '12m': 2 }
const chip = (family: string, bootAddress: number, frequencies: EspChip['frequencies'] = usual): EspChip => ({
  family,
  bootAddress,
  frequencies,
})

/** By `esp_chip_id_t`. */
export const espChips: ReadonlyMap<number, EspChip> = new Map([
  [0, chip('esp32', 0x1000)],
  [2, chip('esp32s2', 0x1000)],
  [5, chip('esp32c3', 0)],
  [9, chip('esp32s3', 0)],
  [12, chip('esp32c2', 0, { '60m': 0xf, '30m': 0, '20m': 1, '15m': 2 })],
  // Its ROM reads 0 as 80 MHz; 40 MHz is written with the same number.
  [13, chip('esp32c6', 0, { '80m': 0, '40m': 0, '20m': 2 })],
  [16, chip('esp32h2', 0, of64MHz)],
  [18, chip('esp32p4', 0x2000)],
  [20, chip('esp32c61', 0)],
  [23, chip('esp32c5', 0x2000)],
  [25, chip('esp32h21', 0, of64MHz)],
  [28, chip('esp32h4', 0x2000, of64MHz)],
  [31, chip('esp32e22', 0)],
  [32, chip('esp32s31', 0x2000)],
])

/** Its images have the short header without a chip id. */
export const esp8266 = chip('esp8266', 0)

export const espFlashModes: Readonly<Record<string, number>> = { qio: 0, qout: 1, dio: 2, dout: 3 }

const flashSizes = {
  '1MB': 0,
  '2MB': 1,
  '4MB': 2,
  '8MB': 3,
  '16MB': 4,
  '32MB': 5,
  '64MB': 6,
  '128MB': 7,
}
const flashSizes8266 = {
  '512KB': 0,
  '256KB': 1,
  '1MB': 2,
  '2MB': 3,
  '4MB': 4,
  '2MB-c1': 5,
  '4MB-c1': 6,
  '8MB': 8,
  '16MB': 9,
}

export function espFlashSizes(of: EspChip): Readonly<Record<string, number>> {
  return of === esp8266 ? flashSizes8266 : flashSizes
}

/** The name of a number; null where none is known. */
export function nameOf(names: Readonly<Record<string, number>>, value: number): string | null {
  return Object.keys(names).find((name) => names[name] === value) ?? null
}

/** `4MB` as bytes; null for what is no size. */
export function flashSizeBytes(name: string): number | null {
  const [, count, unit] = /^(\d{1,4})(KB|MB)/.exec(name) ?? []
  return count === undefined ? null : Number(count) * (unit === 'KB' ? 1024 : 1024 * 1024)
}

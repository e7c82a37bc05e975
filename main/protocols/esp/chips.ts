// The chips, one row each: how a chip is told from the others and where it keeps what identity.ts asks for. Data only.
// Sources: the chip tables of esptool-js 0.7.0 and of esptool (registers, ids, magic numbers), the technical reference
// manuals (eFuse fields).

/** Bits of a word of eFuse block 1 (or of the block that holds the MAC). */
export interface FuseField {
  readonly word: number
  readonly shift: number
  readonly bits: number
}

/** Registers of the SPI controller of the flash, as offsets from `base`. */
export interface SpiRegisters {
  readonly base: number
  readonly user: number
  readonly user1: number
  readonly user2: number
  readonly data: number
  /** Null: the lengths stand in user1. */
  readonly readLength: number | null
}

export interface Chip {
  /** As profiles and images name it. */
  readonly family: string
  readonly name: string
  /** In the header of an image, and what newer ROMs say about themselves; null: the chip has none. */
  readonly chipId: number | null
  /** At 0x40001000 in the ROM. */
  readonly magics: readonly number[]
  /** The ROM says which chip it is and which fuses are blown. */
  readonly hasSecurityInfo: boolean
  /** Two words: bytes 5 to 2, then 1 and 0, of the MAC. */
  readonly macRegister: number
  /** First word of the block of the revision fields. */
  readonly fuseBlock: number
  /** Highest bits first; empty where it needs more than fields, or is not known. */
  readonly major: readonly FuseField[]
  readonly minor: readonly FuseField[]
  readonly crystal: { readonly mhz: number } | { readonly dividerRegister: number; readonly divider: number }
  readonly spi: SpiRegisters
  readonly bootLoaderAddress: number
  readonly applicationAddress: number
  /** Of the stub's image; another one for revisions below. */
  readonly stub: string
  readonly olderStub?: { readonly belowRevision: number; readonly stub: string }
  /** The ROM wants a fifth word, 0, in the requests that begin a write. */
  readonly romBeginHasFifthWord: boolean
  /** The ROM writes compressed data and digests its flash. */
  readonly romCanProve: boolean
  /** Where the ROM notes its port, and the value of the native USB, whose buffers are small. */
  readonly nativeUsb?: { readonly register: number; readonly value: number }
  /** What resets a chip that no line leads to: the watchdog's first register of two, and its lock. */
  readonly watchdog?: { readonly config: number; readonly protect: number }
  readonly features: string
}

const field = (word: number, shift: number, bits: number): FuseField => ({ word, shift, bits })

const spiOf = (base: number): SpiRegisters => ({
  base,
  user: 0x18,
  user1: 0x1c,
  user2: 0x20,
  data: 0x58,
  readLength: 0x28,
})

/** What all chips since the ESP32-S3 have in common. */
const newer = {
  hasSecurityInfo: true,
  crystal: { mhz: 40 },
  bootLoaderAddress: 0,
  applicationAddress: 0x10000,
  romBeginHasFifthWord: true,
  romCanProve: true,
} as const

const c3Revision = { major: [field(5, 24, 2)], minor: [field(5, 23, 1), field(3, 18, 3)] }
const c5Revision = { major: [field(2, 4, 2)], minor: [field(2, 0, 4)] }

export const chips: readonly Chip[] = [
  {
    family: 'esp8266',
    name: 'ESP8266',
    chipId: null,
    magics: [0xfff0c101],
    hasSecurityInfo: false,
    macRegister: 0x3ff00050,
    fuseBlock: 0x3ff00050,
    major: [],
    minor: [],
    crystal: { dividerRegister: 0x60000014, divider: 2 },
    spi: { base: 0x60000200, user: 0x1c, user1: 0x20, user2: 0x24, data: 0x40, readLength: null },
    bootLoaderAddress: 0,
    applicationAddress: 0,
    stub: 'esp8266',
    romBeginHasFifthWord: false,
    romCanProve: false,
    features: 'Wi-Fi',
  },
  {
    family: 'esp32',
    name: 'ESP32',
    chipId: 0,
    magics: [0x00f01d83],
    hasSecurityInfo: false,
    macRegister: 0x3ff5a004,
    fuseBlock: 0x3ff5a000,
    major: [],
    minor: [field(5, 24, 2)],
    crystal: { dividerRegister: 0x3ff40014, divider: 1 },
    spi: { base: 0x3ff42000, user: 0x1c, user1: 0x20, user2: 0x24, data: 0x80, readLength: 0x2c },
    bootLoaderAddress: 0x1000,
    applicationAddress: 0x10000,
    stub: 'esp32',
    romBeginHasFifthWord: false,
    romCanProve: true,
    features: 'Wi-Fi, Bluetooth',
  },
  {
    ...newer,
    family: 'esp32s2',
    name: 'ESP32-S2',
    chipId: 2,
    magics: [0x000007c6],
    macRegister: 0x3f41a044,
    fuseBlock: 0x3f41a044,
    major: [field(3, 18, 2)],
    minor: [field(3, 20, 1), field(4, 4, 3)],
    spi: spiOf(0x3f402000),
    bootLoaderAddress: 0x1000,
    stub: 'esp32s2',
    watchdog: { config: 0x3f408094, protect: 0x3f4080ac },
    nativeUsb: { register: 0x3ffffd14, value: 2 },
    features: 'Wi-Fi',
  },
  {
    ...newer,
    ...c3Revision,
    family: 'esp32s3',
    name: 'ESP32-S3',
    chipId: 9,
    magics: [0x00000009],
    macRegister: 0x60007044,
    fuseBlock: 0x60007044,
    spi: spiOf(0x60002000),
    stub: 'esp32s3',
    watchdog: { config: 0x60008098, protect: 0x600080b0 },
    nativeUsb: { register: 0x3fcef14c, value: 3 },
    features: 'Wi-Fi, BLE',
  },
  {
    ...newer,
    family: 'esp32c2',
    name: 'ESP32-C2',
    chipId: 12,
    magics: [0x6f51306f, 0x7c41a06f, 0x0c21e06f],
    macRegister: 0x60008840,
    fuseBlock: 0x60008840,
    major: [field(1, 20, 2)],
    minor: [field(1, 16, 4)],
    crystal: { dividerRegister: 0x60000014, divider: 1 },
    spi: spiOf(0x60002000),
    stub: 'esp32c2',
    watchdog: { config: 0x60008084, protect: 0x6000809c },
    features: 'Wi-Fi, BLE',
  },
  {
    ...newer,
    ...c3Revision,
    family: 'esp32c3',
    name: 'ESP32-C3',
    chipId: 5,
    magics: [0x6921506f, 0x1b31506f, 0x4881606f, 0x4361606f],
    macRegister: 0x60008844,
    fuseBlock: 0x60008844,
    spi: spiOf(0x60002000),
    stub: 'esp32c3',
    watchdog: { config: 0x60008090, protect: 0x600080a8 },
    features: 'Wi-Fi, BLE',
  },
  {
    ...newer,
    ...c5Revision,
    family: 'esp32c5',
    name: 'ESP32-C5',
    chipId: 23,
    magics: [0x1101406f, 0x63e1406f, 0x5fd1406f, 0x30e1706f],
    macRegister: 0x600b4844,
    fuseBlock: 0x600b4844,
    crystal: { dividerRegister: 0x60000014, divider: 1 },
    spi: spiOf(0x60003000),
    bootLoaderAddress: 0x2000,
    stub: 'esp32c5',
    watchdog: { config: 0x600b1c00, protect: 0x600b1c18 },
    features: 'Wi-Fi 6, BLE, IEEE 802.15.4',
  },
  {
    ...newer,
    family: 'esp32c6',
    name: 'ESP32-C6',
    chipId: 13,
    magics: [0x2ce0806f],
    macRegister: 0x600b0844,
    fuseBlock: 0x600b0844,
    major: [field(3, 22, 2)],
    minor: [field(3, 18, 4)],
    spi: spiOf(0x60003000),
    stub: 'esp32c6',
    features: 'Wi-Fi 6, BLE, IEEE 802.15.4',
  },
  {
    ...newer,
    ...c5Revision,
    family: 'esp32c61',
    name: 'ESP32-C61',
    chipId: 20,
    magics: [0x33f0206f, 0x2421606f, 0x4f81606f],
    macRegister: 0x600b4844,
    fuseBlock: 0x600b4844,
    spi: spiOf(0x60003000),
    stub: 'esp32c61',
    watchdog: { config: 0x600b1c00, protect: 0x600b1c18 },
    features: 'Wi-Fi 6, BLE',
  },
  {
    ...newer,
    family: 'esp32h2',
    name: 'ESP32-H2',
    chipId: 16,
    magics: [0xd7b73e80, 0x97e30068],
    macRegister: 0x600b0844,
    fuseBlock: 0x600b0844,
    major: [field(3, 21, 2)],
    minor: [field(3, 18, 3)],
    crystal: { mhz: 32 },
    spi: spiOf(0x60003000),
    stub: 'esp32h2',
    features: 'BLE, IEEE 802.15.4',
  },
  {
    ...newer,
    family: 'esp32p4',
    name: 'ESP32-P4',
    chipId: 18,
    magics: [0x0addbad0, 0x07039ad9],
    macRegister: 0x5012d044,
    fuseBlock: 0x5012d044,
    major: [field(2, 23, 1), field(2, 4, 2)],
    minor: [field(2, 0, 4)],
    spi: spiOf(0x5008d000),
    bootLoaderAddress: 0x2000,
    stub: 'esp32p4',
    watchdog: { config: 0x50116000, protect: 0x50116018 },
    olderStub: { belowRevision: 300, stub: 'esp32p4-rev1' },
    features: 'no radio',
  },
]

export const magicRegister = 0x40001000

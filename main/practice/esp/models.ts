// What tells the simulated ESP chips apart, as data: ids, where registers are, what the ROM prints. Sources: the technical
// reference manuals (eFuse, SPI and RTC chapters) and the chip tables of esptool.

export const espModels = ['esp32', 'esp32c3', 'esp32s3', 'esp8266'] as const
export type EspModel = (typeof espModels)[number]

export interface EspTraits {
  /** In image headers and GET_SECURITY_INFO; null: images say nothing about the chip. */
  readonly imageChipId: number | null
  /** At 0x40001000. */
  readonly magic: number
  /** Answers GET_SECURITY_INFO. */
  readonly hasSecurityInfo: boolean
  /** Bytes of the status in answers of the ROM. */
  readonly statusBytes: 2 | 4
  /** The ROM can inflate, digest, change its rate and be told the flash. */
  readonly hasLateCommands: boolean
  /** Words after FLASH_BEGIN and FLASH_DEFL_BEGIN in the ROM. */
  readonly beginWords: 4 | 5
  readonly bootLoaderOffset: number
  readonly spi: { readonly base: number; readonly usr: number; readonly usr2: number; readonly w0: number }
  /** Where an application's constants and its code appear; the code at the offset that it has in the image. */
  readonly mapped: { readonly data: number; readonly code: number }
  /** Where code in RAM may start. */
  readonly iram: readonly [number, number]
  /** Words of eFuse and clocks that say nothing about one chip: address, value. */
  readonly registers: readonly (readonly [number, number])[]
  /** The RTC watchdog: what resets a chip that has no reset line. */
  readonly watchdog: { readonly config: number; readonly protect: number } | null
  /** Which port the ROM talks through: address, value when it is the chip's own USB port. */
  readonly usbPort: readonly [number, number] | null
  readonly romBaudRate: number
  readonly downloadText: string
  readonly flashBootText: string
}

const lateSpi = { base: 0x6000_2000, usr: 0x18, usr2: 0x20, w0: 0x58 } as const

export const espTraits: Readonly<Record<EspModel, EspTraits>> = {
  esp32: {
    imageChipId: 0,
    magic: 0x00f0_1d83,
    hasSecurityInfo: false,
    statusBytes: 4,
    hasLateCommands: true,
    beginWords: 4,
    bootLoaderOffset: 0x1000,
    spi: { base: 0x3ff4_2000, usr: 0x1c, usr2: 0x24, w0: 0x80 },
    mapped: { data: 0x3f40_0020, code: 0x400d_0000 },
    iram: [0x4008_0000, 0x400c_0000],
    registers: [[0x3ff4_0014, Math.round(40e6 / 115_200)]],
    watchdog: { config: 0x3ff4_808c, protect: 0x3ff4_80a4 },
    usbPort: null,
    romBaudRate: 115_200,
    downloadText:
      'ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n',
    flashBootText:
      'ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n',
  },
  esp32c3: {
    imageChipId: 5,
    magic: 0x1b31_506f,
    hasSecurityInfo: true,
    statusBytes: 4,
    hasLateCommands: true,
    beginWords: 5,
    bootLoaderOffset: 0,
    spi: lateSpi,
    mapped: { data: 0x3c00_0020, code: 0x4200_0000 },
    iram: [0x4037_c000, 0x403e_0000],
    registers: [],
    watchdog: { config: 0x6000_8090, protect: 0x6000_80a8 },
    usbPort: [0x3fcd_f07c, 3],
    romBaudRate: 115_200,
    downloadText:
      'ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:0x1 (POWERON),boot:0x7 (DOWNLOAD(USB/UART0/1))\r\nwaiting for download\r\n',
    flashBootText:
      'ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:0x1 (POWERON),boot:0xf (SPI_FAST_FLASH_BOOT)\r\n',
  },
  esp32s3: {
    imageChipId: 9,
    magic: 9,
    hasSecurityInfo: true,
    statusBytes: 4,
    hasLateCommands: true,
    beginWords: 5,
    bootLoaderOffset: 0,
    spi: lateSpi,
    mapped: { data: 0x3c00_0020, code: 0x4200_0000 },
    iram: [0x4037_0000, 0x403e_0000],
    registers: [],
    watchdog: { config: 0x6000_8098, protect: 0x6000_80b0 },
    usbPort: [0x3fce_f14c, 4],
    romBaudRate: 115_200,
    downloadText:
      'ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\nrst:0x1 (POWERON),boot:0x0 (DOWNLOAD(USB/UART0))\r\nwaiting for download\r\n',
    flashBootText:
      'ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\nrst:0x1 (POWERON),boot:0x8 (SPI_FAST_FLASH_BOOT)\r\n',
  },
  esp8266: {
    imageChipId: null,
    magic: 0xfff0_c101,
    hasSecurityInfo: false,
    statusBytes: 2,
    hasLateCommands: false,
    beginWords: 4,
    bootLoaderOffset: 0,
    spi: { base: 0x6000_0200, usr: 0x1c, usr2: 0x24, w0: 0x40 },
    mapped: { data: 0x3ffe_8000, code: 0x4021_0000 },
    iram: [0x4010_0000, 0x4011_0000],
    registers: [[0x6000_0014, Math.round((2 * 26e6) / 115_200)]],
    watchdog: null,
    usbPort: null,
    // Its crystal is slower than its ROM thinks.
    romBaudRate: 74_880,
    downloadText: '\r\n ets Jan  8 2013,rst cause:2, boot mode:(1,7)\r\n\r\n',
    flashBootText: '\r\n ets Jan  8 2013,rst cause:2, boot mode:(3,7)\r\n\r\n',
  },
}

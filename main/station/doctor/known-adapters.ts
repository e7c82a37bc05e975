// USB serial chips and boards that the profiles meet, by vendor id: which kernel driver serves them. The same vendors stand
// in resources/udev/71-flashline-access.rules; a test holds the two together.

export interface KnownVendor {
  readonly name: string
  /** Kernel module; null for boards that speak the standard CDC-ACM, which is always there. */
  readonly driver: string | null
}

/** By four lower-case hex digits. */
export const knownVendors: ReadonlyMap<string, KnownVendor> = new Map([
  ['0403', { name: 'FTDI', driver: 'ftdi_sio' }],
  ['10c4', { name: 'Silicon Labs CP210x', driver: 'cp210x' }],
  ['1a86', { name: 'WCH CH34x', driver: 'ch341' }],
  ['067b', { name: 'Prolific PL2303', driver: 'pl2303' }],
  ['303a', { name: 'Espressif', driver: null }],
  ['2341', { name: 'Arduino', driver: null }],
  ['2a03', { name: 'Arduino (arduino.org)', driver: null }],
  ['0483', { name: 'STMicroelectronics', driver: null }],
  ['1366', { name: 'SEGGER', driver: null }],
  ['1915', { name: 'Nordic Semiconductor', driver: null }],
  ['2fe3', { name: 'Zephyr Project', driver: null }],
  ['2e8a', { name: 'Raspberry Pi', driver: null }],
])

// Which chip answers, and what it says about itself: family, revision, MAC, crystal, fuses. Reads only.
// Sources: as chips.ts; the fuses of the ESP32 after its technical reference manual, chapter eFuse Controller.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { type Chip, chips, type FuseField, magicRegister } from './chips.ts'
import { type Loader, silent } from './loader.ts'

export interface Identity {
  readonly chip: Chip
  /** 103 is v1.3; null where the chip does not say. */
  readonly revision: number | null
  /** 12 hexadecimal digits, upper case. */
  readonly mac: string
  readonly crystalMhz: number | null
  /** What is blown of `secureBoot`, `flashEncryption` and `secureDownload`. */
  readonly fuses: readonly string[]
}

interface SecurityInfo {
  readonly fuses: readonly string[]
  /** The ESP32-S2 does not say. */
  readonly chipId: number | null
}

const quietMs = 40
const longInfoBytes = 20
const shortInfoBytes = 12

/** `baudRate`: of the line while the ROM answers, which tells the crystal; null when a stub answers already. */
export async function readIdentity(loader: Loader, baudRate: number | null): Promise<Identity> {
  const { chip, security } = await detectChip(loader)
  if (security?.fuses.includes('secureDownload'))
    throw new FlashlineError('CHIP_SECURED', { fuses: security.fuses.join(' '), chip: chip.family })
  const revision = await readRevision(loader, chip)
  return {
    chip,
    revision,
    mac: await loader.steady('readRegister', () => readMac(loader, chip)),
    crystalMhz: await readCrystal(loader, chip, baudRate),
    fuses: security?.fuses ?? (chip.family === 'esp32' ? await readEsp32Fuses(loader, revision ?? 0) : []),
  }
}

/** CHIP_UNKNOWN */
async function detectChip(loader: Loader): Promise<{ chip: Chip; security: SecurityInfo | null }> {
  const info = await readSecurityInfo(loader)
  if (info?.chipId != null) {
    const chip = chips.find((one) => one.hasSecurityInfo && one.chipId === info.chipId)
    if (!chip) throw new FlashlineError('CHIP_UNKNOWN', { chip: `id ${info.chipId}` })
    return { chip, security: info }
  }
  const magic = await loader.steady('readRegister', () => loader.readRegister(magicRegister))
  const chip = chips.find(({ magics }) => magics.includes(magic))
  if (!chip) throw new FlashlineError('CHIP_UNKNOWN', { chip: `magic 0x${magic.toString(16)}` })
  if (!chip.hasSecurityInfo || info) return { chip, security: info }
  // It can say which fuses are blown, and was not heard.
  const security = await readSecurityInfo(loader)
  if (!security) throw silent('securityInfo')
  return { chip, security }
}

/** Null where the loader does not know the question. */
async function readSecurityInfo(loader: Loader): Promise<SecurityInfo | null> {
  const ask = async () => {
    const { data } = await loader.call('securityInfo', new Uint8Array(0), {
      dataBytes: [longInfoBytes, shortInfoBytes],
      timeoutMs: 600,
    })
    return Buffer.from(data).toString('hex')
  }
  try {
    const info = Buffer.from(await loader.steady('securityInfo', ask), 'hex')
    if (info.length < shortInfoBytes) return null
    return {
      fuses: fusesOf(info.readUInt32LE(0), info.readUInt8(4)),
      chipId: info.length === longInfoBytes ? info.readUInt32LE(12) : null,
    }
  } catch (error) {
    if (!(error instanceof FlashlineError) || !['LOADER_REFUSED', 'LOADER_SILENT'].includes(error.code))
      throw error
    // Some ROMs say no more than once.
    await loader.channel.untilQuiet(quietMs, loader.signal)
    return null
  }
}

function fusesOf(flags: number, cryptCount: number): string[] {
  return [
    ...(flags & 1 ? ['secureBoot'] : []),
    ...(isOdd(cryptCount) ? ['flashEncryption'] : []),
    ...(flags & 4 ? ['secureDownload'] : []),
  ]
}

async function readEsp32Fuses(loader: Loader, revision: number): Promise<string[]> {
  const read = (word: number) =>
    loader.steady('readRegister', () => loader.readRegister(0x3ff5a000 + 4 * word))
  const cryptCount = ((await read(0)) >>> 20) & 0x7f
  const done = await read(6)
  const isSecureBoot = (done & 0x10) !== 0 || (revision >= 300 && (done & 0x20) !== 0)
  return [...(isSecureBoot ? ['secureBoot'] : []), ...(isOdd(cryptCount) ? ['flashEncryption'] : [])]
}

/** Flash encryption is on when an odd number of bits is burnt. */
function isOdd(bits: number): boolean {
  let left = bits
  let odd = false
  for (; left > 0; left >>>= 1) if (left & 1) odd = !odd
  return odd
}

async function readRevision(loader: Loader, chip: Chip): Promise<number | null> {
  if (chip.minor.length === 0) return null
  const words = new Map<number, number>()
  const read = async (word: number): Promise<number> => {
    const known = words.get(word)
    if (known !== undefined) return known
    const value = await loader.readRegister(chip.fuseBlock + 4 * word)
    words.set(word, value)
    return value
  }
  const join = async (fields: readonly FuseField[]): Promise<number> => {
    let value = 0
    for (const { word, shift, bits } of fields)
      value = (value << bits) | (((await read(word)) >>> shift) & ((1 << bits) - 1))
    return value
  }
  const minor = await join(chip.minor)
  if (chip.family === 'esp32') {
    // Three bits in three places, blown one after the other.
    const date = await loader.readRegister(0x3ff6607c)
    const steps = [(await read(3)) >>> 15, (await read(5)) >>> 20, date >>> 31].map((bit) => bit & 1)
    const major = steps.indexOf(0)
    return (major < 0 ? 3 : major) * 100 + minor
  }
  return (await join(chip.major)) * 100 + minor
}

async function readMac(loader: Loader, chip: Chip): Promise<string> {
  const low = await loader.readRegister(chip.macRegister)
  const high = await loader.readRegister(chip.macRegister + 4)
  if (chip.family === 'esp8266') {
    const vendor = await loader.readRegister(chip.macRegister + 12)
    return (esp8266Vendor(vendor, high) + hex(high & 0xffff, 4) + hex(low >>> 24, 2)).toUpperCase()
  }
  return (hex(high & 0xffff, 4) + hex(low, 8)).toUpperCase()
}

/** The first half of the MAC is in the fuses of later lots only. */
function esp8266Vendor(vendor: number, high: number): string {
  if (vendor !== 0) return hex(vendor & 0xffffff, 6)
  return ((high >>> 16) & 0xff) === 1 ? 'acd074' : '18fe34'
}

async function readCrystal(
  loader: Loader,
  { crystal }: Chip,
  baudRate: number | null,
): Promise<number | null> {
  if ('mhz' in crystal) return crystal.mhz
  if (baudRate === null) return null
  const divider = (await loader.readRegister(crystal.dividerRegister)) & 0xfffff
  if (divider === 0) return null
  const mhz = (baudRate * divider) / 1e6 / crystal.divider
  return [26, 40, 48].find((usual) => Math.abs(usual - mhz) < 4) ?? null
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).padStart(digits, '0')
}

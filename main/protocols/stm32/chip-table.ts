// The chips, one row per product id. Facts only. Sources: ST AN2606 (ids, RAM), the reference manuals of the families
// (flash layout, unique id and flash size registers), compared with the tables of stm32flash and stm32loader.
import type { Banks, Stm32Chip } from './chips.ts'

const kiB = 1024

interface Family {
  readonly family: string
  readonly writeBytes: number
  readonly uidWords: readonly [number, number, number]
  readonly sizeRegister: number
}

/** Most families: three words in a row. */
function family(name: string, writeBytes: number, uid: number, sizeRegister: number, gaps = [4, 8]): Family {
  const uidWords = [uid, uid + (gaps[0] ?? 4), uid + (gaps[1] ?? 8)] as const
  return { family: name, writeBytes, uidWords, sizeRegister }
}

const f0 = family('stm32f0', 4, 0x1fff_f7ac, 0x1fff_f7cc)
const f1 = family('stm32f1', 4, 0x1fff_f7e8, 0x1fff_f7e0)
const f2 = family('stm32f2', 4, 0x1fff_7a10, 0x1fff_7a22)
const f3 = family('stm32f3', 4, 0x1fff_f7ac, 0x1fff_f7cc)
const f4 = family('stm32f4', 4, 0x1fff_7a10, 0x1fff_7a22)
const f72 = family('stm32f7', 4, 0x1ff0_7a10, 0x1ff0_7a22)
const f7 = family('stm32f7', 4, 0x1ff0_f420, 0x1ff0_f442)
const g0 = family('stm32g0', 8, 0x1fff_7590, 0x1fff_75e0)
const g4 = family('stm32g4', 8, 0x1fff_7590, 0x1fff_75e0)
const h7 = family('stm32h7', 32, 0x1ff1_e800, 0x1ff1_e880)
const h7a = family('stm32h7', 16, 0x08ff_f800, 0x08ff_f80c)
const l0 = family('stm32l0', 4, 0x1ff8_0050, 0x1ff8_007c, [0x04, 0x14])
const l1 = family('stm32l1', 4, 0x1ff8_0050, 0x1ff8_004c, [0x04, 0x14])
const l1Large = family('stm32l1', 4, 0x1ff8_00d0, 0x1ff8_00cc, [0x04, 0x14])
const l4 = family('stm32l4', 8, 0x1fff_7590, 0x1fff_75e0)
const l5 = family('stm32l5', 8, 0x0bfa_0590, 0x0bfa_05e0)
const u5 = family('stm32u5', 16, 0x0bfa_0700, 0x0bfa_07a0)
const wb = family('stm32wb', 8, 0x1fff_7590, 0x1fff_75e0)
const wl = family('stm32wl', 8, 0x1fff_7590, 0x1fff_75e0)

const small = [16, 16, 16, 16, 64, 128]
const large = [32, 32, 32, 32, 128, 256]

interface Special {
  readonly banks?: Banks
  /** Sizes in KiB. */
  readonly other?: readonly number[]
  readonly twoBanksAboveKiB?: number
  readonly secondBankPage?: number
}

/** `flash` and `ram` in KiB; `pages` in KiB. */
function chip(
  of: Family,
  id: number,
  name: string,
  flash: number,
  pages: readonly number[],
  ram: number,
  special: Special = {},
): Stm32Chip {
  const { banks = 'one', other, twoBanksAboveKiB, secondBankPage } = special
  return {
    ...of,
    id,
    name,
    flashBytes: flash * kiB,
    pages: pages.map((size) => size * kiB),
    banks,
    ramEnd: 0x2000_0000 + ram * kiB,
    ...(other ? { otherPages: other.map((size) => size * kiB) } : {}),
    ...(twoBanksAboveKiB ? { twoBanksAboveBytes: twoBanksAboveKiB * kiB } : {}),
    ...(secondBankPage ? { secondBankPage } : {}),
  }
}

const twoAboveMiB: Special = { other: small, twoBanksAboveKiB: 1024, secondBankPage: 12 }

export const chipTable: readonly Stm32Chip[] = [
  chip(f0, 0x440, 'STM32F05x, F030x8', 64, [1], 8),
  chip(f0, 0x442, 'STM32F09x, F030xC', 256, [2], 32),
  chip(f0, 0x444, 'STM32F03x', 32, [1], 4),
  chip(f0, 0x445, 'STM32F04x, F070x6', 32, [1], 6),
  chip(f0, 0x448, 'STM32F07x', 128, [2], 16),
  chip(f1, 0x410, 'STM32F10x medium density', 128, [1], 20),
  chip(f1, 0x412, 'STM32F10x low density', 32, [1], 10),
  chip(f1, 0x414, 'STM32F10x high density', 512, [2], 64),
  chip(f1, 0x418, 'STM32F105, F107', 256, [2], 64),
  chip(f1, 0x420, 'STM32F100 medium density', 128, [1], 8),
  chip(f1, 0x428, 'STM32F100 high density', 512, [2], 32),
  chip(f1, 0x430, 'STM32F10x XL density', 1024, [2], 96),
  chip(f2, 0x411, 'STM32F2', 1024, small, 128),
  chip(f3, 0x422, 'STM32F302xB/C, F303xB/C, F358', 256, [2], 40),
  chip(f3, 0x432, 'STM32F37x', 256, [2], 32),
  chip(f3, 0x438, 'STM32F303x6/8, F328, F334', 64, [2], 12),
  chip(f3, 0x439, 'STM32F301, F302x6/8, F318', 64, [2], 16),
  chip(f3, 0x446, 'STM32F302xD/E, F303xD/E, F398', 512, [2], 64),
  chip(f4, 0x413, 'STM32F405, F407, F415, F417', 1024, small, 128),
  chip(f4, 0x419, 'STM32F42x, F43x', 2048, small, 192, twoAboveMiB),
  chip(f4, 0x421, 'STM32F446', 512, small, 128),
  chip(f4, 0x423, 'STM32F401xB/C', 256, small, 64),
  chip(f4, 0x431, 'STM32F411', 512, small, 128),
  chip(f4, 0x433, 'STM32F401xD/E', 512, small, 96),
  chip(f4, 0x434, 'STM32F469, F479', 2048, small, 320, twoAboveMiB),
  chip(f4, 0x441, 'STM32F412', 1024, small, 256),
  chip(f4, 0x458, 'STM32F410', 128, small, 32),
  chip(f4, 0x463, 'STM32F413, F423', 1536, small, 320),
  chip(f72, 0x452, 'STM32F72x, F73x', 512, small, 256),
  chip(f7, 0x449, 'STM32F74x, F75x', 1024, large, 320),
  chip(f7, 0x451, 'STM32F76x, F77x', 2048, large, 512, { other: small, secondBankPage: 12 }),
  chip(g0, 0x456, 'STM32G05x, G06x', 64, [2], 18),
  chip(g0, 0x460, 'STM32G07x, G08x', 128, [2], 36),
  chip(g0, 0x466, 'STM32G03x, G04x', 64, [2], 8),
  chip(g0, 0x467, 'STM32G0Bx, G0Cx', 512, [2], 144),
  chip(g4, 0x468, 'STM32G431, G441', 128, [2], 32),
  chip(g4, 0x469, 'STM32G47x, G48x', 512, [2], 128, { banks: 'two', other: [4] }),
  chip(g4, 0x479, 'STM32G491, G4A1', 512, [2], 112),
  chip(h7, 0x450, 'STM32H74x, H75x', 2048, [128], 128),
  chip(h7, 0x483, 'STM32H72x, H73x', 1024, [128], 128),
  chip(h7a, 0x480, 'STM32H7A3, H7B3', 2048, [8], 128),
  chip(l0, 0x417, 'STM32L05x, L06x', 64, [0.125], 8),
  chip(l0, 0x425, 'STM32L031, L041', 32, [0.125], 8),
  chip(l0, 0x447, 'STM32L07x, L08x', 192, [0.125], 20),
  chip(l0, 0x457, 'STM32L01x, L02x', 16, [0.125], 2),
  chip(l1, 0x416, 'STM32L1xxx6/8/B', 128, [0.25], 16),
  chip(l1, 0x429, 'STM32L1xxx6/8/B-A', 128, [0.25], 32),
  chip(l1Large, 0x427, 'STM32L1xxxC', 256, [0.25], 32),
  chip(l1Large, 0x436, 'STM32L1xxxD', 384, [0.25], 48),
  chip(l1Large, 0x437, 'STM32L1xxxE', 512, [0.25], 80),
  chip(l4, 0x415, 'STM32L47x, L48x', 1024, [2], 96),
  chip(l4, 0x435, 'STM32L43x, L44x', 256, [2], 64),
  chip(l4, 0x461, 'STM32L496, L4A6', 1024, [2], 320),
  chip(l4, 0x462, 'STM32L45x, L46x', 512, [2], 160),
  chip(l4, 0x464, 'STM32L41x, L42x', 128, [2], 40),
  chip(l4, 0x470, 'STM32L4Rx, L4Sx', 2048, [4], 640, { banks: 'two', other: [8] }),
  chip(l4, 0x471, 'STM32L4P5, L4Q5', 1024, [4], 320, { banks: 'two', other: [8] }),
  chip(l5, 0x472, 'STM32L55x, L56x', 512, [2], 256, { banks: 'two', other: [4] }),
  chip(u5, 0x455, 'STM32U535, U545', 512, [8], 256),
  chip(u5, 0x482, 'STM32U575, U585', 2048, [8], 768),
  chip(wb, 0x494, 'STM32WB10, WB15', 320, [2], 48),
  chip(wb, 0x495, 'STM32WB30, WB35, WB50, WB55', 1024, [4], 256),
  chip(wl, 0x497, 'STM32WL5x, WLEx', 256, [2], 64),
]

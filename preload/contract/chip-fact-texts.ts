// What boot loaders told of a chip (ChipInfo.facts) and how a job came by what it knows, in words for the screens and the
// command line. Facts that this version has no word for are named as the protocol names them. Pure.
import type { Language } from './error-texts.ts'
import type { ErrorContext } from './errors.ts'

type Words = Record<Language, string>

const names: Readonly<Record<string, Words>> = {
  features: { en: 'Features', 'zh-CN': '功能' },
  revision: { en: 'Revision', 'zh-CN': '版次' },
  crystalMhz: { en: 'Crystal', 'zh-CN': '晶振' },
  flashId: { en: 'Flash chip', 'zh-CN': '闪存型号' },
  loader: { en: 'Loader', 'zh-CN': '引导方式' },
  secure: { en: 'Security fuses', 'zh-CN': '安全熔丝' },
  chipId: { en: 'Chip ID', 'zh-CN': '芯片 ID' },
  bootLoader: { en: 'Boot loader', 'zh-CN': '引导程序' },
  readProtected: { en: 'Read protection', 'zh-CN': '读保护' },
  signature: { en: 'Signature', 'zh-CN': '签名字节' },
  bootBytes: { en: 'Boot loader size', 'zh-CN': '引导区大小' },
  mode: { en: 'Answered by', 'zh-CN': '应答方' },
  slots: { en: 'Image slots', 'zh-CN': '镜像槽' },
  smpVersion: { en: 'SMP version', 'zh-CN': 'SMP 版本' },
  bufferBytes: { en: 'Buffer', 'zh-CN': '缓冲区' },
  bufferCount: { en: 'Buffers', 'zh-CN': '缓冲区数量' },
}

const values: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  loader: {
    stub: { en: 'stub in RAM', 'zh-CN': 'RAM 中的 stub' },
    rom: { en: 'ROM', 'zh-CN': 'ROM' },
  },
  secure: { no: { en: 'none blown', 'zh-CN': '未烧写' } },
  readProtected: { true: { en: 'on', 'zh-CN': '开' }, false: { en: 'off', 'zh-CN': '关' } },
  mode: {
    normal: { en: 'the firmware', 'zh-CN': '固件' },
    recovery: { en: 'serial recovery', 'zh-CN': '串口恢复' },
  },
}

const units: Readonly<Record<string, string>> = { crystalMhz: 'MHz', bootBytes: 'B', bufferBytes: 'B' }

/** Name and value of each fact that is known. */
export function chipFactWords(facts: ErrorContext, language: Language): (readonly [string, string])[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (value === null || value === '') return []
    const said = values[name]?.[String(value)]?.[language] ?? String(value)
    const unit = units[name]
    return [[names[name]?.[language] ?? name, unit === undefined ? said : `${said} ${unit}`] as const]
  })
}

const kib = 1024
const mib = 1024 * kib

/** Memories come in powers of two: `4 MiB`, `32 KiB`, `127.9 KiB`. */
export function memorySizeText(sizeBytes: number): string {
  const [unitBytes, unit] = sizeBytes >= mib ? [mib, 'MiB'] : sizeBytes >= kib ? [kib, 'KiB'] : [1, 'B']
  return `${Math.round((sizeBytes * 10) / unitBytes) / 10} ${unit}`
}

/** Who said which version the device ran (the record's `versionFrom`). */
export const versionSourceTexts = {
  device: { en: 'said by the device', 'zh-CN': '设备报告' },
  bootLoader: { en: 'read through the boot loader', 'zh-CN': '经引导程序读取' },
  lastJob: { en: 'from the job that was not finished', 'zh-CN': '来自上次未完成的作业' },
  roster: { en: 'known from earlier', 'zh-CN': '来自以往记录' },
  assumed: { en: 'assumed by the profile', 'zh-CN': '按配置假定' },
} as const satisfies Record<string, Words>

/** How it was proved what the device holds (the record's `by`). */
export const proofTexts = {
  deviceDigest: { en: 'digested by the device', 'zh-CN': '由设备计算摘要' },
  readBack: { en: 'read back', 'zh-CN': '回读比对' },
} as const satisfies Record<string, Words>

const algorithms: Readonly<Record<string, string>> = { sha256: 'SHA-256', crc32: 'CRC-32', md5: 'MD5' }

/** As people write it. */
export function algorithmText(algorithm: string): string {
  return algorithms[algorithm] ?? algorithm
}

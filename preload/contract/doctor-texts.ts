// The sentences of `flashline doctor`, for the command line and the screens. Placeholders: error-texts.ts.
import type { DoctorLine } from './doctor.ts'
import type { DoctorCheck, DoctorFinding, DoctorVerdict } from './doctor-findings.ts'
import { doctorTextsEn } from './doctor-texts-en.ts'
import { doctorTextsZhCn } from './doctor-texts-zh-cn.ts'
import { errorText, fillText, type Language } from './error-texts.ts'

export interface DoctorText {
  /** What was found. */
  readonly title: string
  /** What to do now; "" where nothing has to be done. */
  readonly remedy: string
}

/** By finding. Where the facts have a `command`, it stands in a line of its own behind the remedy. */
export type DoctorTexts = Readonly<Record<DoctorFinding, DoctorText>>

const texts: Readonly<Record<Language, DoctorTexts>> = { en: doctorTextsEn, 'zh-CN': doctorTextsZhCn }

export const doctorCheckTexts: Readonly<Record<DoctorCheck, Record<Language, string>>> = {
  system: { en: 'System', 'zh-CN': '系统' },
  native: { en: 'Native parts', 'zh-CN': '原生模块' },
  data: { en: 'Data folder', 'zh-CN': '数据文件夹' },
  disk: { en: 'Disk', 'zh-CN': '磁盘' },
  settings: { en: 'Settings', 'zh-CN': '设置' },
  profiles: { en: 'Profiles', 'zh-CN': '配置' },
  keychain: { en: 'Keychain', 'zh-CN': '钥匙串' },
  ports: { en: 'Serial ports', 'zh-CN': '串口' },
  drivers: { en: 'Drivers', 'zh-CN': '驱动' },
  hubs: { en: 'USB hubs', 'zh-CN': 'USB 集线器' },
  connections: { en: 'Clouds', 'zh-CN': '云端' },
  clock: { en: 'Clock', 'zh-CN': '时钟' },
  door: { en: 'Port of the screens', 'zh-CN': '界面端口' },
  folders: { en: 'Drop folders', 'zh-CN': '交换文件夹' },
  database: { en: 'Database', 'zh-CN': '数据库' },
}

export const doctorVerdictTexts: Readonly<Record<DoctorVerdict, Record<Language, string>>> = {
  pass: { en: 'pass', 'zh-CN': '正常' },
  warn: { en: 'warn', 'zh-CN': '注意' },
  fail: { en: 'fail', 'zh-CN': '故障' },
}

/** A line in one language: where a part said why it failed, its own words come behind. Pure. */
export function doctorText({ finding, facts, error }: DoctorLine, language: Language): DoctorText {
  const text = texts[language][finding]
  const [title, remedy] = [text.title, text.remedy].map((template) => fillText(template, facts, language))
  if (error === null) return { title: title ?? '', remedy: remedy ?? '' }
  const why = errorText(error, language)
  const colon = language === 'en' ? ': ' : '：'
  return { title: `${title}${colon}${why.title}`, remedy: remedy || why.remedy }
}

/** What is to be typed as it stands; null where there is nothing. */
export function doctorCommand({ facts }: DoctorLine): string | null {
  return typeof facts.command === 'string' ? facts.command : null
}

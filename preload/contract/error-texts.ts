// The sentences that belong to codes, steps and device states, for the screens and the command line. The table of
// codes is in errors.ts. A sentence may hold `{name}` from the error's context, or `{name|other}` for the first that is
// there; a part in [square brackets] is left out when a name in it is missing. Names in Bytes or Ms get their unit, names
// in At are times.
import { cloudCodeText } from './cloud-code-texts.ts'
import { errorTextsEn } from './error-texts-en.ts'
import { errorTextsZhCn } from './error-texts-zh-cn.ts'
import type { ErrorCode, ErrorContext } from './errors.ts'
import type { DeviceState, StepName } from './model.ts'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** `title`: what failed, in plain words. `remedy`: what the person named by the table's `actor` can do now. */
export interface ErrorText {
  readonly title: string
  readonly remedy: string
}

// In the order of the sentences; a test holds them and the table together.
const codes = Object.keys(errorTextsEn) as ErrorCode[]

export const errorTexts = Object.fromEntries(
  codes.map((code) => [code, { en: errorTextsEn[code], 'zh-CN': errorTextsZhCn[code] }]),
) as Record<ErrorCode, Record<Language, ErrorText>>

/** `name` labels a step, `doing` says that it is under way. */
export const stepTexts: Record<StepName, Record<Language, { name: string; doing: string }>> = {
  identify: {
    en: { name: 'Identify', doing: 'Asking the device who it is' },
    'zh-CN': { name: '识别', doing: '正在识别设备' },
  },
  check: {
    en: { name: 'Check', doing: 'Looking for its upgrade task' },
    'zh-CN': { name: '查任务', doing: '正在查询升级任务' },
  },
  download: {
    en: { name: 'Download', doing: 'Fetching the firmware' },
    'zh-CN': { name: '下载', doing: '正在下载固件' },
  },
  flash: {
    en: { name: 'Flash', doing: 'Writing the firmware' },
    'zh-CN': { name: '烧录', doing: '正在烧录固件' },
  },
  verify: {
    en: { name: 'Verify', doing: 'Proving what was written' },
    'zh-CN': { name: '校验', doing: '正在校验写入内容' },
  },
  confirm: {
    en: { name: 'Confirm', doing: 'Waiting for the new version to boot' },
    'zh-CN': { name: '确认', doing: '正在等待新版本启动' },
  },
  report: {
    en: { name: 'Report', doing: 'Recording the result' },
    'zh-CN': { name: '上报', doing: '正在记录结果' },
  },
}

/** As sentences name them. */
const roleTexts: Readonly<Record<string, Record<Language, string>>> = {
  technician: { en: 'technician', 'zh-CN': '技术员' },
  support: { en: 'support', 'zh-CN': '技术支持' },
  lead: { en: 'lead', 'zh-CN': '负责人' },
}

/** What the unit most likely carries now, and whether it still boots. */
export const deviceStateTexts: Record<DeviceState, Record<Language, string>> = {
  untouched: {
    en: 'Nothing was written. The device still has its old firmware and boots as before.',
    'zh-CN': '未写入任何内容。设备仍是原固件，可正常启动。',
  },
  receiving: {
    en: 'The image only reached memory. The old firmware is still stored; the device boots after a restart.',
    'zh-CN': '固件只进入了内存，存储中仍是原固件。断电重启后可正常启动。',
  },
  incomplete: {
    en: 'The write was not finished. The device may not boot; flash it again before it leaves the bench.',
    'zh-CN': '写入未完成，设备可能无法启动。请重新烧录后再离开工位。',
  },
  written: {
    en: 'The new firmware was written but not proved. It probably boots; flash it again to be sure.',
    'zh-CN': '新固件已写入但未经校验，多半可以启动。请重新烧录以确保无误。',
  },
  verified: {
    en: 'The new firmware is stored and proved. It was not seen to boot.',
    'zh-CN': '新固件已写入并通过校验，但尚未看到它启动。',
  },
  confirmed: {
    en: 'The device booted and said the new version.',
    'zh-CN': '设备已启动并报告了新版本。',
  },
}

/** The sentences of one error in one language, filled from its context; those of the cloud's own code where it has one. Pure. */
export function errorText(
  error: { readonly code: ErrorCode; readonly context: ErrorContext },
  language: Language,
): ErrorText {
  const text = cloudCodeText(error, language) ?? errorTexts[error.code][language]
  return {
    title: fillText(text.title, error.context, language),
    remedy: fillText(text.remedy, error.context, language),
  }
}

/** A sentence with the facts that it names; which syntax, stands on top. Pure. */
export function fillText(template: string, context: ErrorContext, language: Language): string {
  const value = (names: string) =>
    names
      .split('|')
      .map((name) => contextValue(name, context[name], language))
      .find((text) => text !== '') ?? ''
  return template
    .replace(/\[([^[\]]*)\]/g, (_, part: string) =>
      placeholders(part).every((names) => value(names) !== '') ? part : '',
    )
    .replace(/\{([\w|]+)\}/g, (_, names: string) => value(names))
    .replace(/ {2,}/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .trim()
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/\{([\w|]+)\}/g)].map((match) => match[1] ?? '')
}

/** Empty when the context does not have it. A value never brings its own placeholders: it is put in last, once. */
function contextValue(name: string, value: ErrorContext[string] | undefined, language: Language): string {
  if (value === undefined || value === null) return ''
  if (name === 'step' && typeof value === 'string' && value in stepTexts)
    return stepTexts[value as StepName][language].name
  // Half a command may do something else.
  if (name === 'command') return String(value).slice(0, 2000)
  if (name === 'needs') return roleTexts[String(value)]?.[language] ?? String(value).slice(0, 200)
  if (name.endsWith('At') && typeof value === 'string') return inLocalTime(value, language)
  if (typeof value !== 'number') return String(value).slice(0, 200)
  if (name.endsWith('Ms')) return inUnit(value / 1000, 'second', language)
  if (name.endsWith('Bytes')) return inUnit(value, 'byte', language)
  return String(value)
}

function inLocalTime(value: string, language: Language): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) return value.slice(0, 200)
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

function inUnit(value: number, unit: 'second' | 'byte', language: Language): string {
  if (unit === 'byte' && language === 'zh-CN') return `${value.toLocaleString(language)} 字节`
  const maximumFractionDigits = value < 10 ? 1 : 0
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: language === 'en' ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value)
}

// What people read about profiles, in both languages: the words of their fields, and their mistakes. No validation
// library: screens import this. A sentence may hold `{name}` from a mistake's facts.

import type { Language } from './error-texts.ts'
import type { ErrorContext } from './errors.ts'
import type { ProfileMistake, ProfileProblem } from './profile.ts'
import { type FieldText, profileTextsEn } from './profile-texts-en.ts'
import { profileTextsZhCn } from './profile-texts-zh-cn.ts'

export type { FieldText } from './profile-texts-en.ts'

const fieldTexts: Record<Language, Readonly<Record<string, FieldText>>> = {
  en: profileTextsEn,
  'zh-CN': profileTextsZhCn,
}

/**
 * `scope`: `profile`, the id of a protocol, or of a `$defs` entry of its JSON Schema (`consoleStep`). What no text is
 * known for has its own name as title.
 */
export function profileFieldText(scope: string, name: string, language: Language): FieldText {
  return knownFieldText(scope, name, language) ?? { title: name, help: '' }
}

/** Null: there is none. */
export function knownFieldText(scope: string, name: string, language: Language): FieldText | null {
  const texts = fieldTexts[language]
  return texts[`${scope}.${name}`] ?? texts[name] ?? null
}

const mistakeTexts: Record<ProfileProblem, Record<Language, string>> = {
  syntax: {
    en: 'The text is no JSON from here on. Look for a missing comma, quote or bracket before “{found}”.',
    'zh-CN': '从此处起不是有效的 JSON。请检查“{found}”之前是否缺少逗号、引号或括号。',
  },
  duplicateKey: { en: 'This name stands here twice.', 'zh-CN': '该名称重复出现。' },
  unknownKey: { en: 'No field has this name.', 'zh-CN': '没有此名称的字段。' },
  missing: { en: 'This has to be there.', 'zh-CN': '缺少此项。' },
  type: { en: 'This has to be: {expected}.', 'zh-CN': '类型应为：{expected}。' },
  tooSmall: { en: 'At least {limit}.', 'zh-CN': '不得小于 {limit}。' },
  tooLarge: { en: 'At most {limit}.', 'zh-CN': '不得大于 {limit}。' },
  tooShort: { en: 'Too short: at least {limit}.', 'zh-CN': '太短：至少 {limit}。' },
  tooLong: { en: 'Too long: at most {limit}.', 'zh-CN': '太长：最多 {limit}。' },
  pattern: { en: 'This has to look like {expected}.', 'zh-CN': '格式应符合 {expected}。' },
  choice: { en: 'One of: {expected}.', 'zh-CN': '可选值：{expected}。' },
  notRegex: { en: 'This is no regular expression.', 'zh-CN': '不是有效的正则表达式。' },
  unknownProtocol: { en: 'There is no protocol “{found}”.', 'zh-CN': '没有协议“{found}”。' },
  noCapture: {
    en: 'No pattern of this dialogue has a named group that is read here. One of: {expected}.',
    'zh-CN': '该对话没有会被读取的命名组。可用：{expected}。',
  },
  unknownCapture: {
    en: 'Nobody reads the named group “{found}” here. One of: {expected}.',
    'zh-CN': '命名组“{found}”在此无用。可用：{expected}。',
  },
  noValue: {
    en: 'The name “{found}” in braces has no value here.',
    'zh-CN': '花括号中的名称“{found}”在此没有值。',
  },
  taken: { en: 'Another file has this id: {found}.', 'zh-CN': '另一个文件已使用此编号：{found}。' },
  other: { en: 'This value cannot be used here.', 'zh-CN': '此处不能使用该值。' },
}

/** For a name that came with an error's context. */
export function isProfileProblem(name: unknown): name is ProfileProblem {
  return typeof name === 'string' && Object.hasOwn(mistakeTexts, name)
}

/** As people write it: `options.console.enter[2].expect`. Empty for the whole text. */
export function placeText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const name = String(step)
    if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}

/** What is wrong, as a sentence; where it is, is in the mistake. */
export function mistakeText(
  { problem, facts }: Pick<ProfileMistake, 'problem' | 'facts'>,
  language: Language,
): string {
  return fill(mistakeTexts[problem][language], facts)
}

function fill(text: string, facts: ErrorContext): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''))
}

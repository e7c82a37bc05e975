// The rules that every sentence of an error keeps, so that a person who has not read the code knows what happened, what to
// do now, and whom to call.
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { cloudCodeTextsEn } from '../../../preload/contract/cloud-code-texts-en.ts'
import { cloudCodeTextsZhCn } from '../../../preload/contract/cloud-code-texts-zh-cn.ts'
import type { CloudMeaning } from '../../../preload/contract/cloud-codes.ts'
import {
  type ErrorActor,
  type ErrorCode,
  errorCodes,
  errorTable,
  errorText,
  errorTexts,
  type Language,
  languages,
} from '../../../preload/contract/index.ts'
import { enSettings } from '../../../renderer/text/en-settings.ts'
import { zhCnSettings } from '../../../renderer/text/zh-cn-settings.ts'
import { errorDocs } from '../../../scripts/error-docs.ts'

const cloudMeanings = Object.keys(cloudCodeTextsEn) as CloudMeaning[]
const placeholders = (sentence: string) =>
  [...sentence.matchAll(/\{([\w|]+)\}/g)].map(([, names]) => names).sort()

const clouds = cloudMeanings.map((meaning) => ({
  en: cloudCodeTextsEn[meaning],
  'zh-CN': cloudCodeTextsZhCn[meaning],
}))

/** Facts and links are no sentences of their own. */
const sentences = (remedy: string) =>
  remedy
    .replace(/\[[^\]]*\]/g, '')
    .split(/(?<=[.?!])\s+(?=[A-Z“])|(?<=[。？！])/)
    .filter((sentence) => sentence.trim() !== '')

const longest: Record<Language, { title: number; remedy: number }> = {
  en: { title: 60, remedy: 230 },
  'zh-CN': { title: 24, remedy: 115 },
}

/** Whoever acts is named where that is not the person who reads it. */
const called: Record<Exclude<ErrorActor, 'operator'>, Record<Language, RegExp>> = {
  lead: { en: /\bleads?\b/i, 'zh-CN': /负责人/ },
  device: { en: /\b(lead|support)\b/i, 'zh-CN': /负责人|技术支持/ },
  cloud: { en: /\blead\b/i, 'zh-CN': /负责人/ },
  software: { en: /\bmakers of Flashline\b/, 'zh-CN': /Flashline 开发者/ },
}

/** What only those understand who have read the code. */
const codeWords =
  /\b(null|undefined|exception|stack|payload|enum|schema|json|regex|boolean|parse|timeout|invalid input|contact (the|your) administrator)\b/i

describe.each(languages)('in %s', (language) => {
  it.each(errorCodes)('%s is short, and says whom to call', (code) => {
    const { title, remedy } = errorText({ code, context: {} }, language)
    expect(title.length, title).toBeLessThanOrEqual(longest[language].title)
    expect(remedy.length, remedy).toBeLessThanOrEqual(longest[language].remedy)
    expect(sentences(errorTexts[code][language].remedy).length, remedy).toBeLessThanOrEqual(2)
    const { actor } = errorTable[code]
    if (actor !== 'operator') expect(remedy).toMatch(called[actor][language])
  })

  it.each(errorCodes)('%s has no word of the code', (code) => {
    const { title, remedy } = errorText({ code, context: {} }, language)
    for (const sentence of [title, remedy]) {
      expect(sentence).not.toMatch(codeWords)
      for (const other of errorCodes) expect(sentence).not.toContain(other)
    }
  })

  it('ends every remedy with a full stop and no title', () => {
    for (const code of errorCodes) {
      const { title, remedy } = errorTexts[code][language]
      expect(remedy, code).toMatch(language === 'en' ? /\.$/ : /。$/)
      expect(title, code).not.toMatch(/[.。]$/)
    }
  })

  it('tells no two codes with the same title', () => {
    const seen = new Map<string, ErrorCode>()
    for (const code of errorCodes) {
      const { title } = errorText({ code, context: {} }, language)
      expect(seen.get(title), `${code}: ${title}`).toBeUndefined()
      seen.set(title, code)
    }
  })
})

it('fills in the same facts in both languages', () => {
  for (const { en, 'zh-CN': zh } of [...Object.values(errorTexts), ...clouds])
    for (const part of ['title', 'remedy'] as const)
      expect(placeholders(zh[part]), en[part]).toEqual(placeholders(en[part]))
})

it('names only parts of the settings that are there', () => {
  const named: Record<Language, { place: RegExp; tabs: string[] }> = {
    en: { place: /Settings, (\w+)/g, tabs: Object.values(enSettings.settings.tab) },
    'zh-CN': { place: /“设置 - ([^”-]+?)(?: - [^”]+)?”/g, tabs: Object.values(zhCnSettings.settings.tab) },
  }
  const all = [...Object.values(errorTexts), ...clouds]
  for (const text of all)
    for (const language of languages) {
      const { place, tabs } = named[language]
      for (const [, tab = ''] of text[language].remedy.matchAll(place)) expect(tabs).toContain(tab)
    }
})

describe('what the clouds’ own codes mean', () => {
  const all = [
    ...Object.entries(cloudCodeTextsEn).map(([meaning, text]) => [meaning, 'en', text] as const),
    ...Object.entries(cloudCodeTextsZhCn).map(([meaning, text]) => [meaning, 'zh-CN', text] as const),
  ]
  it.each(all)('%s in %s is short, and says who acts', (_, language, { title, remedy }) => {
    const bare = title.replace(/\[[^\]]*\]/g, '')
    expect(bare.length, bare).toBeLessThanOrEqual(longest[language].title + 8)
    expect(sentences(remedy).length, remedy).toBeLessThanOrEqual(3)
    expect(remedy).not.toMatch(codeWords)
    expect(remedy).toMatch(language === 'en' ? /\b(lead|support)\b/i : /负责人|技术支持/)
  })
})

it('docs/errors.md is what scripts/error-docs.ts writes', async () => {
  const file = new URL('../../../docs/errors.md', import.meta.url)
  expect(await readFile(file, 'utf8')).toBe(errorDocs())
})

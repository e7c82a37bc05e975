// Every sentence in both languages, every code with title and remedy, and placeholders that never show.
import { describe, expect, it } from 'vitest'
import {
  deviceStateSchema,
  deviceStateTexts,
  errorCodes,
  errorText,
  errorTexts,
  languages,
  stepNames,
  stepTexts,
} from '../../preload/contract/index.ts'
import { en } from '../../renderer/text/en.ts'
import { chooseLanguage } from '../../renderer/text/i18n.ts'
import { zhCn } from '../../renderer/text/zh-cn.ts'

function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}

const names = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort()

describe('texts of the screens', () => {
  it('have the same keys in both languages, none empty', () => {
    expect(flat(zhCn).map(([key]) => key)).toEqual(flat(en).map(([key]) => key))
    for (const [key, sentence] of [...flat(en), ...flat(zhCn)]) expect(sentence, key).not.toBe('')
  })

  it('fill in the same names in both languages', () => {
    const chinese = new Map(flat(zhCn))
    for (const [key, sentence] of flat(en))
      expect(names(chinese.get(key) ?? ''), key).toEqual(names(sentence))
  })
})

describe('texts of errors', () => {
  it.each(errorCodes)('%s has title and remedy in both languages', (code) => {
    for (const language of languages) {
      for (const sentence of Object.values(errorText({ code, context: {} }, language))) {
        expect(sentence).not.toMatch(/[{}[\]]| {2}|^\s|\s$|^[:：，。]/)
        expect(sentence.length).toBeGreaterThan(language === 'en' ? 8 : 3)
      }
    }
    expect(errorTexts[code].en.remedy).toMatch(/[.]$/)
    expect(errorTexts[code]['zh-CN'].remedy).toMatch(/。$/)
    expect(errorTexts[code].en.title).not.toMatch(/[.]$/)
  })

  it.each(errorCodes.filter((code) => code.startsWith('CLOUD_')))(
    '%s says what is right in a job, a test of a connection, a sync and on the command line',
    (code) => {
      expect(errorTexts[code].en.remedy).not.toMatch(/start again|kept|sent|reported/i)
      expect(errorTexts[code]['zh-CN'].remedy).not.toMatch(/开始|保存|上报/)
    },
  )

  it('has no text for a code that does not exist', () => {
    expect(Object.keys(errorTexts).sort()).toEqual([...errorCodes].sort())
  })

  it('fills in what the context has and leaves out what it has not', () => {
    const busy = (context: { address?: string }) => errorText({ code: 'LINK_BUSY', context }, 'en').title
    expect(busy({ address: '/dev/ttyUSB0' })).toBe('Another program is using the port /dev/ttyUSB0')
    expect(busy({})).toBe('Another program is using the port')
  })

  it('writes units', () => {
    const late = { code: 'STEP_TIMEOUT', context: { step: 'flash', deadlineMs: 90_000 } } as const
    expect(errorText(late, 'en').title).toBe('The step “Flash” took too long (more than 90 seconds)')
    expect(errorText(late, 'zh-CN').title).toBe('“烧录”步骤超时（超过 90秒）')
  })

  it('does not read placeholders or brackets out of a value', () => {
    const title = errorText({ code: 'LINK_BUSY', context: { address: '[{address}]' } }, 'en').title
    expect(title).toBe('Another program is using the port [{address}]')
  })
})

describe('texts of steps and device states', () => {
  it('are whole', () => {
    expect(Object.keys(stepTexts)).toEqual([...stepNames])
    expect(Object.keys(deviceStateTexts)).toEqual(deviceStateSchema.options)
  })
})

describe('the language', () => {
  it('is what was chosen, else the first of the browser that we speak', () => {
    expect(chooseLanguage('zh-CN', ['en-GB'])).toBe('zh-CN')
    expect(chooseLanguage(null, ['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN')
    expect(chooseLanguage('tlh', ['fr', 'en-US'])).toBe('en')
    expect(chooseLanguage(null, [])).toBe('en')
  })
})

// The help of the screens: whole in both languages; and the search for error codes.
import { describe, expect, it } from 'vitest'
import { errorCodes, languages } from '../../preload/contract/index.ts'
import { screens } from '../../renderer/components/use-screen.ts'
import { findCodes } from '../../renderer/screens/help/find-codes.ts'
import { helpEn } from '../../renderer/text/help-en.ts'
import { helpZhCn } from '../../renderer/text/help-zh-cn.ts'

describe('the help', () => {
  it.each(screens)('of %s tells the three most usual things, its words and keys', (screen) => {
    for (const { what, how, words, keys } of [helpEn[screen], helpZhCn[screen]]) {
      expect(what).not.toBe('')
      expect(how).toHaveLength(3)
      for (const { steps } of how) expect(steps).toHaveLength(3)
      expect(new Set(words.map(({ word }) => word)).size).toBe(words.length)
      expect(keys.length).toBeGreaterThan(0)
    }
  })

  it.each(screens)('of %s says the same in both languages', (screen) => {
    const shapeOf = ({ words, keys }: (typeof helpEn)[typeof screen]) => ({
      tones: words.map(({ tone }) => tone),
      keys: keys.length,
    })
    expect(shapeOf(helpZhCn[screen])).toEqual(shapeOf(helpEn[screen]))
    for (const sentence of JSON.stringify(helpZhCn[screen]).matchAll(/"meaning":"([^"]*)"/g))
      expect(sentence[1]).toMatch(/[\u4e00-\u9fff].*。$/)
  })
})

describe('the search for error codes', () => {
  it.each(errorCodes)('finds %s first when it is typed, scanned or read aloud', (code) => {
    for (const typed of [
      code,
      code.toLowerCase(),
      ` ${code.replaceAll('_', ' ')} `,
      code.replaceAll('_', '-'),
    ])
      for (const language of languages) expect(findCodes(typed, language)[0]).toBe(code)
  })

  it('finds by the words of the sentences, titles before remedies', () => {
    const found = findCodes('certificate', 'en')
    expect(found).toContain('CLOUD_TLS')
    expect(found.indexOf('OTA_TLS')).toBeLessThan(found.indexOf('BROKER_DENIED'))
    expect(findCodes('证书', 'zh-CN')).toContain('CLOUD_TLS')
    expect(findCodes('certificate trusted broker', 'en')).toEqual(['BROKER_TLS'])
  })

  it('finds nothing for nothing and for what is not there', () => {
    expect(findCodes('   ', 'en')).toEqual([])
    expect(findCodes('no such words at all', 'en')).toEqual([])
  })
})

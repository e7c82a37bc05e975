import { describe, expect, it } from 'vitest'
import { readScan } from '../../main/bench/scan-text.ts'
import { FlashlineError, settingsSchema } from '../../preload/contract/index.ts'

const scanner = { ...settingsSchema.parse({}).scanner, minLength: 4, maxLength: 20 }
const refusal = (text: string, rules = scanner): FlashlineError => {
  try {
    readScan(text, rules)
  } catch (error) {
    if (error instanceof FlashlineError) return error
  }
  throw new Error(`${JSON.stringify(text)} was taken`)
}

describe('readScan', () => {
  it.each([
    ['SN-0001', 'SN-0001'],
    ['  SN-0001\r\n', 'SN-0001'],
    [']C0SN-0001', 'SN-0001'],
    ['\x02]Q1SN-0001\x03', 'SN-0001'],
    ['ＳＮ－０００１', 'SN-0001'],
    // GS1: a product number and a serial number, and more fields behind it.
    [']d201095011015300032112345ABC', '12345ABC'],
    [']C1010950110153000310LOT9\x1d2112345ABC', '12345ABC'],
    ['010950110153000317271231\x1d2112345ABC\x1d10LOT9', '12345ABC'],
    ['(01)09501101530003(21)12345ABC(10)LOT9', '12345ABC'],
    // GS1 without a serial number is taken as it is.
    [']C1401234', '401234'],
  ])('%j is %s', (text, sn) => {
    expect(readScan(text, scanner)).toBe(sn)
  })

  it.each([
    '',
    '   ',
    'SN1',
    'S'.repeat(21),
    'two words',
    'SN-1\nSN-2',
    '<b>SN1</b>',
    '序列号0001',
    '\x1d\x1d',
  ])('%j is no serial number', (text) => {
    expect(refusal(text)).toMatchObject({
      code: 'SCAN_INVALID',
      context: { minLength: 4, maxLength: 20, prefix: '' },
    })
  })

  it('asks for its prefix, which belongs to it', () => {
    expect(readScan('FL-12', { ...scanner, prefix: 'FL-' })).toBe('FL-12')
    expect(refusal('FX-12', { ...scanner, prefix: 'FL-' }).context).toMatchObject({ prefix: 'FL-' })
  })

  it('shows what was pasted only in part, and nothing that cannot be shown', () => {
    const { text } = refusal(`a\x1b[31m\u0000\u202e${'x'.repeat(400)}`).context
    expect(text).toHaveLength(60)
    expect(text).toMatch(/^[\x20-\x7e…]+$/)
  })
})

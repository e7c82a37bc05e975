// Reset sequences as esptool's configuration writes them.
import { describe, expect, it } from 'vitest'
import { espOptionsSchema } from '../../../main/protocols/esp/options.ts'
import { isResetSequence, parseResetSequence } from '../../../main/protocols/esp/reset-lines.ts'

describe('reset sequences', () => {
  it('are read step by step', () => {
    expect(parseResetSequence('D0|R1|W0.1|D1|R0|W0.05|D0')).toEqual([
      { dtr: false },
      { rts: true },
      { waitMs: 100 },
      { dtr: true },
      { rts: false },
      { waitMs: 50 },
      { dtr: false },
    ])
    expect(parseResetSequence('U1,0|W2')).toEqual([{ dtr: true, rts: false }, { waitMs: 2000 }])
  })

  it.each(['', 'D2', 'W', 'W1e3', 'W1000', 'D0|', 'X1', 'D0|R1;rm', Array(50).fill('D0').join('|')])(
    'refuse %j',
    (text) => {
      expect(isResetSequence(text)).toBe(false)
      expect(espOptionsSchema.safeParse({ resetSequence: text }).success).toBe(false)
    },
  )

  it('need not be said: every option has a default', () => {
    expect(espOptionsSchema.parse({})).toMatchObject({ reset: 'auto', useStub: 'auto', address: null })
  })
})

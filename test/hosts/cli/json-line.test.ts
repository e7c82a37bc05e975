import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLine } from '../../../main/hosts/cli/json-line.ts'

test('the same value for programs, and nothing that drives a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = jsonLine({ [text]: [text] })
      expect(JSON.parse(line)).toEqual({ [text]: [text] })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may remain
      expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
    }),
  )
  expect(jsonLine(null)).toBe('null\n')
  expect(jsonLine('\u009b2J\u202e')).toBe('"\\u009b2J\\u202e"\n')
})

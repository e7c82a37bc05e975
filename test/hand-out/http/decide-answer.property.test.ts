// No header makes the server fail or send what is not there.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideAnswer } from '../../../main/hand-out/http/decide-answer.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'

const etag = '"sha256-aa"'

test(
  'whatever the headers say, only bytes of the file are sent, as many as announced',
  () => {
    const number = fc.oneof(fc.nat(3000).map(String), fc.stringMatching(/^\d{0,30}$/), fc.string())
    const range = fc.tuple(number, number).map(([from, to]) => `bytes=${from}-${to}`)
    const headers = fc.record(
      {
        range: fc.oneof(range, fc.string()),
        'if-range': fc.oneof(fc.constant(etag), fc.string()),
        'if-none-match': fc.string(),
        'if-match': fc.oneof(fc.constant(etag), fc.string()),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(headers, fc.nat(2000), (asked, sizeBytes) => {
        const { status, part, headers: answered } = decideAnswer('GET', asked, { etag, sizeBytes })
        if (part === null) return
        expect(part.first).toBeGreaterThanOrEqual(0)
        expect(part.last).toBeGreaterThanOrEqual(part.first)
        expect(part.last).toBeLessThan(sizeBytes)
        expect(answered['Content-Length']).toBe(part.last - part.first + 1)
        expect('Content-Range' in answered).toBe(status === 206)
      }),
      runs(300),
    )
  },
  fuzzTimeoutMs,
)

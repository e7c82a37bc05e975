// A record that is too large for a listener: its log is cut in the middle, to the byte, and the rest stands.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitEvent, mostEventBytes, recordEvent } from '../../main/factory/record-event.ts'
import { type LogLine, webhookEventSchema } from '../../preload/contract/index.ts'
import { job } from '../store/job-fixture.ts'

const eventOf = (log: LogLine[]) =>
  recordEvent({ ...job('j1', { endedAt: '2026-01-02T03:05:00.000Z' }), log, messages: [] }, false, '工位 7')
const line = (text: string): LogLine => ({ at: '2026-01-02T03:04:05.000Z', source: 'device', text })

test('what fits goes whole', () => {
  const event = eventOf([line('one'), line('two')])
  expect(JSON.parse(fitEvent(event))).toEqual(event)
})

test('cut, it fits, keeps both ends of the log, and says how many lines are missing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 40, maxLength: 120 }),
      fc.integer({ min: 2500, max: 6000 }),
      (texts, mostBytes) => {
        const log = texts.map(line)
        const text = fitEvent(eventOf(log), mostBytes)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes)
        const kept = webhookEventSchema.parse(JSON.parse(text)).data?.log ?? []
        if (kept.length === log.length) return
        const at = kept.findIndex(({ source }) => source === 'station')
        const [, missing] = /^\((\d+) lines/.exec(kept[at]?.text ?? '') ?? []
        expect(kept.slice(0, at)).toEqual(log.slice(0, at))
        expect(kept.slice(at + 1)).toEqual(log.slice(log.length - (kept.length - at - 1)))
        expect(Number(missing)).toBe(log.length - kept.length + 1)
      },
    ),
    { numRuns: 60 },
  )
})

test('the longest log of a job fits into what servers take', () => {
  const text = fitEvent(eventOf(Array.from({ length: 4001 }, (_, n) => line(`${n} ${'测'.repeat(4000)}`))))
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostEventBytes)
  expect(Buffer.byteLength(text)).toBeGreaterThan(mostEventBytes - 30_000)
  expect(webhookEventSchema.parse(JSON.parse(text)).data?.log.at(-1)?.text).toMatch(/^4000 /)
})

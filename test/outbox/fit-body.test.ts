// Texts and records at the border of what fits: no byte too many, no character in two, and what is missing is said.
import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cutMiddle } from '../../main/clouds/cut-middle.ts'
import { type FittedRecord, fitBody, MAX_BODY_BYTES } from '../../main/outbox/fit-body.ts'
import type { JobRecord, LogLine } from '../../preload/contract/index.ts'
import { job } from '../store/job-fixture.ts'

const bytesOf = (text: string) => Buffer.byteLength(text)

describe('a text', () => {
  it('that fits stays as it is, to the byte', () => {
    expect(cutMiddle('固件€', 9)).toBe('固件€')
    expect(cutMiddle('', 0)).toBe('')
  })

  it('keeps its beginning and its end and says how much is missing', () => {
    const text = `begin ${'x'.repeat(1000)} end`
    const cut = cutMiddle(text, 100)
    expect(cut).toMatch(/^begin x+\[…\d+ B…\]x+ end$/)
    const missing = Number(/…(\d+) B…/.exec(cut)?.[1])
    expect(cut.replace(/\[….*…\]/, '').length + missing).toBe(text.length)
  })

  it('is never longer than it may be, nor cut within a character, at any border', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', '固', '😀'), minLength: 0, maxLength: 120 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 200 }), (text, maxBytes) => {
        const cut = cutMiddle(text, maxBytes)
        expect(bytesOf(cut)).toBeLessThanOrEqual(Math.max(maxBytes, 0))
        expect(cut).not.toContain('\ufffd')
        if (bytesOf(text) <= maxBytes) expect(cut).toBe(text)
        const [head = '', tail = ''] = cut.split(/\[…\d+ B…\]/)
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true)
      }),
    )
  })
})

const line = (text: string): LogLine => ({ at: '2026-01-01T00:00:00.000Z', source: 'device', text })
const recordOf = (log: LogLine[]): JobRecord => ({ ...job('j1'), log, messages: [] })
const write = (record: FittedRecord) => JSON.stringify({ type: 'job.finished', data: record })
const lineReader = z.object({ at: z.string(), source: z.enum(['device', 'station']), text: z.string() })
const reader = z.object({
  data: z.object({
    jobId: z.string(),
    log: z.array(lineReader),
    logGzip: z.string().optional(),
    logCut: z.object({ lines: z.number(), chars: z.number() }).optional(),
  }),
})
const read = (body: string) => reader.parse(JSON.parse(body)).data
const unpack = (packed: string) =>
  gunzipSync(Buffer.from(packed, 'base64'))
    .toString()
    .trimEnd()
    .split('\n')
    .map((text) => lineReader.parse(JSON.parse(text)))

describe('a record', () => {
  it('that fits to the byte is as it is, and with one byte less its log is packed, whole', async () => {
    const log = Array.from({ length: 300 }, (_, n) => line(`块 ${n} ok`))
    const whole = write(recordOf(log))
    expect(await fitBody(recordOf(log), write, bytesOf(whole))).toBe(whole)
    const packed = await fitBody(recordOf(log), write, bytesOf(whole) - 1)
    expect(bytesOf(packed)).toBeLessThan(bytesOf(whole))
    const { log: plain, logGzip = '', logCut } = read(packed)
    expect([plain, logCut]).toEqual([[], undefined])
    expect(unpack(logGzip)).toEqual(log)
  })

  it('with a log that no packing makes small enough keeps its beginning and its end', async () => {
    const log = Array.from({ length: 2000 }, (_, n) =>
      line(`${n} ${randomBytes(600).toString('base64')} 固件`),
    )
    const body = await fitBody(recordOf(log), write)
    expect(bytesOf(body)).toBeLessThanOrEqual(MAX_BODY_BYTES)
    // As much as possible, within a guess.
    expect(bytesOf(body)).toBeGreaterThan(MAX_BODY_BYTES * 0.7)
    const { logGzip = '', logCut } = read(body)
    const kept = unpack(logGzip)
    expect(kept[0]).toEqual(log[0])
    expect(kept.at(-1)).toEqual(log.at(-1))
    expect(kept.length + (logCut?.lines ?? 0)).toBe(log.length)
    const chars = (lines: readonly LogLine[]) => lines.reduce((sum, { text }) => sum + text.length, 0)
    expect(chars(kept) + (logCut?.chars ?? 0)).toBe(chars(log))
  })

  it('loses its log before it is refused, and is refused only when the rest is too large', async () => {
    const record = recordOf([line(randomBytes(400).toString('base64'))])
    const bare = write({ ...record, log: [], logCut: { lines: 1, chars: 536 } })
    expect(await fitBody(record, write, bytesOf(bare))).toBe(bare)
    await expect(fitBody(record, write, bytesOf(bare) - 1)).rejects.toMatchObject({
      code: 'MESSAGE_TOO_LARGE',
      context: { sizeBytes: bytesOf(bare), limitBytes: bytesOf(bare) - 1 },
    })
  })
})

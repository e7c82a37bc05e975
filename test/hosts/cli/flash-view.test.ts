import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFlashView, progressLine } from '../../../main/hosts/cli/flash-view.ts'
import { cut, displayWidth, printable, table } from '../../../main/hosts/cli/printable.ts'
import { durationText, sizeText } from '../../../main/hosts/cli/quantities.ts'
import type { StationEvent } from '../../../preload/contract/index.ts'
import { event, flashStep, job, progress } from './cli-fixture.ts'

function shown(events: StationEvent[], isTerminal: boolean, columns = 80): string {
  let text = ''
  const out = (piece: string) => {
    text += piece
  }
  const view = createFlashView({ out, isTerminal, columns: () => columns, language: 'en' })
  for (const one of events) view(one)
  return text
}

const { jobId } = job
const started = event({
  type: 'stepStarted',
  jobId,
  step: { ...flashStep, outcome: 'running', endedAt: null },
})
const finished = event({ type: 'stepFinished', jobId, step: flashStep })
const ended = event({ type: 'jobFinished', job })

test('a pipe gets one line per ten percent, per step and for the outcome', () => {
  const steps = Array.from({ length: 41 }, (_, index) => progress(index * 5_000))
  expect(shown([started, ...steps, finished, ended], false)).toBe(
    `${[10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((tenth) => `Flash     ${tenth} %\n`).join('')}` +
      'Flash     done  262.0 kB  2.5 s\n' +
      'PASS  1100001  1.0.0 -> 2.0.1  32.1 s\n',
  )
})

test('a jump over several tens is one line', () => {
  expect(shown([started, progress(1), progress(190_000)], false)).toBe('Flash     90 %\n')
})

test('a terminal gets one line that is rewritten', () => {
  const text = shown([started, progress(50_000), progress(100_000), finished], true)
  expect(text.split('\n')).toHaveLength(2)
  expect(text).toContain(
    '\r\u001b[2KFlash     [###---------]  25 %  50.0 kB / 200.0 kB  10.0 kB/s  0:15 left',
  )
  expect(text.endsWith('\r\u001b[2KFlash     done  262.0 kB  2.5 s\n')).toBe(true)
})

test('a narrow terminal never wraps', () => {
  const lines = shown([started, progress(50_000)], true, 30)
    .split('\r\u001b[2K')
    .slice(1)
  for (const line of lines) expect(displayWidth(line)).toBeLessThan(30)
})

test('no rate, no promise; no size, no bar', () => {
  const base = { step: 'download', doneBytes: 10, totalBytes: 100, bytesPerSecond: 0 } as const
  expect(progressLine(base, 'en')).toBe('Download  [#-----------]  10 %  10 B / 100 B')
  expect(progressLine({ ...base, totalBytes: null, bytesPerSecond: 5 }, 'en')).toBe('Download  10 B  5 B/s')
  expect(progressLine({ ...base, bytesPerSecond: 10 }, 'zh-CN')).toContain('0:09 剩余')
})

test('what a device calls itself cannot drive the terminal', () => {
  const evil = { ...job, device: { deviceId: '\u001b]0;x\u0007\u009b2J\nPASS', mac: null, sn: null } }
  const text = shown([event({ type: 'jobFinished', job: evil })], false)
  expect(text).toBe('PASS  ?]0;x??2J?PASS  1.0.0 -> 2.0.1  32.1 s\n')
})

test('cut text fits, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, columns) => {
      expect(displayWidth(cut(text, columns))).toBeLessThanOrEqual(columns)
      expect(text.startsWith(cut(text, columns))).toBe(true)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may remain
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    }),
  )
})

test('tables line up, also with wide characters', () => {
  expect(
    table([
      ['通过', 'a'],
      ['PASS', 'bc'],
      ['x', ''],
    ]),
  ).toBe('通过  a\nPASS  bc\nx\n')
  expect(table([])).toBe('')
})

test('sizes and times', () => {
  expect([0, 999, 1000, 262_001, 1_500_000].map(sizeText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '262.0 kB',
    '1.5 MB',
  ])
  expect([0, 0.2, 59.5, 754, 3723].map(durationText)).toEqual(['0:00', '0:01', '1:00', '12:34', '1:02:03'])
})
